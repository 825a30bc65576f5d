"""How answers are written: JSON by orjson, and a lenient reading of Accept."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import orjson
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

Renderer = TypeVar("Renderer", bound=BaseRenderer)

# Whoever accepts one of these can read what a REST view answers.
READABLE = (
    "application/json",
    "application/stix+json",
    "application/taxii+json",
    "application/x-ndjson",
    "application/problem+json",
    "text/csv",
)


class OrjsonRenderer(BaseRenderer):
    """Write plain values as UTF-8 JSON; dates and UUIDs as orjson writes them."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """Return the bytes of the value; nothing for None."""
        return b"" if data is None else orjson.dumps(data)


class LenientNegotiation(BaseContentNegotiation):
    """Answer JSON to everyone who does not rule it out (RFC 9110, section 12.5.1)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return the first parser: views that read a body check its type themselves."""
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: Iterable[Renderer], format_suffix: str | None = None
    ) -> tuple[Renderer, str]:
        """Return the only renderer. Raises NotAcceptable."""
        if not accepts_json(request.META.get("HTTP_ACCEPT", "")):
            raise NotAcceptable
        renderer = next(iter(renderers))
        return renderer, str(renderer.media_type)


def accepts_json(header: str) -> bool:
    """Say whether an Accept header leaves any type that REST views answer."""
    ranges = [part.partition(";") for part in header.lower().split(",") if part.strip()]
    wanted = [name.strip() for name, _, rest in ranges if not _is_refusal(rest)]
    return not ranges or any(
        name in READABLE or name in {"*/*", "application/*"} for name in wanted
    )


def _is_refusal(parameters: str) -> bool:
    quality = parameters.replace(" ", "").rpartition("q=")[2] if "q=" in parameters else "1"
    return quality in {"0", "0.0", "0.00", "0.000"}
