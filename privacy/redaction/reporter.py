"""Withhold who reported an alert when its handling policy says must-not (profile f5)."""

from collections.abc import Iterator
from typing import Any

from privacy.redaction.roots import name_of, reporter_of
from privacy.redaction.types import Withheld

_SHORTEST_NAME = 4
_STAND_IN = "[reporter]"
_SOURCE = "profile f5 source_attribution"


def withhold_reporter(
    objects: list[dict[str, Any] | None], root: int, hub_identity: str, renamed: dict[str, str]
) -> Iterator[Withheld]:
    """Take the reporter's identity out, in place; references go to the hub's identity.

    Without a hub identity the references are dropped with the object.
    """
    present = [item or {} for item in objects]
    reporter = reporter_of(present, root)
    if not reporter or reporter == hub_identity:
        return
    name = name_of(present, reporter)
    if hub_identity:
        renamed[reporter] = hub_identity
    for index, item in enumerate(objects):
        if item is None:
            continue
        if item.get("id") == reporter:
            objects[index] = None
            yield Withheld(f"/objects/{index}", "reporter", _SOURCE, "dropped")
        elif not hub_identity and item.get("created_by_ref") == reporter:
            objects[index] = {key: value for key, value in item.items() if key != "created_by_ref"}
            yield Withheld(f"/objects/{index}/created_by_ref", "reporter", _SOURCE, "dropped")
        elif _is_long_enough(name) and _mentions(item, name):
            objects[index] = _replace(item, name)
            yield Withheld(f"/objects/{index}", "reporter", _SOURCE, "masked")


def _is_long_enough(name: str) -> bool:
    return len(name) >= (_SHORTEST_NAME if name.isascii() else 2)


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, str):
        return name in value
    items = value.values() if isinstance(value, dict) else value
    return isinstance(value, dict | list) and any(_mentions(item, name) for item in items)


def _replace(value: Any, name: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, _STAND_IN)
    if isinstance(value, list):
        return [_replace(item, name) for item in value]
    if isinstance(value, dict):
        return {key: _replace(item, name) for key, item in value.items()}
    return value
