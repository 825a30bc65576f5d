"""The room's dated rows: laws under which arrangements stand, numbers of persons, words of role mailboxes."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

_MAILBOX = re.compile(r"([a-z0-9][a-z0-9._-]{0,62})@[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+")
_PARTS = re.compile(r"[._-]")


@dataclass(frozen=True, slots=True)
class Basis:
    """A law under which an arrangement can stand, and whether an authority verifies it first."""

    basis: str
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of persons at which the law asks for more, and from which count on it alarms."""

    name: str
    limit: int
    alarm_at: int
    source: str


def find_basis(basis: str) -> Basis | None:
    """Return the law of a basis, also one that is not in force yet: arrangements are prepared before."""
    row = next((row for row in _read()["bases"] if row["basis"] == basis), None)
    return row and Basis(row["basis"], row["verified"], row["source"])


def list_bases() -> tuple[str, ...]:
    """Return the bases that arrangements can have."""
    return tuple(row["basis"] for row in _read()["bases"])


def list_thresholds(day: date) -> tuple[Threshold, ...]:
    """Return the thresholds in force on a day; an alarm starts at the percentage of its row, rounded up."""
    return tuple(
        Threshold(
            row["threshold"],
            row["limit"],
            -(-row["limit"] * row["alarm_percent"] // 100),
            row["source"],
        )
        for row in _read()["persons"]
        if date.fromisoformat(row["from"]) <= day
        and ("until" not in row or day <= date.fromisoformat(row["until"]))
    )


def is_role_mailbox(address: str) -> bool:
    """Say whether an address is of a role: by one word at least, with nothing beside it that could be a name."""
    found = _MAILBOX.fullmatch(address)
    if found is None:
        return False
    parts, words = set(_PARTS.split(found.group(1))), set(_read()["mailbox_words"])
    return bool(parts & words) and parts <= words.union(_read()["mailbox_additions"])


@cache
def _read() -> dict[str, Any]:
    content = files("privacy.arrangements").joinpath("rules.json").read_bytes()
    return dict(orjson.loads(content))
