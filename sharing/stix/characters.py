"""Characters that mislead a reader: invisible, direction-changing, unassigned or piled up.

They are data, not faults: names in the wild hold them. The warning lets a person look twice.
"""

import re
from collections.abc import Iterator

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_DIRECTION = "\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_NONCHARACTER = "\ufdd0-\ufdef" + _LAST_OF_PLANES
_MARK = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LOOK_ALIKE = "\u0370-\u03ff\u0400-\u04ff"

_KINDS = tuple(
    (code, re.compile(expression), message)
    for code, expression, message in (
        (
            "control-character",
            f"[{_CONTROL}]",
            "The text holds control characters, such as terminal escapes.",
        ),
        (
            "bidirectional-control",
            f"[{_DIRECTION}]",
            "The text holds characters that change the reading direction.",
        ),
        ("invisible-character", f"[{_INVISIBLE}]", "The text holds invisible characters."),
        (
            "private-use-character",
            f"[{_PRIVATE}]",
            "The text holds private-use characters, which mean nothing outside their system.",
        ),
        (
            "noncharacter",
            f"[{_NONCHARACTER}]",
            "The text holds code points that are reserved as non-characters.",
        ),
        ("combining-marks", f"[{_MARK}]{{5}}", "The text piles combining marks on one letter."),
        (
            "mixed-script",
            f"[A-Za-z][{_LOOK_ALIKE}]|[{_LOOK_ALIKE}][A-Za-z]",
            "The text mixes look-alike letters of several scripts in one word.",
        ),
    )
)
# One class for the first look, because searching for a class is fast and for alternatives slow.
_ANY = re.compile(
    f"[{_CONTROL}{_DIRECTION}{_INVISIBLE}{_PRIVATE}{_NONCHARACTER}{_MARK}{_LOOK_ALIKE}]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def may_mislead(text: str) -> bool:
    """Tell quickly whether a text holds anything that ``find_suspicious`` would name."""
    return not (text.isascii() and text.isprintable()) and _ANY.search(text) is not None


def find_suspicious(text: str) -> Iterator[tuple[str, str]]:
    """Yield (code, sentence) for each kind of misleading character in the text."""
    if may_mislead(text):
        for code, expression, message in _KINDS:
            if expression.search(text):
                yield code, message


def holds_surrogate(text: str) -> bool:
    """Tell whether the text holds half of a surrogate pair, which no encoding can carry."""
    return _SURROGATE.search(text) is not None
