"""Where alerts that may be one event meet: under the unique row of a key they share.

Two workers may meet one event at the same moment. The upsert waits for the other's commit and returns
whoever carried the key before, so the later of the two always sees the earlier.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection

from sharing.alerts.models import Alert
from sharing.cases.models import CaseKey

# Alerts that a key remembers: a key of many more is no evidence, and looking stays cheap.
REMEMBERED = 32
_DIGITS = 32
_CHUNK = 500


def meet(keys: Mapping[UUID, Iterable[int]]) -> dict[UUID, set[UUID]]:
    """Leave each alert under its keys and return whom it met there, others of these included."""
    carriers: dict[int, list[UUID]] = defaultdict(list)
    for alert_id in sorted(keys):
        for key in set(keys[alert_id]):
            carriers[sign(key)].append(alert_id)
    met: dict[UUID, set[UUID]] = {alert_id: set() for alert_id in keys}
    # In one order for everybody, or two workers could wait for each other.
    ordered = sorted(carriers.items())
    for start in range(0, len(ordered), _CHUNK):
        chunk = ordered[start : start + _CHUNK]
        found = _leave(chunk)
        _forget({key: recent for key, recent in found.items() if len(recent) > REMEMBERED})
        for key, recent in found.items():
            for alert_id in carriers[key]:
                met[alert_id].update(recent)
                met[alert_id].discard(alert_id)
    return met


def part(keys: Mapping[UUID, Iterable[int]]) -> None:
    """Take alerts from under their keys. A key that no other alert carried is forgotten."""
    carriers: dict[int, set[str]] = defaultdict(set)
    for alert_id, found in keys.items():
        for key in found:
            carriers[sign(key)].add(alert_id.hex)
    rows = CaseKey.objects.select_for_update().filter(digest__in=carriers).order_by("digest")
    left = []
    for row in rows:
        gone = carriers[row.digest]
        row.uses = max(0, row.uses - len(gone))
        row.recent = _write(one for one in _read(row.recent) if one.hex not in gone)
        left.append(row)
    CaseKey.objects.bulk_update(left, ["uses", "recent"], batch_size=_CHUNK)
    CaseKey.objects.filter(digest__in=carriers, uses=0).delete()


def _leave(rows: Sequence[tuple[int, Sequence[UUID]]]) -> dict[int, list[UUID]]:
    marks = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = f"""
        INSERT INTO cases_casekey (digest, uses, recent) VALUES {marks}
        ON CONFLICT (digest) DO UPDATE
        SET uses = cases_casekey.uses + excluded.uses,
            recent = cases_casekey.recent || excluded.recent
        RETURNING digest, recent
    """  # noqa: S608  # only placeholders and constants are put in
    values = [value for key, alerts in rows for value in (key, len(alerts), _write(alerts))]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {key: _read(recent) for key, recent in cursor.fetchall()}


def _forget(full: Mapping[int, Sequence[UUID]]) -> None:
    """Let full keys forget the oldest alerts of whoever fills them most, so that nobody fills one alone."""
    if not full:
        return
    known = Alert.objects.filter(id__in={one for recent in full.values() for one in recent})
    reporters = dict(known.values_list("id", "reporter_id"))
    rows = []
    for key, recent in sorted(full.items()):
        shares: dict[UUID | None, list[UUID]] = defaultdict(list)
        for one in recent:
            shares[reporters.get(one)].append(one)
        for _ in range(len(recent) - REMEMBERED):
            max(shares.values(), key=len).pop(0)
        kept = {one for share in shares.values() for one in share}
        rows.append(CaseKey(digest=key, recent=_write([one for one in recent if one in kept])))
    CaseKey.objects.bulk_update(rows, ["recent"], batch_size=_CHUNK)


def _write(alerts: Iterable[UUID]) -> str:
    return "".join(one.hex for one in alerts)


def _read(recent: str) -> list[UUID]:
    starts = range(0, len(recent), _DIGITS)
    return [UUID(recent[start : start + _DIGITS]) for start in starts]


def sign(key: int) -> int:
    """Return an unsigned number of 64 bits as databases have it."""
    return key - (1 << 64) if key >= 1 << 63 else key
