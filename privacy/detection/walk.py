"""Walk a bundle: every text of every object, with its pointer and what its place says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from privacy.detection.places import Place, is_identifying_name, place_of

# Identifiers are structure, and redaction looks after them, where a member is made for them.
_IDENTIFIER = re.compile(
    r"([a-z][a-z0-9\-]{0,249})--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII
)
_REFERENCE_ENDS = ("_ref", "_refs")
_TIME_NAME = re.compile(
    r"created|modified|published|valid_from|valid_until|(?:[a-z_]+_)?(?:time|from|to|until|at|observed|seen)"
)
# More than six digits of a second may be a telephone number.
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z", re.ASCII
)
_FIRST_YEAR = "1601"  # the epoch of Windows file times
_OWN_ID = re.compile(r"/objects/[0-9]+/id")
_VOCABULARY_PLACE = re.compile(
    r"/objects/[0-9]+/(?:type|spec_version|pattern_type|lang|extension_type"
    r"|extensions/[^/]+/extension_type)"
)
_VOCABULARY = re.compile(r"[a-z][a-z0-9\-]{0,60}|[0-9]\.[0-9]", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}", re.ASCII)
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_MOST_DIGITS = 5
# Counts and sizes by the type that has them; any other large number may be an identifier.
_PROFILE_COUNTS = (
    "amount_min amount_max affected_count_min affected_count_max funds_stopped_min"
    " funds_stopped_max customers_protected"
)
_COUNTS = {
    "file": (
        "size pointer_to_symbol_table number_of_symbols size_of_code size_of_initialized_data"
        " size_of_uninitialized_data address_of_entry_point base_of_code base_of_data image_base"
        " size_of_image"
    ),
    "network-traffic": "src_byte_count dst_byte_count src_packets dst_packets",
    "process": "pid",
    "autonomous-system": "number",
    "observed-data": f"number_observed {_PROFILE_COUNTS}",
    "sighting": f"count {_PROFILE_COUNTS}",
    **dict.fromkeys(("incident", "report", "grouping", "indicator", "opinion"), _PROFILE_COUNTS),
}
_COUNT_PLACES = frozenset((kind, name) for kind, names in _COUNTS.items() for name in names.split())
_FIRST_NO_ASN = 2**32  # RFC 6793
_SMALLEST_IDENTIFIER = 10_000_000
# In places that no specification describes.
_SMALLEST_BARE = 1_000_000
_KEY_HINT = re.compile(r"[0-9]{6}|@|[^\x00-\x7f]|%[2-9A-Fa-f]|[\s.][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a bundle. `owner` and `name` say where it stands; `is_key` marks a member name."""

    pointer: str
    text: str
    owner: str
    name: str
    is_key: bool = False


def escape(name: str) -> str:
    """Return a member name as a JSON pointer token (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def is_structure(pointer: str, name: str, text: str) -> bool:
    """Tell whether a text is what its member is made for: an identifier, a time, a vocabulary word.

    The shape alone proves nothing: whoever writes a name can give it the shape of an identifier.
    """
    if _OWN_ID.fullmatch(pointer) or name.endswith(_REFERENCE_ENDS):
        found = _IDENTIFIER.fullmatch(text)
        return found is not None and _has_few_digits(found[1])
    if _VOCABULARY_PLACE.fullmatch(pointer):
        return _is_vocabulary(name, text)
    return _TIME_NAME.fullmatch(name) is not None and is_time(text)


def identifier_prefix(text: str) -> str:
    """Return the type an identifier begins with, "" when the text is not an identifier."""
    found = _IDENTIFIER.fullmatch(text)
    return found[1] if found is not None else ""


def is_time(text: str) -> bool:
    """Tell whether a text is a moment that the calendar has (RFC 3339, STIX 2.1 section 2.16)."""
    if _TIME.fullmatch(text) is None or text[:4] < _FIRST_YEAR:
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_vocabulary(name: str, text: str) -> bool:
    if name == "lang":
        return _LANGUAGE.fullmatch(text) is not None and not _FIVE_DIGITS.search(text)
    return _VOCABULARY.fullmatch(text) is not None and _has_few_digits(text)


def _has_few_digits(text: str) -> bool:
    return sum(character.isdigit() for character in text) <= _MOST_DIGITS


def walk_texts(value: Any, pointer: str, owner: str, name: str = "") -> Iterator[Text]:
    """Yield the texts of a value in document order; large numbers count as their digits."""
    if isinstance(value, str):
        if value and not is_structure(pointer, name, value):
            yield Text(pointer, value, owner, name)
    elif isinstance(value, Mapping):
        kind = value.get("type")
        yield from walk_object(value, pointer, kind if isinstance(kind, str) else owner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk_texts(item, f"{pointer}/{index}", owner, name)
    elif _may_identify(value, pointer, owner, name):
        yield Text(pointer, _digits_of(value), owner, name)


def _may_identify(value: Any, pointer: str, owner: str, name: str) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or abs(value) < _SMALLEST_BARE:
        return False
    if abs(value) < _SMALLEST_IDENTIFIER:
        return place_of(pointer, owner, name) is Place.CUSTOM
    too_large = owner == "autonomous-system" and value >= _FIRST_NO_ASN
    return too_large or (owner, name) not in _COUNT_PLACES


def _digits_of(value: float) -> str:
    """Return a number as an identifier would be written: no sign, no empty fraction."""
    whole = isinstance(value, int) or value.is_integer()
    return str(abs(int(value))) if whole else str(abs(value))


def walk_object(value: Mapping[str, Any], pointer: str, owner: str) -> Iterator[Text]:
    """Yield the texts of an object's members; `owner` is its type, or what else it is known as."""
    label = value.get("object_relation")
    for name, item in value.items():
        path = f"{pointer}/{escape(name)}"
        if _KEY_HINT.search(name) or is_identifying_name(name):
            yield Text(path, name, owner, "", is_key=True)
        # Attribute lists (MISP) name the field in one member and hold it in another.
        meaning = label if name == "value" and isinstance(label, str) else name
        yield from walk_texts(item, path, owner, meaning)
