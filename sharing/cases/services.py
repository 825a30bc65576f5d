"""Put alerts into cases and save their scores.

Two workers may meet one event at the same moment: they meet on the unique key. The upsert waits for
the other's commit and returns the case that won, so one event never gets two cases by a race.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from privacy.keys.keyring import keyed_digest
from sharing.cases.components import split_keys
from sharing.cases.fingerprint import Key
from sharing.cases.models import Case, CaseKey, CaseMembership
from sharing.scoring.score import Score

# An observable in more alerts than this is shared infrastructure and joins nothing.
COMMON = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """An alert to be placed: its keys, strongest first, and its score."""

    alert_id: UUID
    keys: tuple[Key, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class _Held:
    """Where a stored key leads and how often it was seen."""

    case_id: UUID
    uses: int


def assign_cases(*, now: datetime, entries: Sequence[Entry]) -> dict[UUID, UUID]:
    """Give each alert its case, new or known, and return case ids by alert id."""
    digests = {key: _digest(key) for entry in entries for key in entry.keys}
    proposed = {entry.alert_id: uuid4() for entry in entries}
    held = _claim_keys(entries, digests, proposed)
    moved: dict[UUID, UUID] = {}
    joining = {entry.alert_id: _list_joining(entry, digests, held) for entry in entries}
    rules = {
        alert_id: _choose(keys, digests, held, moved, proposed[alert_id])
        for alert_id, keys in joining.items()
    }
    placed = {alert_id: _follow(moved, case_id) for alert_id, case_id in proposed.items()}
    opened = set(placed.values()) & set(proposed.values())
    Case.objects.bulk_create(Case(id=case_id, opened_at=now) for case_id in opened)
    _merge(moved)
    CaseMembership.objects.bulk_create(
        CaseMembership(
            alert_id=entry.alert_id,
            case_id=placed[entry.alert_id],
            rule=rules[entry.alert_id],
            score=entry.score.value,
            explanation=[list(part) for part in entry.score.parts],
            keys=b"".join(digests[key] for key in joining[entry.alert_id]),
            assigned_at=now,
        )
        for entry in entries
    )
    return placed


@transaction.atomic
def keep_keys(*, alert_id: UUID, keys: Iterable[Key]) -> None:
    """Leave an alert only those of its keys that are among these; it stays in its case.

    A key that no other alert carried is forgotten.
    """
    row = CaseMembership.objects.select_for_update().filter(alert_id=alert_id).first()
    if row is None:
        return
    before = list(split_keys(bytes(row.keys)))
    wanted = {_digest(key) for key in keys}
    row.keys = b"".join(digest for digest in before if digest in wanted)
    row.save(update_fields=["keys"])
    gone = CaseKey.objects.filter(digest__in=[one for one in before if one not in wanted])
    gone.filter(uses__lte=1).delete()
    gone.update(uses=F("uses") - 1)


def _list_joining(
    entry: Entry, digests: dict[Key, bytes], held: dict[bytes, _Held]
) -> tuple[Key, ...]:
    return tuple(
        key for key in entry.keys if key.rule != "observable" or held[digests[key]].uses <= COMMON
    )


def _choose(
    keys: Sequence[Key],
    digests: dict[Key, bytes],
    held: dict[bytes, _Held],
    moved: dict[UUID, UUID],
    own: UUID,
) -> str:
    """Return the rule by which an alert joins; all cases that its keys lead to become one."""
    rule = "new"
    for key in keys:
        case_id, current = _follow(moved, held[digests[key]].case_id), _follow(moved, own)
        if case_id == current:
            continue
        if rule == "new":
            # The older case stays; the one proposed for this alert is given up.
            rule, moved[current] = key.rule, case_id
        else:
            moved[case_id] = current
    return rule


def _follow(moved: dict[UUID, UUID], case_id: UUID) -> UUID:
    while case_id in moved:
        case_id = moved[case_id]
    return case_id


def _merge(moved: dict[UUID, UUID]) -> None:
    for abandoned in moved:
        case_id = _follow(moved, abandoned)
        # Keys first: this waits for who is placing an alert by them, and then its alert is seen.
        CaseKey.objects.filter(case_id=abandoned).update(case_id=case_id)
        CaseMembership.objects.filter(case_id=abandoned).update(case_id=case_id)


def _claim_keys(
    entries: Sequence[Entry], digests: dict[Key, bytes], proposed: dict[UUID, UUID]
) -> dict[bytes, _Held]:
    first: dict[bytes, tuple[UUID, int]] = {}
    for entry in entries:
        for digest in {digests[key] for key in entry.keys}:
            case_id, uses = first.get(digest, (proposed[entry.alert_id], 0))
            first[digest] = (case_id, uses + 1)
    held: dict[bytes, _Held] = {}
    # In one order for everybody, or two workers could wait for each other.
    ordered = sorted(first.items())
    for start in range(0, len(ordered), 200):
        held.update(_upsert(ordered[start : start + 200]))
    return held


def _upsert(rows: list[tuple[bytes, tuple[UUID, int]]]) -> dict[bytes, _Held]:
    marks = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = f"""
        INSERT INTO cases_casekey (digest, case_id, uses) VALUES {marks}
        ON CONFLICT (digest) DO UPDATE SET uses = cases_casekey.uses + excluded.uses
        RETURNING digest, case_id, uses
    """  # noqa: S608  # only placeholders are put in
    field = CaseKey._meta.get_field("case")
    values = [
        value
        for digest, (case_id, uses) in rows
        for value in (digest, field.get_db_prep_value(case_id, connection), uses)
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {
            bytes(digest): _Held(case_id if isinstance(case_id, UUID) else UUID(case_id), uses)
            for digest, case_id, uses in cursor.fetchall()
        }


def _digest(key: Key) -> bytes:
    return keyed_digest("case-key", f"{key.rule}\x1f{key.value}".encode())
