"""Bytes to one JSON object, strictly (RFC 8259, I-JSON RFC 7493) and within limits.

Two readers of one document must see the same alert, so duplicate keys, NaN, numbers beyond the
range of STIX integers, lone surrogates and NUL are refused rather than guessed at.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from sharing.stix.characters import find_suspicious, holds_surrogate, may_mislead
from sharing.stix.faults import Fault, make_pointer, refuse_any, reject
from sharing.stix.limits import DEFAULT, Limits

_BOM = b"\xef\xbb\xbf"
# STIX 2.1 section 2.8: integers beyond this range do not survive other readers.
_LARGEST_INTEGER = 2**53 - 1
_LONGEST_NUMBER = 400


@dataclass(frozen=True)
class Document:
    """A decoded document and what a reader should be warned of."""

    content: dict[str, Any]
    warnings: tuple[Fault, ...]


class _NotJsonError(Exception):
    """Carry code and sentence out of the decoder's hooks."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


def decode_json(raw: bytes, limits: Limits = DEFAULT) -> dict[str, Any]:
    """Return the JSON object that the bytes hold; raise StixRejected for anything else."""
    return read_document(raw, limits).content


def read_document(raw: bytes, limits: Limits = DEFAULT) -> Document:
    """Decode the bytes and look once at every value; raise StixRejected with each fault."""
    warnings: list[Fault] = []
    content, faults = scan_document(raw, limits, warnings)
    refuse_any(faults, limits.faults)
    return Document(content, tuple(warnings[: limits.faults]))


def scan_document(
    raw: bytes, limits: Limits, warnings: list[Fault]
) -> tuple[dict[str, Any], Iterator[Fault]]:
    """Return what the bytes hold and the faults of its values, found as they are read on.

    Reading the faults adds to ``warnings``. Raises StixRejected for what is no JSON object.
    """
    text = _decode_text(raw, limits)
    content = _decode_value(text)
    if not isinstance(content, dict):
        raise reject("", "not-an-object", "The document must be one JSON object: a STIX bundle.")
    plain = "\\u" not in text and not may_mislead(text)
    warnings.extend(_warn_of_bom(raw))
    return content, _walk(content, limits, warnings, plain=plain)


def _decode_text(raw: bytes, limits: Limits) -> str:
    if len(raw) > limits.bytes:
        raise reject("", "too-many-bytes", f"The document is larger than {limits.bytes} bytes.")
    if raw.count(b",") + raw.count(b"[") + raw.count(b"{") > limits.values:
        raise reject("", "too-many-values", f"The document holds over {limits.values} values.")
    try:
        return raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The document is not UTF-8 (byte {error.start}); encode it as UTF-8."
        raise reject("", "not-utf-8", message) from None


def _decode_value(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except _NotJsonError as error:
        raise reject("", error.code, error.message) from None
    except RecursionError:
        raise reject("", "too-deep", "The document is nested too deeply.") from None
    except JSONDecodeError as error:
        message = f"The document is not JSON (line {error.lineno}, column {error.colno})."
        raise reject("", "not-json", message) from None


def _warn_of_bom(raw: bytes) -> Iterator[Fault]:
    if raw.startswith(_BOM):
        yield Fault("", "byte-order-mark", "Leave out the byte-order mark (RFC 8259, section 8.1).")


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) != len(pairs):
        raise _NotJsonError(
            "duplicate-key", "An object holds the same key twice; keep one of them."
        )
    return built


def _read_integer(digits: str) -> int:
    # The length is looked at first: converting 60,000 digits is quadratic work.
    if len(digits) > 17 or abs(value := int(digits)) > _LARGEST_INTEGER:
        raise _NotJsonError(
            "number-out-of-range", "An integer is beyond the range of STIX integers."
        )
    return value


def _read_float(digits: str) -> float:
    value = float(digits) if len(digits) <= _LONGEST_NUMBER else math.inf
    if math.isinf(value):
        raise _NotJsonError(
            "number-out-of-range", "A number is beyond the range of a 64-bit float."
        )
    return value


def _refuse_constant(_name: str) -> NoReturn:
    raise _NotJsonError("not-a-number", "NaN and Infinity are not JSON numbers.")


_DECODER = JSONDecoder(
    object_pairs_hook=_build_object,
    parse_int=_read_integer,
    parse_float=_read_float,
    parse_constant=_refuse_constant,
)


# A step into the document after its parent's: tuples are cheap, and pointers are for faults only.
_Place = tuple["_Place | None", str | int]


def _walk(
    root: dict[str, Any], limits: Limits, warnings: list[Fault], *, plain: bool
) -> Iterator[Fault]:
    """Visit every value without recursion; ``plain`` says that no character needs a look."""
    stack: list[tuple[dict[str, Any] | list[Any], _Place | None, int]] = [(root, None, 1)]
    while stack:
        value, place, depth = stack.pop()
        if depth > limits.depth:
            yield Fault(_point(place), "too-deep", f"Nesting goes beyond {limits.depth} levels.")
            continue
        if len(value) > limits.list_members:
            message = f"It has more than {limits.list_members} members."
            yield Fault(_point(place), "too-many-members", message)
            continue
        for step, member in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(member, (dict, list)):
                stack.append((member, (place, step), depth + 1))
            elif isinstance(member, str) and (len(member) > limits.string or not plain):
                yield from _check_text(member, (place, step), limits, warnings)
        if isinstance(value, dict):
            yield from _check_keys(value, place, limits, plain=plain)


def _point(place: _Place | None) -> str:
    steps: list[str | int] = []
    while place is not None:
        place, step = place
        steps.append(step)
    return make_pointer(*reversed(steps))


def _check_keys(
    value: dict[str, Any], place: _Place | None, limits: Limits, *, plain: bool
) -> Iterator[Fault]:
    for key in value:
        if len(key) > limits.key:
            message = f"A property name has more than {limits.key} characters."
            yield Fault(_point(place), "name-too-long", message)
        elif not plain and (code := _find_unstorable(key)):
            message = "A property name holds a character that cannot be stored."
            yield Fault(_point(place), code, message)


def _check_text(text: str, place: _Place, limits: Limits, warnings: list[Fault]) -> Iterator[Fault]:
    if len(text) > limits.string:
        message = f"The text has more than {limits.string} characters."
        yield Fault(_point(place), "text-too-long", message)
    elif code := _find_unstorable(text):
        yield Fault(_point(place), code, "The text holds a character that cannot be stored.")
    elif len(warnings) < limits.faults:
        warnings.extend(Fault(_point(place), *found) for found in find_suspicious(text))


def _find_unstorable(text: str) -> str:
    if "\0" in text:
        return "nul-character"
    return "lone-surrogate" if holds_surrogate(text) else ""
