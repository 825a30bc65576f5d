"""Note what was looked at. A mark decides nothing and tells of no content, so the audit log has no event."""

from datetime import datetime

from django.db import transaction

from sharing.attention.models import Look
from sharing.errors import Unusable
from sharing.members.actors import Actor


@transaction.atomic
def mark_seen(*, actor: Actor, now: datetime, until: datetime | None = None) -> datetime:
    """Note that the actor has looked at all up to a moment (now), and return the mark that holds.

    A mark never moves back, so of two windows of one person the later one wins. Raises Unusable for a
    moment that has not come.
    """
    at = now if until is None else until
    if at > now:
        raise Unusable("at", "Give a moment that is not in the future.")
    row, _created = Look.objects.select_for_update().get_or_create(
        institution_id=actor.institution_id, user_id=actor.user_id, defaults={"seen_at": at}
    )
    if row.seen_at < at:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
    return row.seen_at
