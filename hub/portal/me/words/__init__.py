"""Plain words for the codes of persons' rights. A code that no table knows is spelt out, never an error."""

from collections.abc import Iterable, Mapping
from typing import Any

from hub.portal.words.plain import spell_out


def say(table: Mapping[str, Any], code: str) -> str:
    """Return the words for a code."""
    return str(table.get(code, spell_out(code)))


def say_all(table: Mapping[str, Any], codes: Iterable[str]) -> tuple[str, ...]:
    """Return the words for codes, each once, in their order."""
    return tuple(dict.fromkeys(say(table, code) for code in codes))
