"""The values of constants, and what a comparison may say with them."""

import re
import warnings
from typing import Final

from sharing.stix.limits import Limits
from sharing.stix.patterns.tokens import Token
from sharing.stix.patterns.tree import Comparison, Literal, PatternError

_ESCAPED = re.compile(r"\\(['\\])")
_LONGEST_NUMBER = 30
# Hexadecimal digits of the digests in hash-algorithm-ov (section 10.7), names without hyphens.
_DIGEST_DIGITS: Final = {
    "MD5": 32,
    "SHA1": 40,
    "RIPEMD160": 40,
    "SHA224": 56,
    "SHA256": 64,
    "SHA384": 96,
    "SHA512": 128,
    "SHA3256": 64,
    "SHA3512": 128,
}
_HEX = re.compile(r"[0-9a-fA-F]+")
# What Python's compiler says of expressions that are broken in PCRE too.
_BROKEN = re.compile("unterminated|unbalanced|missing|nothing to repeat|end of pattern")
# Python warns of sets that it may read otherwise one day; what strangers send is not our code.
warnings.filterwarnings("ignore", category=FutureWarning, module=__name__)


def read_literal(token: Token) -> Literal:
    """Return the constant that the token writes, its escapes undone."""
    text = token.text
    if token.kind == "keyword":
        return Literal("boolean", text == "true", token.start, token.end)
    if token.kind in {"integer", "float"}:
        return _read_number(token)
    content = text[text.index("'") + 1 : -1]
    if token.kind == "string":
        return Literal("string", _ESCAPED.sub(r"\1", content), token.start, token.end)
    if token.kind == "hex":
        return Literal("hex", content, token.start, token.end)
    kind: Final = "binary" if token.kind == "binary" else "timestamp"
    return Literal(kind, content, token.start, token.end)


def _read_number(token: Token) -> Literal:
    if len(token.text) > _LONGEST_NUMBER:
        raise PatternError(token.start, "number-too-long", "The number has too many digits")
    if token.kind == "integer":
        return Literal("integer", int(token.text), token.start, token.end)
    return Literal("float", float(token.text), token.start, token.end)


def check_comparison(comparison: Comparison, start: int, limits: Limits) -> None:
    """Raise PatternError for a digest of the wrong form or a broken regular expression."""
    if comparison.operator in {"=", "!=", "IN"}:
        _check_digests(comparison)
    elif comparison.operator == "MATCHES":
        _check_regex(str(comparison.literals[0].value), start, limits)


def _check_digests(comparison: Comparison) -> None:
    if len(comparison.path) < 2 or comparison.path[-2] != "hashes":
        return
    digits = _DIGEST_DIGITS.get(str(comparison.path[-1]).upper().replace("-", ""))
    for literal in comparison.literals:
        text = str(literal.value)
        if digits and not (len(text) == digits and _HEX.fullmatch(text)):
            message = "The value is no digest of the algorithm that the path names"
            raise PatternError(literal.start, "wrong-digest", message)


def _check_regex(expression: str, start: int, limits: Limits) -> None:
    if len(expression) > limits.regex_length:
        message = f"The regular expression has more than {limits.regex_length} characters"
        raise PatternError(start, "regex-too-long", message)
    if is_broken_regex(expression):
        raise PatternError(start, "broken-regex", "The regular expression cannot be compiled")


def is_broken_regex(expression: str) -> bool:
    """Tell whether no dialect compiles the expression; it is compiled here, never run.

    STIX asks for PCRE. What only Python refuses is let through, since the hub does not match.
    """
    try:
        re.compile(expression)
    except re.error as error:
        return _BROKEN.search(error.msg) is not None
    except (RecursionError, OverflowError):
        return True
    except FutureWarning:
        return False
    return False
