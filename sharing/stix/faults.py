"""What was wrong with a submission, said without repeating it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice

# Names of members hold fewer digits than numbers of persons.
MOST_DIGITS = 5
_EXTENSION = re.compile(r"extension-definition--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken rule: where (RFC 6901, "" is the document), a stable code, and a sentence.

    The sentence says what is wrong and what to do; it never holds the value itself, because a
    rejected value may be personal or hostile.
    """

    pointer: str
    code: str
    message: str


class StixRejected(Exception):
    """The submission breaks at least one rule; ``more`` counts the faults left unlisted.

    Counting ends at ten times the limit: who sends a million faults learns of some, cheaply.
    """

    def __init__(self, faults: Iterable[Fault], limit: int = 100) -> None:
        found = tuple(dict.fromkeys(islice(faults, limit * 10)))
        self.faults = found[:limit]
        self.more = len(found) - len(self.faults)
        super().__init__(self._summarise())

    def _summarise(self) -> str:
        listed = "; ".join(f"{fault.pointer or '/'}: {fault.code}" for fault in self.faults)
        return f"{listed}; and {self.more} more" if self.more else listed


def make_pointer(*steps: str | int) -> str:
    """Return the JSON Pointer (RFC 6901) that walks the given keys and indexes.

    A member name that may be a datum itself, such as a number of a person, stands as ``*``.
    """
    return "".join(f"/{_write_step(step)}" for step in steps)


def _write_step(step: str | int) -> str:
    if isinstance(step, str) and not _is_extension(step) and _may_be_datum(step):
        return "*"
    return str(step).replace("~", "~0").replace("/", "~1")


def _is_extension(step: str) -> bool:
    return _EXTENSION.fullmatch(step) is not None


def _may_be_datum(step: str) -> bool:
    return sum(character.isdigit() for character in step) > MOST_DIGITS or "@" in step


def reject(pointer: str, code: str, message: str) -> StixRejected:
    """Return the rejection for a single fault, ready to be raised."""
    return StixRejected((Fault(pointer, code, message),))


def refuse_any(faults: Iterable[Fault], limit: int) -> None:
    """Raise StixRejected when there is any fault; the faults are read no further than needed."""
    remaining = iter(faults)
    for first in remaining:
        raise StixRejected(chain([first], remaining), limit)
