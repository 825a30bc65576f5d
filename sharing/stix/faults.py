"""What was wrong with a submission, said without repeating it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice


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
    """Return the JSON Pointer (RFC 6901) that walks the given keys and indexes."""
    return "".join(f"/{_escape_step(str(step))}" for step in steps)


def _escape_step(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def reject(pointer: str, code: str, message: str) -> StixRejected:
    """Return the rejection for a single fault, ready to be raised."""
    return StixRejected((Fault(pointer, code, message),))


def refuse_any(faults: Iterable[Fault], limit: int) -> None:
    """Raise StixRejected when there is any fault; the faults are read no further than needed."""
    remaining = iter(faults)
    for first in remaining:
        raise StixRejected(chain([first], remaining), limit)
