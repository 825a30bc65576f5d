"""The words of a pattern: one linear pass of one regular expression (grammar of section 9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sharing.stix.patterns.tree import PatternError

# Possessive quantifiers keep the pass linear on text that never closes a quote.
_QUOTED = r"'(?:[^'\\]++|\\['\\])*+'"
_BASE64 = r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_TIMESTAMP = (
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]++)?Z"
)
_SPECIFICATION = (
    ("space", r"\s++|/\*(?:[^*]++|\*(?!/))*+\*/|//[^\r\n]*+"),
    ("timestamp", rf"t'{_TIMESTAMP}'"),
    ("hex", r"h'(?:[0-9a-fA-F]{2})*+'"),
    ("binary", rf"b'{_BASE64}'"),
    ("string", _QUOTED),
    ("float", r"[+-]?[0-9]*+\.[0-9]++(?![\w.])"),
    ("integer", r"[+-]?(?:0|[1-9][0-9]*+)(?![\w.])"),
    ("word", r"[A-Za-z_][A-Za-z0-9_-]*+"),
    ("sign", r"==|!=|<>|<=|>=|[\[\]().,:=<>*]"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind}>{expression})" for kind, expression in _SPECIFICATION))

_JOINS = {"AND", "OR", "NOT", "FOLLOWEDBY"}
_TESTS = {"LIKE", "MATCHES", "ISSUPERSET", "ISSUBSET", "EXISTS", "IN", "LAST"}
_QUALIFIERS = {"START", "STOP", "SECONDS", "TIMES", "WITHIN", "REPEATS"}
KEYWORDS = frozenset(_JOINS | _TESTS | _QUALIFIERS | {"true", "false"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, sign or constant; the last token of a text has kind "end"."""

    kind: str
    text: str
    start: int
    end: int


def split_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens and one "end"; raise PatternError where no token can begin."""
    position = 0
    while position < len(text):
        matched = _TOKEN.match(text, position)
        if matched is None:
            raise PatternError(position, "unknown-token", "Nothing in the grammar begins like this")
        kind, word = matched.lastgroup or "", matched[0]
        if kind != "space":
            is_keyword = kind == "word" and word in KEYWORDS
            yield Token("keyword" if is_keyword else kind, word, position, matched.end())
        position = matched.end()
    yield Token("end", "", position, position)
