"""The catalogue of important data: who declares what, and whether an alert falls under it (PC-37; DSL 21).

Data is not important unless it was notified or published as such: a regulator says so for its jurisdictions,
another institution for what itself reports.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import move_standing, refuse_personal
from sharing.errors import NotFound, Unusable
from sharing.members.actors import SYSTEM, Actor
from sharing.members.models import ImportantData, Institution
from sharing.stix.vocabulary import RISK_CATEGORIES

MOST_ENTRIES = 500
# What was decided just before a declaration may be written after all was judged under it.
SETTLING = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewImportant:
    """What is declared: one of category and label, its published source, and its days."""

    source: str
    valid_from: datetime
    category: str = ""
    label: str = ""
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A declaration in force. `covers` are the jurisdictions of a regulator, empty for others."""

    id: UUID
    institution_id: UUID
    covers: frozenset[str]
    category: str
    label: str

    def names(
        self,
        *,
        reporter_id: UUID,
        jurisdiction: str,
        categories: Collection[str],
        labels: Collection[str],
    ) -> bool:
        """Say whether an alert with these categories and labels of a reporter falls under it."""
        reaches = reporter_id == self.institution_id or any(
            jurisdiction == area or jurisdiction.startswith(f"{area}-") for area in self.covers
        )
        return reaches and (self.category in categories if self.category else self.label in labels)


@transaction.atomic
def declare_important(*, actor: Actor, now: datetime, new: NewImportant) -> ImportantData:
    """Declare a category or a label important; what is stored is judged again soon.

    Raises Unusable, and PersonalText for words that name a person.
    """
    _check(new)
    refuse_personal(new.source, "source")
    refuse_personal(new.label, "label")
    rows = ImportantData.objects.filter(declared_by_id=actor.institution_id)
    if rows.count() >= MOST_ENTRIES:
        raise Unusable("category", f"There are {MOST_ENTRIES} declarations already.")
    # What was decided before and is not written yet is decided again.
    move_standing()
    row = ImportantData.objects.create(
        declared_by_id=actor.institution_id,
        category=new.category,
        label=new.label,
        source=new.source,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        declared_at=now,
    )
    record(Event(Action.IMPORTANT_DATA_DECLARED, actor.name, str(row.id), now))
    return row


@transaction.atomic
def end_important(*, actor: Actor, now: datetime, entry_id: UUID) -> ImportantData:
    """End a declaration of the actor's institution; what was taken back stays so. Raises NotFound."""
    row = (
        ImportantData.objects.select_for_update()
        .filter(id=entry_id, declared_by_id=actor.institution_id)
        .first()
    )
    if row is None:
        raise NotFound("there is no such declaration")
    if row.valid_to is None or row.valid_to > now:
        row.valid_to = max(now, row.valid_from)
        row.save(update_fields=["valid_to"])
        record(Event(Action.IMPORTANT_DATA_ENDED, actor.name, str(row.id), now))
    return row


def list_important(
    *, actor: Actor, before: tuple[datetime, UUID] | None, limit: int
) -> list[ImportantData]:
    """Return the declarations of the actor's institution, newest first."""
    rows = ImportantData.objects.filter(declared_by_id=actor.institution_id)
    if before is not None:
        at, last = before
        rows = rows.filter(Q(declared_at__lt=at) | Q(declared_at=at, id__lt=last))
    return list(rows.order_by("-declared_at", "-id")[:limit])


def load_catalogue(*, now: datetime) -> tuple[Entry, ...]:
    """Return the declarations of active institutions that are in force; one query."""
    return tuple(_show(row) for row in _in_force(now))


def list_unjudged(*, now: datetime) -> tuple[Entry, ...]:
    """Return declarations in force since which not all that is stored was judged again."""
    early = Q(judged_at__lt=F("declared_at") + SETTLING) | Q(
        judged_at__lt=F("valid_from") + SETTLING
    )
    rows = _in_force(now).filter(Q(judged_at=None) | early)
    return tuple(_show(row) for row in rows.order_by("declared_at"))


@transaction.atomic
def note_judged(*, now: datetime, entry_id: UUID, taken: int) -> None:
    """Record that what was stored has been judged under a declaration, and how many copies went."""
    rows = ImportantData.objects.filter(id=entry_id)
    is_first = rows.filter(judged_at=None).exists()
    rows.update(judged_at=now)
    if not (is_first or taken):
        return
    details = {"judged": True, "copies": taken}
    record(Event(Action.IMPORTANT_DATA_DECLARED, SYSTEM, str(entry_id), now, details))


def _in_force(now: datetime) -> QuerySet[ImportantData]:
    rows = ImportantData.objects.select_related("declared_by").filter(valid_from__lte=now)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=now))
    return rows.filter(declared_by__status=Institution.Status.ACTIVE)


def _show(row: ImportantData) -> Entry:
    owner = row.declared_by
    is_regulator = owner.kind == Institution.Kind.REGULATOR
    covers = frozenset(owner.covers) if is_regulator else frozenset[str]()
    return Entry(row.id, owner.id, covers, row.category, row.label)


def _check(new: NewImportant) -> None:
    if bool(new.category) == bool(new.label):
        raise Unusable("category", "Give a risk category or a label, one of the two.")
    if new.category and new.category not in RISK_CATEGORIES:
        raise Unusable("category", "Give a risk category of the profile.")
    if new.valid_to is not None and new.valid_to <= new.valid_from:
        raise Unusable("valid_to", "Give a moment after valid_from.")
