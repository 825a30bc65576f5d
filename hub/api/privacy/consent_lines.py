"""Consents a line each: read, recorded in groups, and answered line by line; a bad line sinks no other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from rest_framework.exceptions import ValidationError

from hub.api.privacy.consent_forms import read_consent_body
from privacy.consent.acts import NewConsent
from privacy.consent.errors import ConsentUnusable
from privacy.consent.services.consents import AT_ONCE, Given, give_consents
from sharing.stix.faults import StixRejected, reject
from sharing.stix.parse import decode_json

MOST_LINES = 10_000
LONGEST_LINE = 50_000  # bytes


@dataclass(frozen=True, slots=True)
class Line:
    """How one line went: its consent, or why it was refused."""

    number: int
    outcome: Given | Exception


def split_lines(raw: bytes) -> list[tuple[int, bytes]]:
    """Return the lines that are not empty by their number. Raises StixRejected for none or too many."""
    lines = [(number, text) for number, text in enumerate(raw.split(b"\n"), 1) if text.strip()]
    if not lines:
        raise reject("", "not-json", "The body holds no line.")
    if len(lines) > MOST_LINES:
        raise reject("", "too-many-lines", f"Send at most {MOST_LINES} lines at once.")
    return lines


def import_lines(
    *, actor: str, now: datetime, controller: str, lines: Iterable[tuple[int, bytes]]
) -> Iterator[Line]:
    """Record consents group by group, a transaction each, and yield how each line went, in order."""
    waiting = iter(lines)
    while group := list(islice(waiting, AT_ONCE)):
        read = [(number, _read(text)) for number, text in group]
        good = [one for _, one in read if isinstance(one, NewConsent)]
        results = iter(give_consents(actor=actor, now=now, controller=controller, new=good))
        for number, one in read:
            yield Line(number, next(results) if isinstance(one, NewConsent) else one)


def _read(text: bytes) -> NewConsent | Exception:
    if len(text) > LONGEST_LINE:
        return ConsentUnusable("line", f"Give at most {LONGEST_LINE} bytes a line.")
    try:
        return read_consent_body(decode_json(text))
    except (StixRejected, ValidationError) as error:
        return error
