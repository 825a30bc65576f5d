"""Reads of contacts, alarms and arrangements; what is complete enough for acts to rest on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from privacy.arrangements.errors import ArrangementMissing, ContactLapsed
from privacy.arrangements.models import Arrangement, Contact, Participation, PersonAlarm
from privacy.arrangements.rules import find_basis

# Where a page ends: the time of its last row and its id.
Place = tuple[datetime, UUID]
# Either law's: one of them has to be named (PIPL 52; GDPR 37 to 39).
_ANSWERING = frozenset({Contact.Role.IN_CHARGE.value, Contact.Role.PROTECTION_OFFICER.value})


@dataclass(frozen=True, slots=True)
class Complete:
    """An arrangement that acts between these members (STIX ids) can rest on."""

    reference: str
    basis: str
    assessment: str
    host: str
    valid_from: datetime
    valid_to: datetime | None
    members: frozenset[str]


def list_contacts(*, institution: str) -> list[Contact]:
    """Return the contacts of an institution, latest first."""
    return list(Contact.objects.filter(institution=institution).order_by("-named_at", "-id"))


def check_contact(*, institution: str, now: datetime) -> None:
    """Make sure that people can reach who answers for their data. Raises ContactLapsed, saying what to do."""
    gap = find_gap(institution=institution, now=now)
    if gap:
        raise ContactLapsed("contact", gap)


def find_gap(*, institution: str, now: datetime) -> str:
    """Return which contact lacks and what to do, or "" (PC-34).

    Either a person in charge or a protection officer is named and in date; and a role that was named and
    ran out needs its successor, or to be ended.
    """
    rows = list(Contact.objects.filter(institution=institution, ended_at=None))
    current = {row.role for row in rows if _is_current(row, now)}
    lapsed = {row.role for row in rows if row.valid_to and row.valid_to <= now} - current
    if current.isdisjoint(_ANSWERING):
        return "Name a contact in date: a person-in-charge or a data-protection-officer."
    if lapsed:
        return f"The contact has lapsed: name a successor, or end it: {', '.join(sorted(lapsed))}."
    return ""


def list_person_alarms(*, institution: str) -> list[PersonAlarm]:
    """Return what an institution was alarmed of, latest first."""
    return list(PersonAlarm.objects.filter(institution=institution).order_by("-at", "-id"))


def list_arrangements(
    *, institution: str, before: Place | None = None, limit: int
) -> list[Arrangement]:
    """Return the arrangements that an institution is or was a member of, newest first."""
    rows = _visible(institution)
    if before:
        at, row_id = before
        rows = rows.filter(Q(filed_at__lt=at) | Q(filed_at=at, id__lt=row_id))
    return list(rows.order_by("-filed_at", "-id")[:limit])


def get_arrangement(*, institution: str, arrangement_id: UUID) -> Arrangement:
    """Return one of them. Raises ArrangementMissing."""
    found = _visible(institution).filter(id=arrangement_id).first()
    if found is None:
        raise ArrangementMissing("there is no such arrangement")
    return found


def load_arrangements(*, now: datetime) -> tuple[Complete, ...]:
    """Return what acts of the whole exchange can rest on at this moment (one statement).

    Its members are those that told their authority, and whose authority verified it where the law asks for
    that, and that have not left.
    """
    rows = (
        Participation.objects.filter(left_at=None)
        .filter(notified_at__lte=now)
        .filter(arrangement__ended_at=None)
        .filter(arrangement__approved_at__lte=now)
        .filter(arrangement__valid_from__lte=now)
        .filter(Q(arrangement__valid_to=None) | Q(arrangement__valid_to__gt=now))
        .select_related("arrangement")
        .order_by("arrangement__filed_at", "arrangement_id", "id")
    )
    members: dict[UUID, set[str]] = defaultdict(set)
    found: dict[UUID, Arrangement] = {}
    for row in rows:
        law = find_basis(row.arrangement.basis)
        if law and (row.verified_at or not law.verified):
            members[row.arrangement_id].add(row.institution)
            found[row.arrangement_id] = row.arrangement
    return tuple(_complete(row, frozenset(members[row.id])) for row in found.values())


def _complete(row: Arrangement, members: frozenset[str]) -> Complete:
    return Complete(
        reference=str(row.id),
        basis=row.basis,
        assessment=str(row.assessment),
        host=row.host,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        members=members,
    )


def _is_current(row: Contact, now: datetime) -> bool:
    return row.valid_from <= now and (row.valid_to is None or now < row.valid_to)


def _visible(institution: str) -> QuerySet[Arrangement]:
    return Arrangement.objects.filter(participations__institution=institution).prefetch_related(
        "participations"
    )
