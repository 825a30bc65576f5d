"""Tokens by which recipients watch for a person: gone with the last alert that tells of them (PC-15, PC-31)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.pseudonyms.tokens import tokenise_for
from privacy.subjects.identifiers import is_strong, normalise_identifier
from privacy.subjects.selectors import find_items, read_said
from privacy.subjects.types import Mentioning, Said
from sharing.groups.acts import circle_of
from sharing.members.models import Institution
from sharing.routing.models import Subscription

_MONTHS_OF_A_QUARTER = 3


def list_tokens(found: Collection[Mentioning], *, now: datetime) -> frozenset[str]:
    """Return each token that recipients may have seen of a person in these items; ask before the erasure.

    Of every region of the exchange, and of each quarter since the first of the items.
    """
    if not found:
        return frozenset()
    regions = Institution.objects.order_by().values_list("jurisdiction", flat=True).distinct()
    first = min(one.at for one in found)
    circles = {circle_of(place, at) for place in regions for at in _list_quarters(first, now)}
    said = {one for values in read_said(found).values() for one in values}
    return frozenset(_tokenise(circles, said))


def forget_watched(
    *, actor: str, now: datetime, subjects: frozenset[bytes], tokens: frozenset[str]
) -> int:
    """Take tokens out of all subscriptions once nothing tells of the person any more; return from how many.

    A subscription that has nothing left to watch for pushes nothing: an empty filter would push everything.
    """
    if not tokens or find_items(subjects=subjects):
        return 0
    rows = [
        row
        for row in Subscription.objects.select_for_update(of=("self",)).exclude(watch=[])
        if not tokens.isdisjoint(row.watch)
    ]
    for row in rows:
        row.watch = [token for token in row.watch if token not in tokens]
        row.channels = row.channels if row.watch else []
        row.save(update_fields=["watch", "channels"])
    record_many(
        Event(Action.SUBSCRIPTION_SAVED, actor, str(row.institution_id), now, _describe(row))
        for row in rows
    )
    return len(rows)


def _tokenise(circles: Collection[str], said: Iterable[Said]) -> Iterator[str]:
    for one in said:
        value = normalise_identifier(one.kind, one.value)
        if is_strong(one.kind, value):
            yield from (tokenise_for(circle)(one.kind, value) for circle in circles)


def _list_quarters(first: datetime, last: datetime) -> Iterator[datetime]:
    """Yield a moment in each quarter from one moment to another."""
    year, quarter = first.year, (first.month - 1) // _MONTHS_OF_A_QUARTER
    while (year, quarter) <= (last.year, (last.month - 1) // _MONTHS_OF_A_QUARTER):
        yield first.replace(year=year, month=quarter * _MONTHS_OF_A_QUARTER + 1, day=1)
        year, quarter = (year, quarter + 1) if quarter < _MONTHS_OF_A_QUARTER else (year + 1, 0)


def _describe(row: Subscription) -> dict[str, object]:
    return {"subscription": str(row.id), "channels": row.channels}
