"""The ledger of acts: written with the deliveries, ended by withdrawals, cut by its term (PC-01, PC-22)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, models, transaction

from privacy import PERSONAL, Category, Treatment
from privacy.policy.regions import legal_region
from privacy.policy.types import Decision
from privacy.transfers.models import ActEnd, SharingAct
from privacy.transfers.terms import day_of, keep_until

ActKind = SharingAct.Kind

WRITTEN_AT_ONCE = 500
CUT_AT_ONCE = 5_000
_TRAVELS = frozenset({Treatment.CLEAR, Treatment.TOKENISE, Treatment.GENERALISE})
# A row but its number; those whose values SQLite writes in its own way.
_FIELDS = tuple(field for field in SharingAct._meta.concrete_fields if not field.primary_key)
_ADAPTED = frozenset(
    field for field in _FIELDS if isinstance(field, models.UUIDField | models.DateField)
)
_NAMES = ", ".join(field.column for field in _FIELDS)
_INSERT = f"INSERT INTO transfers_sharingact ({_NAMES})"
_INSERT_DOCUMENT = f"""
    {_INSERT} SELECT {_NAMES}
    FROM jsonb_populate_recordset(NULL::transfers_sharingact, %s::jsonb) RETURNING id
"""  # noqa: S608  # names of columns
_ALLOW_CUTTING = "SELECT set_config('transfers.cutting', 'on', true)"


@dataclass(frozen=True, slots=True)
class NewAct:
    """One decision on one alert for one recipient, as it was carried out.

    Institutions are STIX ids; the recipient is "" for a publication. `categories` are those that the alert
    holds; what became of each says the decision. `bases` are codes such as `pipl.statutory_duty`,
    `measures` such as `sealed`. No list holds a code with a blank in it. `retain_until` is the time limit
    of what was handed out (GDPR 30(1)(f)), None where the sender stated none. `grounds` say what the
    decision rests on, by kind: `assessment:<id>`, `consent:<id>`, `hold:<id>` and the like.
    """

    alert: UUID
    exporter: str
    recipient: str
    origin_region: str
    recipient_region: str
    decision: Decision
    categories: frozenset[Category]
    purposes: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    route: str = ""
    rendition: UUID | None = None
    retain_until: datetime | None = None
    grounds: tuple[str, ...] = ()
    # Where the recipient reads besides (PC-19).
    reader_regions: tuple[str, ...] = ()
    kind: SharingAct.Kind = SharingAct.Kind.DISCLOSURE


@transaction.atomic
def record_acts(*, now: datetime, acts: Sequence[NewAct]) -> tuple[int, ...]:
    """Write acts into the ledger, inside the transaction that hands them out; return their numbers.

    Raises ValueError for a code with a blank in it.
    """
    shared = {"at": now, "day": day_of(now), "keep_until": keep_until("sharing-act", now)}
    rows = [_describe(act) | shared for act in acts]
    numbers: list[int] = []
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        numbers += _insert(rows[start : start + WRITTEN_AT_ONCE])
    return tuple(numbers)


@transaction.atomic
def end_acts(
    *,
    now: datetime,
    cause: str,
    alerts: Collection[UUID],
    recipients: Collection[str] | None = None,
) -> int:
    """Record that acts on these alerts were taken back, from these recipients or from all.

    An act ends once: a later cause adds nothing. Return how many ended now.
    """
    acts = SharingAct.objects.filter(alert__in=alerts, end=None)
    if recipients is not None:
        acts = acts.filter(recipient__in=recipients)
    ends = [
        ActEnd(act_id=number, at=now, cause=cause) for number in acts.values_list("id", flat=True)
    ]
    ActEnd.objects.bulk_create(ends, batch_size=WRITTEN_AT_ONCE, ignore_conflicts=True)
    return len(ends)


@transaction.atomic
def cut_ledger(*, now: datetime) -> int:
    """Remove up to 5,000 acts that need not be kept any longer, and return how many (PIPL 56: 3 years)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_ALLOW_CUTTING)
    over = SharingAct.objects.filter(keep_until__lte=now).order_by("id")
    numbers = list(over.values_list("id", flat=True)[:CUT_AT_ONCE])
    SharingAct.objects.filter(id__in=numbers).cut()
    return len(numbers)


def _insert(rows: list[dict[str, Any]]) -> list[int]:
    """Write rows with one statement; on the hot path of delivery models take five times as long."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_INSERT_DOCUMENT, [orjson.dumps(rows).decode()])
        else:
            cursor.execute(f"{_INSERT} VALUES {_marks(len(rows))} RETURNING id", _values(rows))
        return [number for (number,) in cursor.fetchall()]


def _marks(rows: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * len(_FIELDS))})"] * rows)


def _values(rows: list[dict[str, Any]]) -> list[Any]:
    return [
        field.get_db_prep_save(row[field.name], connection)
        if field in _ADAPTED
        else row[field.name]
        for row in rows
        for field in _FIELDS
    ]


def _describe(act: NewAct) -> dict[str, Any]:
    """Return the columns of an act but those that all acts of one transaction share."""
    decision = act.decision
    return {
        "kind": act.kind.value,
        "alert": act.alert,
        "exporter": act.exporter,
        "recipient": act.recipient,
        "origin_region": act.origin_region,
        "recipient_region": act.recipient_region,
        "crosses_border": any(
            _crosses_border(act.origin_region, place)
            for place in (act.recipient_region, *act.reader_regions)
        ),
        "route": act.route,
        "outcome": decision.outcome.value,
        "purposes": _join(act.purposes),
        "bases": _join(act.bases),
        "mechanism": decision.mechanism,
        **_describe_data(decision, act.categories),
        "attributed": decision.attribution,
        "grounds": _join(act.grounds),
        "agreements": _join(act.agreements),
        "measures": _join(act.measures),
        "rules_version": decision.rules_version,
        "rendition": act.rendition,
        "retain_until": act.retain_until,
    }


@lru_cache(maxsize=1024)
def _describe_data(decision: Decision, categories: frozenset[Category]) -> dict[str, Any]:
    """Return what became of each category and why; many recipients share one decision."""
    treatments = {one: decision.treatment_of(one) for one in sorted(categories)}
    travelled = [one for one, how in treatments.items() if how in _TRAVELS and decision.is_allowed]
    return {
        "treatments": _join(tuple(f"{one.value}={how.value}" for one, how in treatments.items())),
        "categories": _join(tuple(one.value for one in travelled)),
        "is_personal": not PERSONAL.isdisjoint(travelled),
        "reasons": _join(tuple(reason.code for reason in decision.reasons)),
    }


def _crosses_border(origin: str, destination: str) -> bool:
    """Say whether an act leaves its legal region; where one is unknown, it does."""
    home, there = legal_region(origin), legal_region(destination)
    return home != there or not home


@lru_cache(maxsize=4096)
def _join(codes: tuple[str, ...]) -> str:
    """Return codes as the ledger keeps them: each once, in order, with a blank between."""
    if any(not code or " " in code for code in codes):
        raise ValueError("a code of the ledger holds a blank or nothing")
    return " ".join(sorted(set(codes)))
