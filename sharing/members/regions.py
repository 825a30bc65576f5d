"""From where an institution reads: declared, opened when all it holds was judged for it, refused till then.

Whatever is released is judged for every region that its recipient declared. A region that comes later opens
when what was delivered before has been judged again; one that goes closes at once (PC-19).
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import move_standing
from sharing.members.actors import SYSTEM, Actor
from sharing.members.models import Institution
from sharing.members.places import list_regions


@transaction.atomic
def declare_regions(
    *, actor: str, now: datetime, institution: Institution, regions: Iterable[str]
) -> None:
    """Set where an institution's staff and processors read besides its own place. Raises Unusable.

    Each release from now on is judged for all of them. Whoever reads from a new one waits until it opens.
    """
    declared = list_regions(regions, home=institution.jurisdiction)
    # What was decided before and is not written yet is decided again.
    move_standing()
    row = Institution.objects.select_for_update().get(id=institution.id)
    row.reading_regions = declared
    row.open_regions = sorted({*row.open_regions} & {*declared})
    row.regions_declared_at = None if row.open_regions == declared else now
    row.save(update_fields=["reading_regions", "open_regions", "regions_declared_at"])
    details = {"regions": declared, "open": row.open_regions}
    record(Event(Action.REGIONS_DECLARED, actor, row.stix_id, now, details))


def list_unopened() -> list[tuple[UUID, tuple[str, ...]]]:
    """Return the institutions that declared regions which are not open yet, with all they declared."""
    rows = Institution.objects.exclude(regions_declared_at=None).order_by("id")
    return [(row.id, tuple(row.reading_regions)) for row in rows]


@transaction.atomic
def open_regions(*, now: datetime, institution_id: UUID, regions: Collection[str]) -> None:
    """Let people and machines of an institution read from the regions that all it holds was judged for.

    Nothing happens where it declared others meanwhile.
    """
    row = Institution.objects.select_for_update().get(id=institution_id)
    if row.reading_regions != sorted(regions):
        return
    row.open_regions, row.regions_declared_at = row.reading_regions, None
    row.save(update_fields=["open_regions", "regions_declared_at"])
    details = {"regions": row.open_regions}
    record(Event(Action.REGIONS_OPENED, SYSTEM, row.stix_id, now, details))


def note_refused_reading(*, actor: Actor, now: datetime) -> None:
    """Record that somebody was not let read from where they are."""
    details = {"reason": "reading-region"}
    record(Event(Action.READING_REFUSED, actor.name, actor.stix_id, now, details))
