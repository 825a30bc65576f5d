"""What a refused object takes with it: the objects that would have been handled as it said.

An envelope says to whom its alert goes, an incident or report how strictly, and whether it is a
drill. Without it the rest would travel further than its sender meant, so the rest stays behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sharing.stix.markings import TLP_BY_ID, StixObject, Tlp, list_marking_refs
from sharing.stix.roots import CONTAINERS, split_parts
from sharing.stix.schemas import KNOWN_PROPERTIES
from sharing.stix.vocabulary import EXCHANGE, RISK_ALERT

Placed = tuple[int, StixObject]
# They say how others are handled, and hold nothing that would need it.
_RULES = frozenset({"marking-definition", "extension-definition"})


@dataclass(frozen=True)
class _Handling:
    """How a refused object wanted its alert handled; ``alone`` is what nothing else can keep."""

    alone: bool
    policies: frozenset[str]
    tlp: Tlp | None


def find_left_behind(kept: Sequence[Placed], refused: Iterable[Any]) -> set[int]:
    """Return the places of well-formed objects that must not travel without the refused ones."""
    handlings: dict[int, _Handling] = {}
    stand_ins: list[StixObject] = []
    for number, member in enumerate(refused):
        if isinstance(member, dict):
            stand_in = _stand_in(member, number)
            stand_ins.append(stand_in)
            if _may_handle(member):
                handlings[id(stand_in)] = _read_handling(member)
    if not handlings:
        return set()
    free: set[int] = set()
    bound: set[int] = set()
    for part in split_parts([*(member for _, member in kept), *stand_ins]):
        heads = [handlings[id(one)] for one in part.objects if id(one) in handlings]
        for one in part.objects:
            stays = any(not _keeps(one, head) for head in heads)
            (bound if stays else free).add(id(one))
    return {place for place, member in kept if id(member) in bound - free}


def _stand_in(member: StixObject, number: int) -> StixObject:
    """Return what tells the parts of a bundle apart: type, id and references, in their own form."""
    kind = _read_kind(member)
    name = member.get("id")
    is_named = isinstance(name, str) and name.startswith(f"{kind}--")
    references = {
        key: value for key, value in member.items() if key not in {"created", "modified", "type"}
    }
    return references | {"type": kind, "id": name if is_named else f"{kind}--{number}"}


def _read_kind(member: StixObject) -> str:
    kind = member.get("type")
    return kind if isinstance(kind, str) else "unknown"


def _may_handle(member: StixObject) -> bool:
    kind = _read_kind(member)
    return kind in CONTAINERS or kind not in KNOWN_PROPERTIES or _addresses(member)


def _addresses(member: StixObject) -> bool:
    extensions = member.get("extensions", {})
    return not isinstance(extensions, dict) or EXCHANGE in extensions


def _read_handling(member: StixObject) -> _Handling:
    marks = _read_marks(member)
    alone = marks is None or _addresses(member) or _says_drill(member)
    levels = [TLP_BY_ID[mark] for mark in marks or () if mark in TLP_BY_ID]
    policies = frozenset(marks or ()) - TLP_BY_ID.keys()
    return _Handling(alone, policies, max(levels, default=None))


def _read_marks(member: StixObject) -> set[str] | None:
    """Return the markings of an object that may be malformed, None where they cannot be read."""
    try:
        marks = set(list_marking_refs(member))
    except (TypeError, AttributeError):
        return None
    return marks if all(isinstance(mark, str) for mark in marks) else None


def _says_drill(member: StixObject) -> bool:
    labels = member.get("labels", ())
    alert = member.get("extensions", {}).get(RISK_ALERT, {})
    by_label = isinstance(labels, (list, tuple)) and ("exercise" in labels or "drill" in labels)
    return by_label or not isinstance(alert, dict) or alert.get("exercise", False) is not False


def _keeps(member: StixObject, handling: _Handling) -> bool:
    """Tell whether the object by itself asks for no less than the refused one did."""
    if handling.alone:
        return False
    if member["type"] in _RULES:
        return True
    own = _read_marks(member)
    # What stands in for a refused object may be marked unreadably; it stays behind anyway.
    return own is not None and handling.policies <= own and _is_as_strict(own, handling.tlp)


def _is_as_strict(marks: set[str], asked: Tlp | None) -> bool:
    levels = [TLP_BY_ID[mark] for mark in marks if mark in TLP_BY_ID]
    if asked is None:
        return True
    # Unmarked is RED or what a reader takes for it, which is never more than AMBER+STRICT.
    return max(levels) >= asked if levels else asked < Tlp.AMBER_STRICT
