"""Plain digests of personal identifiers (control matrix PC-31).

A hash of a telephone number is the telephone number for whoever can count to ten milliards, salted
or not. So where a bundle spells the digest of a value that is withheld, the digest is that value.
"""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from privacy import Category
from privacy.redaction.identifiers import NAMESPACE
from privacy.redaction.pointers import look_up, step_into
from privacy.redaction.types import Find

_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "sm3")
# The hosts of the national suite have SM3; where it is missing no digest of it can be compared.
_AVAILABLE = tuple(name for name in _ALGORITHMS if name in hashlib.algorithms_available)
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0x)?([0-9A-Fa-f]{32,128})(?![0-9A-Za-z])")
_LENGTHS = frozenset({32, 40, 56, 64, 96, 128})
_NAMESPACES = (
    NAMESPACE,
    uuid.NAMESPACE_DNS,
    uuid.NAMESPACE_URL,
    uuid.NAMESPACE_OID,
    uuid.NAMESPACE_X500,
)
_NOT_WORD = re.compile(r"[\W_]+")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_COUNTRY_CODES = ("86", "852", "853", "886", "65")
_SHORTEST = 4
_LONGEST = 256
_ENCODINGS = ("utf-8", "gb18030")


@dataclass(frozen=True, slots=True)
class DigestFind:
    """A place that spells the digest of a value found elsewhere; read as a finding of that value."""

    pointer: str
    start: int | None
    end: int | None
    normalised: str = field(repr=False)
    in_key: bool
    category: Category
    kind: str


def find_digests(
    objects: Sequence[Mapping[str, Any]], findings: Sequence[Find]
) -> tuple[DigestFind, ...]:
    """Return the places that spell a plain digest of one of the findings' values.

    Compares whole digests in hexadecimal, over the usual spellings of each value.
    """
    places = list(_hex_places(objects)) if findings else []
    if not places:
        return ()
    known = _digests_of(objects, findings, frozenset(len(place.digest) for place in places))
    taken: dict[str, list[Find]] = {}
    for finding in findings:
        taken.setdefault(finding.pointer, []).append(finding)
    return tuple(
        _as_find(place, known[place.digest])
        for place in places
        if place.digest in known
        and not any(_covers(f, place) for f in taken.get(place.pointer, ()))
    )


def telling_ids(
    ids: Iterable[str], objects: Sequence[Mapping[str, Any]], findings: Sequence[Find]
) -> frozenset[str]:
    """Return those of some ids whose UUID is made, by version 3 or 5, of a finding's value alone."""
    derived = [name for name in ids if name[-22:-21] in ("3", "5")]
    if not derived:
        return frozenset()
    known = {
        str(make(namespace, value))
        for finding in findings
        for value in _spellings(objects, finding)
        for namespace in _NAMESPACES
        for make in (uuid.uuid3, uuid.uuid5)
    }
    return frozenset(name for name in derived if name[-36:].lower() in known)


@dataclass(frozen=True, slots=True)
class _Place:
    pointer: str
    start: int | None
    end: int | None
    in_key: bool
    digest: str


def _hex_places(objects: Sequence[Mapping[str, Any]]) -> Iterator[_Place]:
    for index, item in enumerate(objects):
        for pointer, text, in_key in _texts(item, f"/objects/{index}"):
            for found in _HEX.finditer(text):
                if len(found[1]) in _LENGTHS:
                    start, end = found.span()
                    if not in_key and end - start == len(text):
                        yield _Place(pointer, None, None, in_key, found[1].lower())
                    else:
                        yield _Place(pointer, start, end, in_key, found[1].lower())


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str, bool]]:
    if isinstance(value, str):
        yield pointer, value, False
    elif isinstance(value, Mapping):
        for name, item in value.items():
            path = step_into(pointer, name)
            yield path, name, True
            yield from _texts(item, path)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{pointer}/{index}")


def _covers(finding: Find, place: _Place) -> bool:
    """Tell whether a place is part of a finding already; both speak of the same member."""
    if finding.start is None or finding.end is None or place.start is None or place.end is None:
        return finding.in_key == place.in_key
    overlaps = finding.start < place.end and place.start < finding.end
    return finding.in_key == place.in_key and overlaps


def _as_find(place: _Place, finding: Find) -> DigestFind:
    return DigestFind(
        place.pointer,
        place.start,
        place.end,
        finding.normalised,
        place.in_key,
        finding.category,
        finding.kind,
    )


def _digests_of(
    objects: Sequence[Mapping[str, Any]], findings: Iterable[Find], lengths: frozenset[int]
) -> dict[str, Find]:
    known: dict[str, Find] = {}
    names = [name for name in _AVAILABLE if 2 * hashlib.new(name).digest_size in lengths]
    by_value = {spelling: f for f in findings for spelling in _spellings(objects, f)}
    for spelling, finding in by_value.items():
        for data in {spelling.encode(encoding, "replace") for encoding in _ENCODINGS}:
            for name in names:
                digest = hashlib.new(name, data, usedforsecurity=False).hexdigest()
                known.setdefault(digest, finding)
    return known


def _spellings(objects: Sequence[Mapping[str, Any]], finding: Find) -> frozenset[str]:
    """Return how a value is usually written before it is hashed."""
    shown = look_up(objects, finding)
    written = {finding.normalised, shown, shown.strip()}
    written |= {_NOT_WORD.sub("", text) for text in written}
    digits = {_NOT_DIGIT.sub("", text) for text in (finding.normalised, shown)}
    for number in tuple(digits):
        digits |= {number[len(code) :] for code in _COUNTRY_CODES if number.startswith(code)}
        digits |= {f"+{number}", f"86{number}", f"+86{number}", f"0086{number}"}
    # A name of letters has no digits; what is left of it after taking them away says nothing.
    numbers = digits if any(map(str.isdigit, finding.normalised)) else set()
    written |= numbers
    cased = {form for text in written for form in (text, text.lower(), text.upper())}
    return frozenset(filter(_may_be_hashed, cased))


def _may_be_hashed(text: str) -> bool:
    is_long_enough = len(text) >= _SHORTEST or (text != "" and not text.isascii())
    return is_long_enough and len(text) <= _LONGEST
