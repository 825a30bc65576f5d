"""Of which alerts the objects of a page are; the reader's own are not asked about."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sharing.delivery.models import FeedObject
from sharing.members.actors import Actor

_ALERT = "source__rendition__alert_id"


def select_alerts(
    *, actor: Actor, group: UUID | None, positions: Collection[int]
) -> QuerySet[FeedObject, dict[str, Any]]:
    """Return the ids of the alerts whose objects stand at positions of a feed, for use in a statement."""
    stand: QuerySet[FeedObject, dict[str, Any]] = _stand_at(actor, group, positions).values(_ALERT)
    return stand


def find_alerts(*, actor: Actor, group: UUID | None, positions: Collection[int]) -> dict[int, UUID]:
    """Return the alert of each object that stands at one of these positions of a feed."""
    return dict(_stand_at(actor, group, positions).values_list("position", _ALERT))


def _stand_at(actor: Actor, group: UUID | None, positions: Collection[int]) -> QuerySet[FeedObject]:
    return (
        FeedObject.objects.filter(feed__recipient_id=actor.institution_id)
        .filter(feed__group_id=group)
        .filter(position__in=positions)
        .exclude(reporter_id=actor.institution_id)
    )
