"""Request bodies in the OpenAPI document and in advice: the schema of the very type that reads them."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from sharing.api.examples import BODIES

_STEP = re.compile(r"[^.\[\]]+")


def describe_body(kind: type[Any]) -> dict[str, Any]:
    """Return the JSON schema of a msgspec type with its example, with nothing to look up elsewhere."""
    (schema,), parts = msgspec.json.schema_components([kind], ref_template="{name}")
    described: dict[str, Any] = _resolve(schema, parts)
    example = BODIES.get(kind.__name__)
    return described | ({} if example is None else {"examples": [example]})


def advise(message: str, kind: type[Any], place: str) -> str:
    """Return what to do about a fault that msgspec found at a place; no value that was sent is in it."""
    parts = [describe_body(kind)]
    for step in _STEP.findall(place):
        parts = [inner for part in parts for inner in _enter(part, step)]
    parts = [choice for part in parts for choice in _choices(part)]
    if message.startswith("Invalid enum value"):
        return f"Give one of {_join(value for part in parts for value in part.get('enum', ()))}."
    if message.startswith("Object contains unknown field"):
        known = _join(name for part in parts for name in part.get("properties", ()))
        return f"There is an unknown member. The members are {known}."
    if "matching regex" in message:
        form = next((part["description"] for part in parts if "description" in part), "")
        return f"Give {form}." if form else f"{message}."
    return f"{message}."


def _enter(part: dict[str, Any], step: str) -> Iterator[dict[str, Any]]:
    """Yield what a member of an object, or an item of an array, may be."""
    for choice in _choices(part):
        inner = choice.get("items") or choice.get("properties", {}).get(step)
        if inner:
            yield inner


def _choices(part: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = part.get("anyOf", [part])
    return found


def _join(names: Iterator[Any]) -> str:
    return ", ".join(map(str, names))


def _resolve(schema: Any, parts: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_resolve(one, parts) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _resolve(parts[schema["$ref"]], parts)
    return {name: _resolve(one, parts) for name, one in schema.items() if name != "title"}
