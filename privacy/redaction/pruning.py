"""Take objects, properties and references away so that what remains is whole STIX."""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

from privacy.redaction.identifiers import backlinks
from privacy.redaction.properties import (
    is_known_extension,
    is_known_property,
    is_known_type,
)
from privacy.redaction.types import Withheld

_REQUIRED_REFERENCES = frozenset(
    {"source_ref", "target_ref", "sighting_of_ref", "object_ref", "object_refs", "sample_ref"}
)
_STEP = re.compile(r"[^.\[\]]+")


def drop_unknown(
    objects: list[dict[str, Any] | None],
) -> Iterator[Withheld]:
    """Take custom objects, properties and extensions away, in place; yield what was taken."""
    for index, item in enumerate(objects):
        if item is None:
            continue
        if not is_known_type(str(item.get("type", ""))):
            objects[index] = None
            yield _unknown(f"/objects/{index}")
            continue
        unknown = [*_unknown_paths(item)]
        if unknown:
            objects[index] = _without(item, unknown)
            # The name of a custom property may tell what it held: only its place is told.
            parents = sorted({"/".join(("", *path[:-1])) for path in unknown})
            yield from (_unknown(f"/objects/{index}{parent}") for parent in parents)


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
    repair_selectors(kept)
    return kept


def _unknown(pointer: str) -> Withheld:
    return Withheld(pointer, "unknown_content", "profile f13; control matrix PC-03", "dropped")


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
    repair_selectors(kept)
    return kept


def _keep_root_whole(kept: dict[str, Any], original: Mapping[str, Any]) -> None:
    """Let a root that lost all its references point to its maker: the list may not be empty."""
    if "object_refs" in original and "object_refs" not in kept:
        kept["object_refs"] = [kept.get("created_by_ref", kept["id"])]


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


def repair_selectors(item: dict[str, Any]) -> None:
    """Drop granular-marking selectors that select nothing any more (STIX 2.1 section 7.2.3)."""
    markings = item.get("granular_markings")
    if not isinstance(markings, list):
        return
    kept = []
    for marking in markings:
        selectors = [s for s in marking.get("selectors", ()) if _selects(item, str(s))]
        if selectors:
            kept.append({**marking, "selectors": selectors})
    if kept:
        item["granular_markings"] = kept
    else:
        del item["granular_markings"]


def _selects(item: Mapping[str, Any], selector: str) -> bool:
    node: Any = item
    for step in _STEP.findall(selector):
        if isinstance(node, list) and step.isdigit() and int(step) < len(node):
            node = node[int(step)]
        elif isinstance(node, Mapping) and step in node:
            node = node[step]
        else:
            return False
    return True
