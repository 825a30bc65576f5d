"""What is in an alert, for people: its STIX objects by kind, each with a name and its main facts.

Everything here is text of strangers. It is only ever shown as text: no address becomes a link.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from hub.portal.words.stix import PROPERTIES, name_property, name_type, order_of_type

# A page shows no more; whoever needs all of a larger alert takes it from the API.
MOST_SHOWN = 200
_MOST_TEXT = 2_000
# The property that names an object which has no `name` (STIX 2.1, section 6).
_NAMING = (
    "name",
    "value",
    "path",
    "subject",
    "account_login",
    "user_id",
    "display_name",
    "definition",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One object: its name, its main facts and outside references as text, its JSON."""

    id: str
    name: str
    facts: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    raw: str


@dataclass(frozen=True, slots=True)
class Group:
    """The objects of one type."""

    type: str
    name: str
    items: tuple[Item, ...]


def read_objects(bodies: Iterable[bytes]) -> list[dict[str, Any]]:
    """Return serialised STIX objects as values."""
    return [orjson.loads(body) for body in bodies]


def group_objects(objects: Sequence[Mapping[str, Any]], *, told: str = "") -> tuple[Group, ...]:
    """Return the first MOST_SHOWN objects by type, what people read first before the rest.

    `told` is a text that the page shows elsewhere, so that no object repeats it.
    """
    names = {str(one.get("id", "")): _name_alone(one) for one in objects}
    by_type: dict[str, list[Item]] = defaultdict(list)
    for one in objects[:MOST_SHOWN]:
        by_type[str(one.get("type", ""))].append(_describe(one, names, told))
    return tuple(
        Group(kind, name_type(kind), tuple(by_type[kind]))
        for kind in sorted(by_type, key=order_of_type)
    )


def _describe(one: Mapping[str, Any], names: Mapping[str, str], told: str) -> Item:
    return Item(
        id=str(one.get("id", "")),
        name=_name_between(one, names) or _name_alone(one),
        facts=tuple(_list_facts(one, {told, _name_alone(one)})),
        references=tuple(_list_references(one)),
        raw=orjson.dumps(one, option=orjson.OPT_INDENT_2).decode(),
    )


def _name_alone(one: Mapping[str, Any]) -> str:
    for key in _NAMING:
        if isinstance(one.get(key), str) and one[key]:
            return _shorten(one[key], 200)
    if one.get("type") == "subject-token":
        return str(one.get("masked") or one.get("kind") or one.get("id", ""))
    return str(one.get("id", ""))


def _name_between(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the name of what only ties other objects together."""
    if one.get("type") == "relationship":
        source, target = str(one.get("source_ref", "")), str(one.get("target_ref", ""))
        tie = str(one.get("relationship_type", "")).replace("-", " ")
        return f"{names.get(source, source)} — {tie} → {names.get(target, target)}"
    if one.get("type") == "sighting":
        seen = str(one.get("sighting_of_ref", ""))
        return names.get(seen, seen)
    return ""


def _list_facts(one: Mapping[str, Any], told: set[str]) -> Iterator[tuple[str, str]]:
    for key in PROPERTIES:
        text = _as_text(one.get(key))
        if text and text not in told:
            yield name_property(key), _shorten(text, _MOST_TEXT)


def _list_references(one: Mapping[str, Any]) -> Iterator[str]:
    references = one.get("external_references")
    for reference in references if isinstance(references, list) else ():
        if isinstance(reference, dict):
            parts = (reference.get(key) for key in ("source_name", "external_id", "url"))
            yield _shorten(" · ".join(str(part) for part in parts if part), 500)


def _as_text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {inner}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(inner) for inner in value)
    return "" if value is None else str(value)


def _shorten(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
