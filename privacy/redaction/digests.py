"""Plain digests of personal identifiers (control matrix PC-31).

A hash of a telephone number is the telephone number for whoever can count to ten milliards, salted
or not. So where a bundle spells the digest of a value that is withheld, the digest is that value.
"""

import base64
import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate
from typing import Any

from privacy import Category
from privacy.redaction.identifiers import NAMESPACE
from privacy.redaction.pointers import look_up, step_into
from privacy.redaction.types import Find

_Hash = Callable[[bytes], bytes]

_NAMES = (
    "md5 sha1 ripemd160 sha224 sha256 sha384 sha512 sha3_224 sha3_256 sha3_384 sha3_512 sm3"
    " blake2b blake2s"
)


def _hasher(name: str) -> _Hash:
    make = getattr(hashlib, name, None) or partial(hashlib.new, name)
    return lambda data: bytes(make(data, usedforsecurity=False).digest())


def _short_blake(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32, usedforsecurity=False).digest()


def _hashes_by_size() -> dict[int, list[_Hash]]:
    """Return the plain hashes there are, by how many octets they give.

    The hosts of the national suite have SM3; where it is missing no digest of it can be compared.
    """
    by_size: dict[int, list[_Hash]] = {}
    for name in _NAMES.split():
        if name in hashlib.algorithms_available:
            by_size.setdefault(hashlib.new(name).digest_size, []).append(_hasher(name))
    by_size[32].append(_short_blake)
    return by_size


