"""Media types (1.6.8) and the error message (3.6.1)."""

from collections.abc import Iterable
from typing import Any, TypeVar

import orjson
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from sharing.taxii.roots import TAXII

Renderer = TypeVar("Renderer", bound=BaseRenderer)


class TaxiiRenderer(BaseRenderer):
    """Write resources as JSON; a view that has the bytes already hands them over."""

    media_type = TAXII
    format = "taxii"
    charset = None

    def render(self, data: Any, *context: Any) -> bytes:
        """Return the bytes of the resource."""
        return data if isinstance(data, bytes) else orjson.dumps(data)


class TaxiiNegotiation(BaseContentNegotiation):
    """Serve TAXII 2.1 to whoever accepts it, with or without its version, and 406 to others."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Return no parser: bodies are read by sharing.ingest."""
        return None

    def select_renderer(
        self, request: Request, renderers: Iterable[Renderer], format_suffix: str | None = None
    ) -> tuple[Renderer, str]:
        """Return the only renderer. Raises NotAcceptable."""
        if not accepts_taxii(request.META.get("HTTP_ACCEPT", "")):
            raise NotAcceptable
        return next(iter(renderers)), TAXII


def accepts_taxii(header: str) -> bool:
    """Say whether an Accept header takes TAXII 2.1; no header at all takes everything."""
    ranges = [part for part in header.lower().split(",") if part.strip()]
    return not ranges or any(_accepts(part) for part in ranges)


def is_taxii(content_type: str) -> bool:
    """Say whether a body of this Content-Type is TAXII 2.1; without a version it is the newest."""
    name, parameters = _split(content_type.lower())
    return name == "application/taxii+json" and parameters.get("version", "2.1") == "2.1"


def shape_problem(problem: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return a problem document as a TAXII error message and its content type."""
    message = {
        "title": problem["title"],
        "description": problem["detail"],
        "error_code": problem["code"],
        "http_status": str(problem["status"]),
    }
    if "errors" in problem:
        message["details"] = {"errors": problem["errors"]}
    return message, TAXII


def _accepts(part: str) -> bool:
    name, parameters = _split(part)
    if parameters.get("q", "1").strip("0") in {"", "."}:
        return False
    if name in {"*/*", "application/*"}:
        return True
    return name == "application/taxii+json" and parameters.get("version", "2.1") == "2.1"


def _split(text: str) -> tuple[str, dict[str, str]]:
    name, *rest = text.split(";")
    pairs = (part.partition("=") for part in rest)
    return name.strip(), {key.strip(): value.strip().strip('"') for key, _, value in pairs}
