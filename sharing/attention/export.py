"""The events behind the gauges of one member, a line an alert: ids, moments and yes or no, nothing else.

Ids are hexadecimal and moments begin with a digit, so no spreadsheet takes a cell for a formula.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sharing.attention.gauges import Reception, Shared

COLUMNS = (
    "event",
    "alert",
    "case",
    "occurred_at",
    "detected_at",
    "submitted_at",
    "accepted_at",
    "decided_at",
    "delivered_at",
    "notified_at",
    "fetched_at",
    "acknowledged_at",
    "judged_at",
    "acted",
    "letters",
)
# Of an alert that came in, and of one that went out.
RECEIVED, SHARED = "received", "shared"


def write_events(receptions: Iterable[Reception], shared: Iterable[Shared]) -> str:
    """Return the events as CSV (RFC 4180), header first; letters are ids separated by blanks."""
    target = io.StringIO()
    rows = csv.DictWriter(target, COLUMNS, restval="")
    rows.writeheader()
    rows.writerows(_list_rows(receptions, shared))
    return target.getvalue()


def _list_rows(
    receptions: Iterable[Reception], shared: Iterable[Shared]
) -> Iterator[dict[str, str]]:
    for one in receptions:
        yield {
            "event": RECEIVED,
            "alert": str(one.alert),
            "case": str(one.case),
            "delivered_at": _write(one.delivered_at),
            "notified_at": _write(one.notified_at),
            "fetched_at": _write(one.fetched_at),
            "acknowledged_at": _write(one.acknowledged_at),
            "judged_at": _write(one.judged_at),
            "acted": "yes" if one.acted else "no",
            "letters": " ".join(one.letters),
        }
    for sent in shared:
        yield {
            "event": SHARED,
            "alert": str(sent.alert),
            "occurred_at": _write(sent.occurred_at),
            "detected_at": _write(sent.detected_at),
            "submitted_at": _write(sent.submitted_at),
            "accepted_at": _write(sent.accepted_at),
            "decided_at": _write(sent.decided_at),
            "delivered_at": _write(sent.delivered_at),
        }


def _write(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")
