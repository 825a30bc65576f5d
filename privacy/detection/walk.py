"""Walk a bundle: every text of every object, with its pointer and what its place says."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Identifiers and time stamps are structure; redaction looks after identifiers.
_REFERENCE = re.compile(
    r"[a-z0-9\-]{1,250}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?Z"
)
_NEVER_TEXT = frozenset({"type", "spec_version", "extension_type", "pattern_type", "lang"})
# Counts and sizes of the specification; any other large number may be an identifier.
_COUNT_NAMES = (
    "size number_observed count confidence src_port dst_port src_byte_count dst_byte_count"
    " src_packets dst_packets pid number inode pointer_to_symbol_table number_of_symbols"
    " size_of_code size_of_initialized_data size_of_uninitialized_data address_of_entry_point"
    " base_of_code base_of_data image_base checksum_hex amount_min amount_max severity likelihood"
    " affected_count_min affected_count_max amber red latitude longitude precision"
    " funds_stopped_min funds_stopped_max customers_protected size_of_image"
)
_COUNTS = frozenset(_COUNT_NAMES.split())
_SMALLEST_IDENTIFIER = 10_000_000
_KEY_HINT = re.compile(r"[0-9]{6}|@|[^\x00-\x7f]|%[23]")


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


def is_reference(text: str) -> bool:
    """Tell whether a text is an identifier or a time stamp, and nothing else."""
    return _REFERENCE.fullmatch(text) is not None


def read_attachment(name: str, text: str) -> str:
    """Return the text inside an artifact's payload, "" when it is not text (STIX 2.1 6.1)."""
    if name != "payload_bin":
        return ""
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def walk_texts(value: Any, pointer: str, owner: str, name: str = "") -> Iterator[Text]:
    """Yield the texts of a value in document order; large numbers count as their digits."""
    if isinstance(value, str):
        if value and not is_reference(value):
            yield Text(pointer, value, owner, name)
    elif isinstance(value, Mapping):
        kind = value.get("type")
        yield from walk_object(value, pointer, kind if isinstance(kind, str) else owner)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from walk_texts(item, f"{pointer}/{index}", owner, name)
    elif _may_identify(value, name):
        yield Text(pointer, str(value), owner, name)


def _may_identify(value: Any, name: str) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) >= _SMALLEST_IDENTIFIER and name not in _COUNTS


def walk_object(value: Mapping[str, Any], pointer: str, owner: str) -> Iterator[Text]:
    """Yield the texts of an object's members; `owner` is its type, or what else it is known as."""
    label = value.get("object_relation")
    for name, item in value.items():
        path = f"{pointer}/{escape(name)}"
        if _KEY_HINT.search(name):
            yield Text(path, name, owner, "", is_key=True)
        if name not in _NEVER_TEXT or not isinstance(item, str):
            # Attribute lists (MISP) name the field in one member and hold it in another.
            meaning = label if name == "value" and isinstance(label, str) else name
            yield from walk_texts(item, path, owner, meaning)
