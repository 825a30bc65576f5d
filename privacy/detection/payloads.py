"""Read texts that travel as bytes: artifact payloads, binary literals of patterns."""

import base64
import binascii
import re
import unicodedata

# Nearly any bytes decode as one of these; they count as text in the letters expected there only.
_LOOSE_ENCODINGS = ("gb18030", "utf-16-le", "utf-16-be")
_EXPECTED = re.compile(r"[\t\n\r -~\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\ufeff]*+")
_LINE_ENDS = frozenset("\t\n\r\f\ufeff")
_NEVER_IN_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})


def read_base64(text: str) -> tuple[str, ...]:
    """Return every reading of base64 as text, () when there is none (STIX 2.1 section 6.1)."""
    try:
        return read_bytes(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        return ()


def read_hex(text: str) -> tuple[str, ...]:
    """Return every reading of hexadecimal digits as text, () when there is none."""
    try:
        return read_bytes(bytes.fromhex(text))
    except ValueError:
        return ()


def read_bytes(content: bytes) -> tuple[str, ...]:
    """Return the readings of bytes that look like text; bytes are scanned under all of them."""
    strict = _decode(content, "utf-8-sig")
    loose = (_decode(content, encoding) for encoding in _LOOSE_ENCODINGS)
    expected = [text for text in loose if _EXPECTED.fullmatch(text)]
    return tuple(dict.fromkeys(text for text in (strict, *expected) if _is_text(text)))


def _decode(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return "\x00"


def _is_text(text: str) -> bool:
    """Tell text from bytes that happen to decode: no control or unassigned characters."""
    return all(
        letter in _LINE_ENDS or unicodedata.category(letter) not in _NEVER_IN_TEXT
        for letter in set(text)
    )
