"""The pages that describe the API: every operation with a command to copy, and the profile of STIX."""

import re
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.api.members import list_members, tell_values
from hub.api.messages import HEADERS, VERIFYING
from hub.api.problems import KINDS
from hub.api.profile import EXAMPLES, EXTENSIONS, RULES
from hub.api.schema import build_schema
from hub.api.topics import TOPICS
from sharing.stix.vocabulary import read_catalogue

EVENTS = "text/event-stream"
# Who may call, and how a command says who calls.
_CALLERS = {
    "basic": ("An institution with {scopes}.", '-u "$CLIENT_ID:$CLIENT_SECRET"'),
    "session": (
        "A person of the institution with {scopes}, signed in to the site; SESSION and CSRF_TOKEN are"
        " its cookies sessionid and csrftoken.",
        '-b "sessionid=$SESSION; csrftoken=$CSRF_TOKEN" -H "X-CSRFToken: $CSRF_TOKEN" -e "{site}/"',
    ),
    "person": (
        "A natural person; PERSON_TOKEN is what POST /api/v1/me/sessions answered.",
        '-H "Authorization: Bearer $PERSON_TOKEN"',
    ),
    "": ("Anybody.", ""),
}


@require_safe
def show_documentation(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document as a page, with the list of problems that `type` points to."""
    document = build_schema()
    parts = document["components"]["schemas"]
    operations = [
        _describe(method, path, operation, parts)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    topics = [
        {
            "name": name,
            "title": topic.title,
            "text": topic.text,
            "operations": [one for one in operations if name in one["tags"]],
        }
        for name, topic in TOPICS.items()
    ]
    messages = [
        {
            "type": kind,
            "description": told["post"]["description"],
            "body": _list_body(told["post"], parts),
        }
        for kind, told in document["webhooks"].items()
    ]
    context = {
        "topics": topics,
        "pushed": messages,
        "headers": HEADERS,
        "verifying": VERIFYING,
        "kinds": KINDS,
        "info": document["info"],
    }
    return render(request, "documentation.html", context)


@require_safe
def show_profile(request: HttpRequest) -> HttpResponse:
    """Show the profile of STIX: its rules, the members of its extensions, whole bundles to start from."""
    schemas = read_catalogue("profile_schemas.json")
    extensions = [
        {
            "name": name,
            "id": identifier,
            "owner": owner,
            "members": list_members(schemas[name], schemas["$defs"]),
        }
        for name, identifier, owner in EXTENSIONS
    ]
    examples = [
        {
            "mode": mode,
            "text": text,
            "bundle": orjson.dumps(bundle, option=orjson.OPT_INDENT_2).decode(),
        }
        for mode, text, bundle in EXAMPLES
    ]
    context = {"rules": RULES, "extensions": extensions, "examples": examples}
    return render(request, "profile.html", context)


def write_command(method: str, path: str, operation: dict[str, Any]) -> str:
    """Return an operation as a line of curl to copy; ids and the like stand as variables of the shell.

    Empty where there is no example of its body.
    """
    address = re.sub(r"\{(\w+)\}", lambda name: "$" + name[1].upper(), path) + _write_query(
        operation
    )
    silent = "-sN" if EVENTS in operation["responses"].get("200", {}).get("content", {}) else "-s"
    caller = _CALLERS[_find_caller(operation)][1].format(site=settings.BASE_URL)
    parts = [f"curl {silent} {caller}".strip(), f'"{settings.BASE_URL}{address}"']
    if method not in {"get", "post"}:
        parts.insert(1, f"-X {method.upper()}")
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        media_type, example = find_example(content)
        if example is None:
            return ""
        parts += [f"-H 'Content-Type: {media_type}'", f"--data-binary '{_quote(example)}'"]
    elif method == "post":
        parts.insert(1, "-X POST")
    return " \\\n  ".join(parts)


def find_example(content: dict[str, Any]) -> tuple[str, Any]:
    """Return the first example of a body with its media type; no example is None."""
    for media_type, described in content.items():
        for example in described.get("examples", {}).values():
            return media_type, example["value"]
        for value in described["schema"].get("examples", ()):
            return media_type, value
    return "", None


def _describe(
    method: str, path: str, operation: dict[str, Any], parts: dict[str, Any]
) -> dict[str, Any]:
    return {
        **operation,
        "method": method.upper(),
        "path": path,
        "callers": tell_callers(operation),
        "command": write_command(method, path, operation),
        "parameters": _list_parameters(operation, parts),
        "body": _list_body(operation, parts),
        "answer": _list_answer(operation, parts),
    }


def tell_callers(operation: dict[str, Any]) -> str:
    """Return in words who may call an operation."""
    named = {name: scopes for one in operation["security"] for name, scopes in one.items()}
    scopes = " and ".join(named.get("oauth2") or named.get("session", ()))
    told = _CALLERS[_find_caller(operation)][0].format(scopes=scopes)
    if "basic" in named and "person" in named:
        told = f"{told} {_CALLERS['person'][0]}"
    if {} in operation["security"]:
        told = f"{told} Who signs in as a natural person finds it again."
    return told


def _find_caller(operation: dict[str, Any]) -> str:
    """Return by which scheme of security a command calls; "" where none is needed."""
    if {} in operation["security"]:
        return ""
    named = {name for one in operation["security"] for name in one}
    return next((name for name in _CALLERS if name in named), "")


def _write_query(operation: dict[str, Any]) -> str:
    """Return the parameters without which there is no answer."""
    named = [
        one["name"]
        for one in operation.get("parameters", ())
        if one["in"] == "query" and one.get("required")
    ]
    return "?" + "&".join(f"{name}=${name.upper()}" for name in named) if named else ""


def _quote(example: Any) -> str:
    if isinstance(example, str):
        return example.replace("'", "'\\''")
    return orjson.dumps(example).decode().replace("'", "\\u0027")


def _list_parameters(operation: dict[str, Any], parts: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "name": one["name"],
            "place": one["in"],
            "values": tell_values(one["schema"], parts),
            "meaning": one.get("description", ""),
        }
        for one in operation.get("parameters", ())
    ]


def _list_body(operation: dict[str, Any], parts: dict[str, Any]) -> list[Any]:
    content = operation.get("requestBody", {}).get("content", {})
    found = (list_members(one["schema"], parts) for one in content.values())
    return next((members for members in found if members), [])


def _list_answer(operation: dict[str, Any], parts: dict[str, Any]) -> list[Any]:
    for status, answer in operation["responses"].items():
        for one in answer.get("content", {}).values() if status.startswith("2") else ():
            if members := list_members(one["schema"], parts):
                return members
    return []
