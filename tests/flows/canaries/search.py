"""Look for canaries in bytes, whatever they were written in.

Every encoding that is known is undone, again and again, and the readings are searched with signs, widths
and letter cases put aside; so are plain hashes of the identifiers and ids that derive from them. Numbers
count from twelve digits in a row on: less of a number is what a mask may show.
"""

import base64
import hashlib
import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes
from uuid import UUID

from tests.flows.canaries.values import Canary, shape_of

DEPTH = 3
SHOWN = 12
_PILE = 200
_SIGN = r"[\s\-\u2010-\u2015\u00b7._/,\u3000\u3001\u200b()\[\]]{0,3}"
_RUN = re.compile(rf"(?:\d{_SIGN}){{10,}}")
_SHORT = re.compile(r"(?<![a-z0-9])[a-z]{0,2} ?\d{6,10}(?: ?\(?[0-9a]\))?(?![a-z0-9])")
_NOISE = re.compile(r"[\W_]+")
_PERCENT = re.compile(rb"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(rb"&(?:#[0-9xX]|[a-z])[0-9A-Za-z]{1,8};")
_ESCAPE = re.compile(rb"\\[unrt/]")
_WORDS = re.compile(rb"[\s\"<>]+")
_LINES = re.compile(rb"[\n\"<>]+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_NUMERALS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_MISREAD = str.maketrans("oli", "011")
_OWN_SCRIPTS = re.compile(r"[\s\x00-\x7e\u2010-\u201f\u3000-\u9fff\uff00-\uffef]*")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_WRITTEN = bytes(range(32, 127)) + b"\t\r\n\0"
_HASHES = ("md5", "sha1", "sha256", "sha512", "sm3")
_DIGEST_SIZES = {16, 20, 32, 64}


class Searcher:
    """Knows what to look for; `find` says which canaries some bytes hold, and how."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._numbers: dict[str, Canary] = {}
        self._short: dict[str, Canary] = {}
        self._words: dict[str, Canary] = {}
        self._literals: dict[str, Canary] = {}
        self._digests: dict[bytes, Canary] = {}
        shapes = {shape for canary in canaries if (shape := self._learn(canary))}
        self._shapes = [re.compile(shape) for shape in sorted(shapes)]
        literals = "|".join(sorted(map(re.escape, self._literals), key=len, reverse=True))
        self._literal = re.compile(rf"(?<![\w.])(?:{literals})(?!\w)")
        self._lengths = sorted({len(number) for number in self._numbers})

    def _learn(self, canary: Canary) -> str:
        """Take a canary in; return the shape of the words to be looked for, if it is one of words."""
        number, shape = re.sub(r"\D", "", canary.value), shape_of(canary)
        self._learn_digests(canary, number)
        if shape:
            (word,) = re.findall(shape, squeeze(canary.value))[:1]
            self._words[word] = canary
        elif canary.kind == "DOB":
            self._learn_day(canary)
        elif canary.kind in {"IP", "DEVICE_ID"}:
            self._literals[canary.value] = canary
        elif len(number) < SHOWN - 1 and canary.kind != "QQ_ID":
            self._short[squeeze(canary.value)] = canary
        else:
            number = number[:17]
            for place in range(max(1, len(number) - SHOWN + 1)):
                self._numbers[number[place : place + SHOWN]] = canary
        return shape

    def _learn_digests(self, canary: Canary, number: str) -> None:
        plain = squeeze(canary.value)
        for text in {canary.value, canary.value.upper(), canary.value.lower(), plain, number} - {
            ""
        }:
            for name in _HASHES:
                digest = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
                self._digests[digest[:16]] = canary
        self._digests[canary.derived_id.bytes] = canary

    def _learn_day(self, canary: Canary) -> None:
        year, month, day = map(int, canary.value.split("-"))
        for sign in "-/.":
            self._literals[canary.value.replace("-", sign)] = canary
            self._literals[f"{year}{sign}{month}{sign}{day}"] = canary
        self._literals[f"{year}年{month}月{day}日"] = canary
        self._short[canary.value.replace("-", "")] = canary

    def find(self, content: bytes) -> dict[Canary, str]:
        """Return the canaries that bytes hold, each with the way of reading that showed it."""
        found: dict[Canary, str] = {}
        for reading in read_every_way(content):
            for digest in reading.digests & self._digests.keys():
                found.setdefault(self._digests[digest], f"{reading.way}, digest")
            for text in _decode(reading.content):
                for canary in self._find_in_text(text):
                    found.setdefault(canary, reading.way)
        return found

    def suspect(self, parts: Iterable[bytes]) -> list[bytes]:
        """Return the parts that hold a canary: many are looked at as one, and one by one where it has any."""
        small: list[bytes] = []
        large: list[bytes] = []
        for part in parts:
            (large if part.count(0) or len(part) in _DIGEST_SIZES else small).append(part)
        found = [part for part in large if self.find(part)]
        piles = [small[start : start + _PILE] for start in range(0, len(small), _PILE)]
        for pile in piles:
            if self.find(b"\n\n\n\n".join(pile)):
                found += [part for part in pile if self.find(part)]
        return found

    def _find_in_text(self, text: str) -> Iterator[Canary]:
        folded = unicodedata.normalize("NFKC", text).casefold().replace("[.]", ".")
        yield from (self._literals[hit[0]] for hit in self._literal.finditer(folded))
        for hit in _SHORT.finditer(folded):
            if (one := self._short.get(squeeze(hit[0]))) is not None:
                yield one
        for numbers in {folded, folded.translate(_NUMERALS), folded.translate(_MISREAD)}:
            yield from self._find_numbers(numbers)
        yield from self._find_numbers(folded[::-1])
        squeezed = _NOISE.sub("", folded)
        for words in (squeezed, squeezed[::-1]):
            for shape in self._shapes:
                yield from (self._words[one] for one in shape.findall(words) if one in self._words)

    def _find_numbers(self, folded: str) -> Iterator[Canary]:
        for run in _RUN.finditer(folded):
            plain = _NOISE.sub("", run[0])
            for length in self._lengths:
                for place in range(len(plain) - length + 1):
                    if (one := self._numbers.get(plain[place : place + length])) is not None:
                        yield one


def squeeze(text: str) -> str:
    """Return letters and digits alone, in one width and case."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


@dataclass(frozen=True, slots=True)
class Reading:
    """What bytes say when encodings are undone, and what of them may be a digest or a derived id."""

    way: str
    content: bytes
    digests: frozenset[bytes]


def read_every_way(content: bytes, *, way: str = "plain", depth: int = DEPTH) -> Iterator[Reading]:
    """Yield the content and every reading of it."""
    base64_text, digests = _split(content, _read_base64_run, _BASE64)
    hex_text, more = _split(content, _read_hex_run, _HEX)
    ids = {UUID(one.decode()).bytes for one in _UUID.findall(content.lower())}
    whole = {content[:16]} if len(content) in _DIGEST_SIZES else set()
    yield Reading(way, content, frozenset(ids | whole | digests | more))
    if not depth:
        return
    for name, one in {"base64": base64_text, "hex": hex_text, **_unquote(content)}.items():
        if one and one != content:
            yield from read_every_way(one, way=f"{way}, {name}", depth=depth - 1)


def _unquote(content: bytes) -> dict[str, bytes]:
    """Undo what stands in a text for its letters; only the words that have it are read again."""
    undone = {}
    if quoted := _pick(content, _WORDS, _PERCENT):
        undone["percent"] = unquote_to_bytes(quoted)
    if named := _pick(content, _LINES, _ENTITY):
        undone["entities"] = html.unescape(named.decode("utf-8", "replace")).encode()
    if escaped := _pick(content, _LINES, _ESCAPE):
        undone["escapes"] = _unescape(escaped)
    return undone


def _pick(content: bytes, cuts: re.Pattern[bytes], signs: re.Pattern[bytes]) -> bytes:
    """Return the parts of a text that have something to be undone."""
    return b"\n".join(part for part in set(cuts.split(content)) if signs.search(part))


def _unescape(content: bytes) -> bytes:
    text = re.sub(r"\\+([nrt])", " ", content.decode("utf-8", "replace"))
    written = re.sub(r"\\+u([0-9A-Fa-f]{4})", lambda hit: chr(int(hit[1], 16)), text)
    return written.replace("\\/", "/").encode("utf-8", "replace")


def _split(
    content: bytes, read: Callable[[bytes], tuple[str, bytes]], runs: re.Pattern[bytes]
) -> tuple[bytes, set[bytes]]:
    """Read each run; return all text that they hold, and what may be digests."""
    told = [read(run) for run in set(runs.findall(content))]
    texts = "\n".join(text for text, _ in told if text)
    return texts.encode("utf-8", "replace"), {digest for _, digest in told if digest}


@lru_cache(1_000_000)
def _read_base64_run(run: bytes) -> tuple[str, bytes]:
    readings = [_read_base64(run[start:]) for start in range(4)]
    return _tell(readings)


@lru_cache(1_000_000)
def _read_hex_run(run: bytes) -> tuple[str, bytes]:
    return _tell([bytes.fromhex(run[n : n + (len(run) - n) // 2 * 2].decode()) for n in (0, 1)])


def _tell(readings: list[bytes]) -> tuple[str, bytes]:
    digest = readings[0][:16] if len(readings[0]) in _DIGEST_SIZES else b""
    return "\n".join(filter(None, map(_read_text, readings))), digest


def _read_base64(run: bytes) -> bytes:
    whole = len(run) // 4 * 4
    rest = run[whole:] if len(run) % 4 > 1 else b""
    padded = run[:whole] + rest + b"=" * (-len(rest) % 4)
    return base64.b64decode(padded.translate(_URL_SAFE))


def _read_text(content: bytes) -> str:
    """Return what bytes say if they are mostly signs of a text; random bytes say nothing."""
    odd = content.translate(None, _WRITTEN)
    if len(content) < 6:
        return ""
    if len(odd) * 10 <= len(content):
        return "\n".join(_decode(content))
    for encoding, sample in (("utf-8", 30), ("utf-16-le", 4), ("utf-16-be", 4)):
        text = content[: len(content) // 2 * 2].decode(encoding, "ignore")
        is_whole = len(text.encode(encoding)) > len(content) - 8
        if is_whole and all(map(_OWN_SCRIPTS.fullmatch, (text[:sample], text))):
            return text
    return ""


def _decode(reading: bytes) -> Iterator[str]:
    """Yield the texts that bytes may be."""
    text = reading.decode("utf-8", "replace")
    yield text
    if "\0" not in text and "\ufffd" not in text:
        return
    for encoding in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            yield reading[start : start + (len(reading) - start) // 2 * 2].decode(
                encoding, "replace"
            )


def cut(content: bytes) -> set[bytes]:
    """Cut bytes at quotes, tags and line ends; what is told again and again is looked at once.

    What is not text stays whole.
    """
    if content.count(0) or len(content) in _DIGEST_SIZES:
        return {content}
    return set(_LINES.split(content))
