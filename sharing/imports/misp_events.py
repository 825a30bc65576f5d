"""A MISP event before its conversion: what its sender keeps to itself stays out.

Distribution 0 is "your organisation only" and 4 a sharing group of another network: an attribute so
distributed inside a wider event is left out, and an event so distributed is RED.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sharing.stix.faults import Fault, make_pointer

_OWN: Final = frozenset({"0", "4"})
_HOLDERS: Final = ("Attribute", "Object", "EventReport", "Galaxy", "GalaxyCluster", "Tag")
_TLP: Final = "tlp:"
KNOWN_TLP: Final = frozenset(
    f"{_TLP}{level}" for level in ("white", "clear", "green", "amber", "amber+strict", "red")
)
# What a MISP instance adds for its own pages, and what others proposed or noted there.
_LOCAL: Final = frozenset({"RelatedEvent", "ShadowAttribute", "SharingGroup", "CryptographicKey"})


@dataclass(frozen=True)
class Event:
    """An event ready for conversion: its place in the document, and its parts by their UUID."""

    place: str
    content: dict[str, Any]
    is_own: bool
    parts: dict[str, str]
    size: int
    warnings: list[Fault] = field(default_factory=list)


def prepare_event(event: dict[str, Any], place: str) -> Event:
    """Return the event without what is deleted, malformed or not meant for others."""
    warnings: list[Fault] = []
    content = _clean(event, place, warnings)
    parts = dict(_name_parts(content, event, place))
    size = len(parts) + sum(len(_list(one, "Attribute")) for one in _list(content, "Object"))
    is_own = _is_own(event)
    return Event(place, content, is_own, parts, size, warnings)


def _clean(holder: dict[str, Any], place: str, warnings: list[Fault]) -> dict[str, Any]:
    cleaned = {name: value for name, value in holder.items() if name not in _LOCAL}
    if name_tag(holder).startswith(_TLP):
        # The converter knows the words of TLP in lower case only.
        cleaned["name"] = name_tag(holder)
    for name in _HOLDERS:
        if name in holder:
            members = enumerate(_list(holder, name))
            cleaned[name] = [
                _clean(member, where, warnings)
                for index, member in members
                if _is_taken(name, member, where := place + make_pointer(name, index), warnings)
            ]
    return cleaned


def _is_taken(name: str, member: Any, place: str, warnings: list[Fault]) -> bool:
    if not isinstance(member, dict):
        warnings.append(Fault(place, "not-converted", "It is no object and was left out."))
        return False
    for applies, code, message in _REASONS:
        if applies(name, member):
            if code:
                warnings.append(Fault(place, code, message))
            return False
    return True


def _is_deleted(_name: str, member: dict[str, Any]) -> bool:
    return str(member.get("deleted")).lower() in {"true", "1"}


def _is_kept_back(name: str, member: dict[str, Any]) -> bool:
    return name != "Tag" and _is_own(member)


def _is_local(name: str, member: dict[str, Any]) -> bool:
    is_kept = str(member.get("local")).lower() in {"true", "1"} or member.get("exportable") is False
    return name == "Tag" and is_kept and not name_tag(member).startswith(_TLP)


def _is_oddly_marked(name: str, member: dict[str, Any]) -> bool:
    return name == "Attribute" and bool(list_unknown_tlp(member))


def _is_unnamed(name: str, member: dict[str, Any]) -> bool:
    return name == "GalaxyCluster" and not _is_uuid(member.get("uuid"))


_REASONS: Final[tuple[tuple[Callable[[str, dict[str, Any]], bool], str, str], ...]] = (
    (_is_deleted, "", ""),
    (_is_local, "", ""),
    (_is_oddly_marked, "unknown-tlp", "Its TLP tag is not known, so it was left out."),
    (
        _is_kept_back,
        "own-organisation",
        "It is distributed to its own organisation or sharing group only and was left out.",
    ),
    (_is_unnamed, "not-converted", "A galaxy cluster without UUID has no STIX form."),
)


def name_tag(tag: dict[str, Any]) -> str:
    """Return the name of a tag as TLP is compared: in lower case and without blanks."""
    return "".join(str(tag.get("name", "")).lower().split())


def list_unknown_tlp(holder: dict[str, Any]) -> list[str]:
    """Return the tags of an event or attribute that speak of TLP in words that TLP has not."""
    tags = (name_tag(tag) for tag in _list(holder, "Tag") if isinstance(tag, dict))
    return [name for name in tags if name.startswith(_TLP) and name not in KNOWN_TLP]


def _is_own(holder: dict[str, Any]) -> bool:
    return str(holder.get("distribution")) in _OWN


def _is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and UUID(value).version is not None
    except ValueError:
        return False


def _list(holder: dict[str, Any], name: str) -> list[Any]:
    members = holder.get(name)
    return members if isinstance(members, list) else []


def _name_parts(
    content: dict[str, Any], event: dict[str, Any], place: str
) -> Iterator[tuple[str, str]]:
    """Yield the UUID and the place of each attribute and object that is to be converted."""
    for name in ("Attribute", "Object"):
        kept = {str(member.get("uuid")) for member in _list(content, name)}
        for index, member in enumerate(_list(event, name)):
            uuid = str(member.get("uuid")) if isinstance(member, dict) else ""
            if uuid in kept:
                yield uuid, place + make_pointer(name, index)
