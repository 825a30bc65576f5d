"""The OpenAPI document of the REST API, and of what the hub sends to webhooks."""

from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from hub.api.messages import describe_messages
from hub.api.permissions import find_scopes
from hub.api.topics import list_tags
from sharing.members.actors import MACHINE_SCOPES, Scope

SCOPES = {
    Scope.ALERTS_READ: "Read alerts, cases and submissions.",
    Scope.ALERTS_WRITE: "Send alerts and preview them.",
    Scope.ALERTS_RESPOND: "Acknowledge, give feedback, answer requests, confirm recalls.",
    Scope.CHANNELS_READ: "Read subscriptions, webhooks and how pushes went.",
    Scope.CHANNELS_WRITE: "Change subscriptions and webhooks, together with alerts:read.",
    Scope.TAXII_READ: "Read TAXII collections.",
    Scope.TAXII_WRITE: "Add to TAXII collections.",
    Scope.CONSENTS_READ: "Read notices and consents.",
    Scope.CONSENTS_WRITE: "Publish notices; record, import and withdraw consents.",
    Scope.RIGHTS_READ: "Read requests and complaints of natural persons.",
    Scope.RIGHTS_WRITE: "Verify, extend and close requests; move complaints.",
    Scope.PRIVACY_READ: "Read holds, acts, registers, assessments, retention and incidents.",
    Scope.PRIVACY_WRITE: "Record incidents, and draft their reports.",
    Scope.PRIVACY_DECIDE: "Approve, release and end: for people, never for machines.",
}

# Their members may be left out by `fields`.
SPARSE = ("EntryOutput", "SubmissionOutput", "CaseOutput", "CaseDetailOutput")
HEADERS = {
    "ETag": {
        "description": "Of exactly this answer; send it back as If-None-Match.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many requests (q) this credential has in a window of w seconds.",
        "schema": {"type": "string", "examples": ['"credential";q=6000;w=60']},
    },
    "RateLimit": {
        "description": "How many of them remain (r), and in how many seconds (t) they are renewed.",
        "schema": {"type": "string", "examples": ['"credential";r=5999;t=42']},
    },
    "Retry-After": {
        "description": "After how many seconds to try again.",
        "schema": {"type": "string"},
    },
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of the answer that is already there.",
    "schema": {"type": "string"},
}


class BasicScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular
    """Client id and secret by HTTP Basic."""

    target_class = "hub.api.authentication.MachineBasicAuthentication"
    name = "basic"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {"type": "http", "scheme": "basic", "description": "Client id and secret."}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular
    """A bearer token of the client-credentials grant."""

    target_class = "hub.api.authentication.MachineBearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme with the scopes there are."""
        scopes = {one.value: text for one, text in SCOPES.items() if one in MACHINE_SCOPES}
        flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Return the scopes that the view declares for the method."""
        scopes = find_scopes(auto_schema.view, auto_schema.method)
        return {self.name: [scope.value for scope in scopes]}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular
    """The session of signed-in staff."""

    target_class = "hub.api.authentication.StaffSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "Of staff, whose roles give the scopes. Whatever changes something also"
            " needs the site's token in X-CSRFToken.",
        }


@cache
def build_schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the REST API."""
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator().get_schema(request=None, public=True)
    document["tags"] = list_tags()
    document["components"]["headers"] = HEADERS
    document["webhooks"] = describe_messages()
    for name in SPARSE:
        document["components"]["schemas"][name].pop("required", None)
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Add what all endpoints do alike: limits are told, and what was not changed is not sent again."""
    answers = operation["responses"]
    operation["security"] = _limit_callers(operation.get("security", []))
    if "requestBody" in operation:
        operation["requestBody"]["required"] = True
    if method == "get" and "application/json" in answers.get("200", {}).get("content", {}):
        operation.setdefault("parameters", []).append(IF_NONE_MATCH)
        answers["304"] = {"description": "It is as it was: nothing is sent again."}
        _add_headers(answers["200"], "ETag")
        _add_headers(answers["304"], "ETag")
    for status, answer in answers.items():
        # Whoever was not let in is not counted.
        if status != "401":
            _add_headers(answer, "RateLimit", "RateLimit-Policy")
        if status == "429":
            _add_headers(answer, "Retry-After")
        answer["description"] = answer["description"] or "As asked."


def _limit_callers(security: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    """Return who may call an operation; what takes a person is closed to machines, which never hold it."""
    scopes = next((one["oauth2"] for one in security if "oauth2" in one), [])
    if MACHINE_SCOPES.issuperset(scopes):
        return security
    return [{"session": scopes}]


def _add_headers(answer: dict[str, Any], *names: str) -> None:
    headers = answer.setdefault("headers", {})
    headers.update({name: {"$ref": f"#/components/headers/{name}"} for name in names})


@require_safe
def show_schema(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document as JSON."""
    response = HttpResponse(
        orjson.dumps(build_schema()), content_type="application/vnd.oai.openapi+json;version=3.1"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response
