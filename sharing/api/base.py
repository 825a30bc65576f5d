"""What all REST endpoints share: who acts, pages of lists, and JSON bodies read by their own types."""

import re
from typing import Any, ClassVar, TypeVar, cast
from urllib.parse import urlencode

import msgspec
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import ErrorDetail, UnsupportedMediaType, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.api import parameters
from sharing.api.bodies import advise
from sharing.ingest.bodies import read_body
from sharing.members.actors import Actor, Scope
from sharing.stix.faults import StixRejected, reject
from sharing.stix.parse import decode_json

T = TypeVar("T")
_NO_OBJECT = "Send a JSON object with the members that the documentation names."
# The end of a pattern: a dollar alone would let a line feed follow.
END = r"$(?!\n)"
# msgspec names the place as `$.name[0].other`.
_PLACE = re.compile(r" - at `\$([^`]*)`$")


def read_json(request: Request, kind: type[T]) -> T:
    """Return the JSON body of a request as a value of a msgspec struct or dataclass.

    Raises UnsupportedMediaType, StixRejected for what is not JSON, ValidationError for what does not
    fit; no message repeats what was sent.
    """
    media_type = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise UnsupportedMediaType("", detail="Send application/json.")
    raw = read_body(request.META)
    try:
        return fit(decode_json(raw), kind) if raw else msgspec.convert({}, kind)
    except StixRejected as error:
        if error.faults[0].code == "not-an-object":
            raise reject("", "not-an-object", _NO_OBJECT) from None
        raise
    except msgspec.ValidationError:
        raise refuse("body", _NO_OBJECT) from None


def fit(content: object, kind: type[T]) -> T:
    """Return JSON content as a value of a type. Raises ValidationError, which repeats no value."""
    try:
        return msgspec.convert(content, kind)
    except msgspec.ValidationError as error:
        raise _refuse(str(error), kind) from None


def refuse(name: str, rule: str) -> ValidationError:
    """Return the error for one member of a body or one parameter that cannot be used."""
    return ValidationError({name: [ErrorDetail(rule, "unusable-value")]})


def _refuse(message: str, kind: type[Any]) -> ValidationError:
    place = _PLACE.search(message)
    name = place.group(1).lstrip(".") if place else ""
    return refuse(name or "body", advise(_PLACE.sub("", message), kind, name))


# Whatever changes one of these may change the answer.
VARY = ("Accept", "Authorization", "Cookie")


@method_decorator(conditional_page, name="dispatch")
class RestView(APIView):
    """What all endpoints share: who acts, and answers to GET that can be asked for again by ETag.

    There is nothing to ask by OPTIONS.
    """

    http_method_names = ["get", "post", "put", "patch", "delete", "head"]
    required_scopes: ClassVar[dict[str, Scope | tuple[Scope, ...]]] = {}

    @property
    def actor(self) -> Actor:
        """Return who acts: hub.api leaves nothing else there."""
        return cast(Actor, self.request.auth)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Say who may keep the answer: its reader alone, and it asks again each time."""
        final = super().finalize_response(request, response, *args, **kwargs)
        is_kept = request.method in {"GET", "HEAD"} and final.status_code == 200
        if is_kept and not final.streaming:
            patch_cache_control(final, private=True, no_cache=True)
        else:
            patch_cache_control(final, no_store=True)
        patch_vary_headers(final, VARY)
        return final

    def page(self, name: str, items: Any, after: tuple[Any, ...] | None) -> Response:
        """Return a page of a list; `after` is where the next one starts (Link: RFC 8288)."""
        if after is None:
            return Response({"items": items, "next": None})
        cursor = parameters.write_cursor(self.actor, name, list(after))
        query = {**self.request.query_params.dict(), "cursor": cursor}
        address = f"{self.request.build_absolute_uri(self.request.path)}?{urlencode(query)}"
        headers = {"Link": f'<{address}>; rel="next"'}
        return Response({"items": items, "next": cursor}, headers=headers)
