"""Texts in one width and in simplified characters, so that both Chinese scripts are read by one list of words."""

import unicodedata
from functools import cache
from typing import Final

from opencc import OpenCC

# How much of a text is read.
LONGEST: Final = 8_000


def simplify(text: str) -> str:
    """Return a text, cut to LONGEST characters, in one width and in simplified characters."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST])
    return plain if plain.isascii() else _converter().convert(plain)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
