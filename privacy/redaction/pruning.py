"""Take objects, properties and references away so that what remains is whole STIX."""

import copy
from collections.abc import Iterator, Mapping
from functools import reduce
from typing import Any

from privacy.redaction.identifiers import backlinks
from privacy.redaction.pointers import step_into
from privacy.redaction.properties import (
    is_known_extension,
    is_known_property,
    is_known_type,
)

_REQUIRED_REFERENCES = frozenset(
    {"source_ref", "target_ref", "sighting_of_ref", "object_ref", "object_refs", "sample_ref"}
    | {"subject_refs"}
)


def drop_unknown(
    objects: list[dict[str, Any] | None],
) -> Iterator[tuple[str, str]]:
    """Take custom objects, properties and extensions away, in place.

    Yield the pointer of what was taken, and the one to show: the name of a custom property may
    tell what it held, so only its place is told.
    """
    for index, item in enumerate(objects):
        if item is None:
            continue
        if not is_known_type(str(item.get("type", ""))):
            objects[index] = None
            yield f"/objects/{index}", f"/objects/{index}"
            continue
        unknown = [*_unknown_paths(item)]
        if unknown:
            objects[index] = _without(item, unknown)
            yield from _taken(f"/objects/{index}", unknown, whole=objects[index] is None)


def _taken(place: str, paths: list[tuple[str, ...]], *, whole: bool) -> Iterator[tuple[str, str]]:
    if whole:
        yield place, place
        return
    for path in paths:
        parent = reduce(step_into, path[:-1], place)
        yield step_into(parent, path[-1]), parent


def _unknown_paths(item: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    kind = str(item["type"])
    yield from ((name,) for name in item if not is_known_property(kind, name))
    extensions = item.get("extensions")
    if isinstance(extensions, Mapping):
        yield from (("extensions", key) for key in extensions if not is_known_extension(key))


def _without(item: dict[str, Any], paths: list[tuple[str, ...]]) -> dict[str, Any] | None:
    """Return a copy without the paths, None when nothing that matters is left."""
    kept = copy.deepcopy(item)
    for path in paths:
        container = kept if len(path) == 1 else kept[path[0]]
        del container[path[-1]]
    if kept.get("extensions") == {}:
        del kept["extensions"]
    if kept["type"] == "marking-definition" and not {"definition", "extensions"} & kept.keys():
        return None
    repair_selectors(kept, item)
    return kept


def prune_references(objects: list[dict[str, Any] | None], gone: set[str], root: int) -> None:
    """Take away references to ids that are gone, and objects that mean nothing without them.

    What is lost takes along what rests on it; the root stays, whatever it loses.
    """
    links = backlinks(objects) if gone else {}
    while gone:
        lost: set[str] = set()
        for index in sorted({index for identifier in gone for index in links.get(identifier, ())}):
            item = objects[index]
            if item is not None:
                objects[index] = _pruned(item, gone, is_root=index == root)
                lost |= {str(item.get("id", ""))} if objects[index] is None else set()
        gone = lost


def _pruned(item: dict[str, Any], gone: set[str], *, is_root: bool) -> dict[str, Any] | None:
    kept = copy.deepcopy(item)
    if not _prune(kept, gone) and not is_root:
        return None
    _keep_root_whole(kept, item)
    repair_selectors(kept, item)
    return kept


def _keep_root_whole(kept: dict[str, Any], original: Mapping[str, Any]) -> None:
    """Let a root that lost all its references point to its maker: the list may not be empty."""
    maker = kept.get("created_by_ref", kept["id"])
    if "object_refs" in original and "object_refs" not in kept:
        kept["object_refs"] = [maker]
    for key, extension in original.get("extensions", {}).items():
        held = kept["extensions"][key]
        if "subject_refs" in extension and "subject_refs" not in held:
            held["subject_refs"] = [maker]


def _prune(node: dict[str, Any], gone: set[str]) -> bool:
    """Prune one mapping in place; False when a required reference is lost."""
    whole = True
    for name in list(node):
        value = node[name]
        if isinstance(value, str):
            emptied = value in gone and name != "id"
        elif isinstance(value, list):
            node[name] = [item for item in value if not _is_gone(item, gone)]
            emptied = bool(value) and not node[name]
        else:
            emptied = False
            whole = (not isinstance(value, dict) or _prune(value, gone)) and whole
        if emptied:
            del node[name]
            whole = whole and name not in _REQUIRED_REFERENCES
    return whole


def _is_gone(item: Any, gone: set[str]) -> bool:
    """Tell whether a list item is a lost reference, or a marking or entry that rests on one."""
    if isinstance(item, dict):
        return item.get("marking_ref") in gone or not _prune(item, gone)
    return isinstance(item, str) and item in gone


def repair_selectors(item: dict[str, Any], original: Mapping[str, Any]) -> None:
    """Let granular markings select what they did, and nothing that is gone (STIX 2.1, 7.2.3).

    Where a list lost items their numbers moved: the marking then holds for the whole list, which
    is never less strict.
    """
    markings = item.get("granular_markings")
    if not isinstance(markings, list):
        return
    kept = []
    for marking in markings:
        moved = (_follow(item, original, str(one)) for one in marking.get("selectors", ()))
        selectors = list(dict.fromkeys(filter(None, moved)))
        if selectors:
            kept.append({**marking, "selectors": selectors})
    if kept:
        item["granular_markings"] = kept
    else:
        del item["granular_markings"]


def _follow(item: Mapping[str, Any], original: Mapping[str, Any], selector: str) -> str:
    """Return the selector of the same content, "" when it is gone."""
    node: Any = item
    before: Any = original
    steps = selector.split(".")
    for number, step in enumerate(steps):
        if isinstance(node, Mapping) and step in node:
            node, before = node[step], _get(before, step)
        elif isinstance(node, list) and step[1:-1].isdigit():
            if not isinstance(before, list) or len(before) != len(node):
                return ".".join(steps[:number])
            index = int(step[1:-1])
            if index >= len(node):
                return ""
            node, before = node[index], before[index]
        else:
            return ""
    return selector


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, Mapping) else None
