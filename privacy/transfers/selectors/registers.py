"""The registers, made of real acts: records of processing by day, and each act that crossed a border.

Whoever received sees of an act what reached it. An act that was refused shows to its exporter alone; its
reasons and grounds are the exporter's, and so is its name where the alert was not attributed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When

from privacy.transfers.models import SharingAct

READ_AT_ONCE = 2_000
# By what records of processing are told apart, in the order of their lines.
KEY = (
    "day",
    "shown_exporter",
    "shown_recipient",
    "kind",
    "categories",
    "purposes",
    "bases",
    "mechanism",
    "measures",
    "outcome",
)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a register is made: the institutions it speaks for, and those it may know besides.

    STIX ids; `is_supervisor` knows every recipient of the institutions it speaks for.
    """

    speaks_for: frozenset[str]
    knows: frozenset[str] = frozenset()
    is_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """Days in the zone of the counters, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Record:
    """A line of the records of processing (PIPL 55, 56; GDPR 30): how many acts of one kind on one day.

    An institution that the reader may not know is "". Lists are codes. `retain_until` is the latest of
    the acts' time limits.
    """

    day: date
    exporter: str
    recipient: str
    kind: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    mechanism: str
    measures: tuple[str, ...]
    outcome: str
    acts: int
    retain_until: datetime | None


@dataclass(frozen=True, slots=True)
class Act:
    """One act as its reader may see it.

    A recipient sees neither treatments nor reasons, grounds and agreements. Where an institution may not
    be known, neither is its region.
    """

    id: int
    alert: UUID
    at: datetime
    day: date
    kind: str
    exporter: str
    recipient: str
    origin_region: str
    recipient_region: str
    outcome: str
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    mechanism: str
    categories: tuple[str, ...]
    treatments: dict[str, str]
    reasons: tuple[str, ...]
    grounds: tuple[str, ...]
    agreements: tuple[str, ...]
    measures: tuple[str, ...]
    rules_version: str
    rendition: UUID | None
    retain_until: datetime | None
    ended_at: datetime | None
    end_cause: str


def list_records(
    *, reader: Reader, period: Period, after: tuple[str, ...] | None = None, limit: int
) -> list[tuple[Record, tuple[str, ...]]]:
    """Return lines of the records of processing, each with its place, which the next page starts after."""
    rows = _group(reader, period)
    if after:
        rows = rows.filter(_follows(dict(zip(KEY, after, strict=True))))
    return [(_record(row), tuple(str(row[name]) for name in KEY)) for row in rows[:limit]]


def walk_records(*, reader: Reader, period: Period) -> Iterator[Record]:
    """Yield all lines of a period, in the same order."""
    for row in _group(reader, period).iterator(chunk_size=READ_AT_ONCE):
        yield _record(row)


def list_transfers(
    *,
    reader: Reader,
    period: Period,
    before: tuple[date, int] | None = None,
    limit: int,
) -> list[Act]:
    """Return the acts that crossed a border, newest first."""
    rows = _seen(reader, period).filter(crosses_border=True)
    if before:
        day, number = before
        rows = rows.filter(Q(day__lt=day) | Q(day=day, id__lt=number))
    ordered = rows.select_related("end").order_by("-day", "-id")
    return [_act(row, reader) for row in ordered[:limit]]


def list_acts_of(*, reader: Reader, alert: UUID) -> list[Act]:
    """Return the acts on one alert that a reader may see, in their order."""
    rows = _visible(reader).filter(alert=alert).select_related("end").order_by("id")
    return [_act(row, reader) for row in rows]


def _visible(reader: Reader) -> QuerySet[SharingAct]:
    """Return the acts of a reader: what its institutions sent or kept back, and what reached them."""
    rows: QuerySet[SharingAct] = SharingAct.objects.filter(
        Q(exporter__in=reader.speaks_for)
        | Q(recipient__in=reader.speaks_for, outcome__startswith="allow")
    ).exclude(Q(kind=SharingAct.Kind.SEALED_VIEW) & ~Q(recipient__in=reader.speaks_for))
    return rows.annotate(
        shown_exporter=_name_if("exporter", Q(exporter__in=reader.speaks_for) | Q(attributed=True)),
        shown_recipient=_name_if("recipient", _names_recipient(reader)),
    )


def _seen(reader: Reader, period: Period) -> QuerySet[SharingAct]:
    return _visible(reader).filter(day__gte=period.first).filter(day__lte=period.last)


def _names_recipient(reader: Reader) -> Q:
    if reader.is_supervisor:
        return Q(id__isnull=False)
    # Who received data of a person is named to who sent it, whatever else it may know (PIPL 23, GDPR 30).
    return Q(recipient__in=reader.speaks_for | reader.knows) | Q(is_personal=True)


def _name_if(field: str, condition: Q) -> Case:
    return Case(When(condition, then=F(field)), default=Value(""), output_field=CharField())


def _group(reader: Reader, period: Period) -> QuerySet[SharingAct, dict[str, Any]]:
    lines: QuerySet[SharingAct, dict[str, Any]] = _seen(reader, period).values(*KEY)
    return lines.annotate(acts=Count("id"), latest=Max("retain_until")).order_by(*KEY)


def _follows(place: Mapping[str, str]) -> Q:
    """Return the condition for lines after a place, in the order of the key."""
    condition, equal = Q(), Q()
    for name, value in place.items():
        condition |= equal & Q(**{f"{name}__gt": value})
        equal &= Q(**{name: value})
    return condition


def _record(row: Mapping[str, Any]) -> Record:
    return Record(
        day=row["day"],
        exporter=row["shown_exporter"],
        recipient=row["shown_recipient"],
        kind=row["kind"],
        categories=tuple(row["categories"].split()),
        purposes=tuple(row["purposes"].split()),
        bases=tuple(row["bases"].split()),
        mechanism=row["mechanism"],
        measures=tuple(row["measures"].split()),
        outcome=row["outcome"],
        acts=row["acts"],
        retain_until=row["latest"],
    )


def _act(row: Any, reader: Reader) -> Act:
    """Return an act as its reader may see it."""
    is_own = row.exporter in reader.speaks_for
    end = getattr(row, "end", None)
    return Act(
        id=row.id,
        alert=row.alert,
        at=row.at,
        day=row.day,
        kind=row.kind,
        exporter=row.shown_exporter,
        recipient=row.shown_recipient,
        origin_region=row.origin_region if row.shown_exporter else "",
        recipient_region=row.recipient_region if row.shown_recipient else "",
        outcome=row.outcome,
        purposes=tuple(row.purposes.split()),
        bases=tuple(row.bases.split()),
        mechanism=row.mechanism,
        categories=tuple(row.categories.split()),
        treatments=_read_treatments(row.treatments) if is_own else {},
        reasons=tuple(row.reasons.split()) if is_own else (),
        grounds=tuple(row.grounds.split()) if is_own else (),
        agreements=tuple(row.agreements.split()) if is_own else (),
        measures=tuple(row.measures.split()),
        rules_version=row.rules_version,
        rendition=row.rendition,
        retain_until=row.retain_until,
        ended_at=end.at if end else None,
        end_cause=end.cause if end else "",
    )


def _read_treatments(text: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in text.split())
