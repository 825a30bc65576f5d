"""The OpenAPI document and the page made from it."""

from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator

from hub.api.problems import KINDS
from sharing.members.actors import Scope

SCOPES = {
    Scope.ALERTS_READ: "Read alerts and submissions.",
    Scope.ALERTS_WRITE: "Send alerts.",
    Scope.TAXII_READ: "Read TAXII collections.",
    Scope.TAXII_WRITE: "Add to TAXII collections.",
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
        scopes = {scope.value: text for scope, text in SCOPES.items()}
        flow = {"tokenUrl": "/oauth/token", "scopes": scopes}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """Return the scope that the view declares for the method."""
        scopes = getattr(auto_schema.view, "required_scopes", {})
        scope = scopes.get(auto_schema.method)
        return {self.name: [scope.value] if scope else []}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular
    """The session of signed-in staff."""

    target_class = "hub.api.authentication.StaffSessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


@cache
def build_schema() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the REST API."""
    generator: Any = SchemaGenerator
    document: dict[str, Any] = generator().get_schema(request=None, public=True)
    return document


@require_safe
def show_schema(request: HttpRequest) -> HttpResponse:
    """Return the OpenAPI document as JSON."""
    response = HttpResponse(
        orjson.dumps(build_schema()), content_type="application/vnd.oai.openapi+json;version=3.1"
    )
    response["Cache-Control"] = "public, max-age=300"
    return response


@require_safe
def show_documentation(request: HttpRequest) -> HttpResponse:
    """Show the document as a page, with the list of problems that `type` points to."""
    document = build_schema()
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"operations": operations, "kinds": KINDS, "info": document["info"]}
    return render(request, "documentation.html", context)
