"""The members of a JSON schema as rows of a table: name, what it may be, whether it must be there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
# Longer lists, such as all time zones of the world, are told by number and one of them.
LONGEST_LIST = 60
# A member of a member of a member is read in the OpenAPI document itself.
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Member:
    """One row: `name` is the path, `values` what may stand there, `default` as JSON would show it."""

    name: str
    values: str
    required: bool
    default: str
    meaning: str


def list_members(schema: Schema, parts: Mapping[str, Schema], prefix: str = "") -> list[Member]:
    """Return the members of an object, those inside after their own; `parts` are what refs name."""
    return [row for whole in _parts_of(schema, parts) for row in _list(whole, parts, prefix)]


def tell_values(schema: Schema, parts: Mapping[str, Schema]) -> str:
    """Return in words what a value may be."""
    choices = _parts_of(schema, parts)
    if len(choices) > 1:
        told = [tell_values(choice, parts) for choice in choices]
        return " or ".join(dict.fromkeys(one for one in told if one))
    (one,) = choices
    if "const" in one:
        return str(one["const"])
    if "enum" in one:
        return _tell_list([value for value in one["enum"] if value not in ("", None)])
    if one.get("type") == "array":
        items = one.get("items", {})
        # Where a pattern decides, the words for it say more than the type.
        words = items["description"] if "pattern" in items and "description" in items else ""
        return f"list: {words or tell_values(items, parts)}".removesuffix(": ")
    return _tell_kind(one)


def _list(whole: Schema, parts: Mapping[str, Schema], prefix: str) -> Iterator[Member]:
    required = whole.get("required", ())
    for name, said in whole.get("properties", {}).items():
        path = f"{prefix}{name}"
        one = said if isinstance(said, Mapping) else {}
        yield Member(
            name=path,
            values=tell_values(one, parts),
            required=name in required,
            default=_tell_default(one),
            meaning=one.get("description", ""),
        )
        if path.count(".") < DEEPEST - 1:
            yield from _list_inside(one, parts, path)


def _list_inside(schema: Schema, parts: Mapping[str, Schema], path: str) -> Iterator[Member]:
    for choice in _parts_of(schema, parts):
        if choice.get("type") == "array":
            yield from list_members(choice.get("items", {}), parts, f"{path}[].")
        else:
            yield from _list(choice, parts, f"{path}.")


def _parts_of(schema: Schema, parts: Mapping[str, Schema]) -> list[Schema]:
    """Return what a schema stands for: what its refs name, each choice, each part of a whole."""
    if "$ref" in schema:
        return _parts_of(parts[schema["$ref"].rpartition("/")[2]], parts)
    for joined in ("allOf", "anyOf", "oneOf"):
        if joined in schema:
            return [found for one in schema[joined] for found in _parts_of(one, parts)]
    return [schema]


def _tell_kind(one: Schema) -> str:
    kind = one.get("type", "")
    kinds = [kind] if isinstance(kind, str) else kind
    text = " or ".join(name if name == "null" else str(one.get("format", name)) for name in kinds)
    least, most = one.get("minimum"), one.get("maximum")
    if most is not None:
        return f"{text}, {least or 0} to {most}"
    if least is not None:
        return f"{text}, at least {least}"
    if "maxLength" in one:
        return f"{text}, {one.get('minLength', 0)} to {one['maxLength']} characters"
    return text


def _tell_list(values: list[Any]) -> str:
    if len(values) > LONGEST_LIST:
        return f"one of {len(values)}, such as {values[0]}"
    return ", ".join(map(str, values))


def _tell_default(one: Schema) -> str:
    default = one.get("default")
    return str(default).lower() if isinstance(default, bool | int | str) else ""