_HASHES = _hashes_by_size()
# Where a hash is hashed once more, the first is one of these or the same.
_FIRST = tuple(map(_hasher, ("md5", "sha1", "sha256")))
_HEX = re.compile(r"(?<![0-9A-Za-z])(?:0x)?([0-9A-Fa-f]{32,128})(?![0-9A-Za-z])")
_GROUP = r"[0-9A-Fa-f]{2,64}+(?![0-9A-Za-z])"
_GROUPED = re.compile(rf"(?<![0-9A-Za-z]){_GROUP}(?:[:\-. \n]{{1,2}}{_GROUP})++")
_HEX_GROUP = re.compile(r"[0-9A-Fa-f]+")
_ENCODED = re.compile(r"[0-9A-Za-z+/_\-]{22,}+={0,6}")
_AFTER_MARK = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z+/_\-]")
_HEX_LENGTHS = frozenset(2 * size for size in _HASHES)
_BASE64_LENGTHS = frozenset(-(-size * 8 // 6) for size in _HASHES)
_BASE32_LENGTHS = frozenset(-(-size * 8 // 5) for size in _HASHES)
_ENCODED_LENGTHS = tuple(sorted(_BASE64_LENGTHS | _BASE32_LENGTHS))
_URL_SAFE = str.maketrans("+/", "-_")
_BASE32 = re.compile(r"[A-Z2-7]+|[a-z2-7]+")
_BASE32_HEX = re.compile(r"(?![0-9A-Fa-f]+\Z)(?:[0-9A-V]+|[0-9a-v]+)")
_IDENTIFIER = re.compile(r"[a-z][a-z0-9\-]*--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
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
_ENCODINGS = ("utf-8", "gb18030", "utf-16-le")
# How numbers of a length are spaced on paper.
_GROUPINGS: dict[int, tuple[tuple[int, ...], ...]] = {
    8: ((4, 4),),
    9: ((3, 3, 3),),
    10: ((4, 3, 3), (3, 3, 4), (2, 4, 4)),
    11: ((3, 4, 4), (3, 8), (4, 7)),
    12: ((4, 8), (4, 4, 4)),
    15: ((4, 6, 5), (6, 6, 3)),
    18: ((6, 8, 4),),
    **{length: ((4,) * (length // 4) + (length % 4,),) for length in (16, 17, 19)},
}
_GAPS = (" ", "-")
_LEADS = ("+{}", "+{} ", "+{}-", "{} ", "{}-", "00{} ", "(+{})", "(+{}) ")
_MOBILE_LENGTH = 11
_LONGEST_PHONE = 12


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

    Compares whole digests, in hexadecimal (grouped or not), base64 and base32, with those of the
    usual spellings of each value, hashed once or twice.
    """
    places = list(_digest_places(objects)) if findings else []
    if not places:
        return ()
    known = _digests_of(objects, findings, frozenset(len(place.digest) for place in places))
    taken: dict[str, list[Find]] = {}
    for finding in findings:
        taken.setdefault(finding.pointer, []).append(finding)
    found: list[DigestFind] = []
    for place in places:
        others = taken.setdefault(place.pointer, [])
        if place.digest in known and not any(_covers(other, place) for other in others):
            found.append(_as_find(place, known[place.digest]))
            others.append(found[-1])
    return tuple(found)


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
    digest: bytes = field(repr=False)


def _digest_places(objects: Sequence[Mapping[str, Any]]) -> Iterator[_Place]:
    """Yield every place that may spell a digest, in time linear in the length of the texts."""
    for index, item in enumerate(objects):
        for pointer, text, in_key in _texts(item, f"/objects/{index}"):
            if _IDENTIFIER.fullmatch(text):
                continue
            for start, end, digest in _read_digests(text):
                if not in_key and end - start == len(text):
                    yield _Place(pointer, None, None, in_key, digest)
                else:
                    yield _Place(pointer, start, end, in_key, digest)


def _read_digests(text: str) -> Iterator[tuple[int, int, bytes]]:
    for found in _HEX.finditer(text):
        if len(found[1]) in _HEX_LENGTHS:
            yield *found.span(), bytes.fromhex(found[1])
    for found in _GROUPED.finditer(text):
        yield from _read_grouped(found)
    for found in _ENCODED.finditer(text):
        yield from _read_encoded(found)


def _read_grouped(run: re.Match[str]) -> Iterator[tuple[int, int, bytes]]:
    """Yield the digests that begin and end with a group, words of such letters beside them."""
    groups = list(_HEX_GROUP.finditer(run.string, *run.span()))
    digits = "".join(group.group() for group in groups)
    ends = list(accumulate(len(group.group()) for group in groups))
    group_at = dict(zip(ends, groups, strict=True))
    for group, last in zip(groups, ends, strict=True):
        first = last - len(group.group())
        for length in _HEX_LENGTHS:
            end = group_at.get(first + length)
            if end is not None and end is not group:
                digest = bytes.fromhex(digits[first : first + length])
                yield group.start(), end.end(), digest


def _read_encoded(run: re.Match[str]) -> Iterator[tuple[int, int, bytes]]:
    """Yield the digests in base64 or base32 that begin and end with the run, or at its marks."""
    text = run.string
    stop = run.start() + len(run.group().rstrip("="))
    for first in _AFTER_MARK.finditer(text, *run.span()):
        start = first.start()
        for length in _ENCODED_LENGTHS:
            end = start + length
            if end == stop or (end < stop and not text[end].isalnum()):
                for digest in _decode(text[start:end]):
                    yield start, run.end() if end == stop else end, digest


def _decode(token: str) -> Iterator[bytes]:
    """Yield the octets that a token of the length of a digest may stand for."""
    # A digest without a capital or without a small letter is one in a hundred thousand; a path is not.
    if len(token) in _BASE64_LENGTHS and token != token.lower() and token != token.upper():
        yield base64.urlsafe_b64decode(token.translate(_URL_SAFE) + "=" * (-len(token) % 4))
    if len(token) not in _BASE32_LENGTHS:
        return
    padded = token.upper() + "=" * (-len(token) % 8)
    if _BASE32.fullmatch(token):
        yield base64.b32decode(padded)
    if _BASE32_HEX.fullmatch(token):
        yield base64.b32hexdecode(padded)


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
    objects: Sequence[Mapping[str, Any]], findings: Iterable[Find], sizes: frozenset[int]
) -> dict[bytes, Find]:
    """Return the digests of some sizes of each value, with the finding of the value.

    Other spellings of a number are hashed once; how the value was found, twice as well.
    """
    hashes = [hash_ for size in sizes for hash_ in _HASHES[size]]
    known: dict[bytes, Find] = {}
    by_value = {(f.kind, f.normalised, look_up(objects, f)): f for f in findings}
    for finding in by_value.values():
        plain = _spellings(objects, finding)
        found = {text.encode(code, "replace") for text in plain for code in _ENCODINGS}
        once = found | {text.encode() for text in _spaced(plain)}
        once |= {data + b"\n" for data in once} | {data + b"\r\n" for data in found}
        for hash_ in hashes:
            twice = {inner for data in found for inner in _hashed(data, hash_)}
            known.update(dict.fromkeys(map(hash_, once | twice), finding))
    return known


def _hashed(data: bytes, hash_: _Hash) -> Iterator[bytes]:
    """Yield what is hashed in a hash of a hash: octets, or hexadecimal in small letters or capitals."""
    same = hash_(data)
    yield from (same, same.hex().upper().encode())
    for first in {same, *(one(data) for one in _FIRST)}:
        yield first.hex().encode()


def _spaced(spellings: Iterable[str]) -> set[str]:
    """Return numbers as they are spaced on paper, with the country code apart."""
    spaced: set[str] = set()
    for number in filter(_is_national, spellings):
        groups = [gap.join(cut) for cut in _cut(number) for gap in _GAPS]
        spaced.update(groups)
        if len(number) <= _LONGEST_PHONE:
            codes = ("86",) if len(number) >= _MOBILE_LENGTH else _COUNTRY_CODES
            leads = [lead.format(code) for code in codes for lead in _LEADS]
            spaced |= {lead + body for lead in leads for body in (number, *groups[: len(_GAPS)])}
    return spaced


def _is_national(text: str) -> bool:
    return text[:-1].isdigit() and len(text) in _GROUPINGS


def _cut(number: str) -> Iterator[list[str]]:
    for sizes in _GROUPINGS[len(number)]:
        ends = list(accumulate(sizes))
        yield [number[end - size : end] for size, end in zip(sizes, ends, strict=True) if size]


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
