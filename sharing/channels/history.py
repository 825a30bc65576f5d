"""What stands in an inbox as subscriptions see it: to try a filter, and to narrow a stream by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.alerts.models import split_tags
from sharing.delivery.models import Delivery, RenditionObject
from sharing.delivery.selectors import inbox_of, open_body, position_at
from sharing.members.actors import Actor
from sharing.routing.match import Filter, View, find_matches, find_tokens

SPAN = timedelta(days=30)
# Enough to know what a filter is like; a busier inbox is looked at from its new end.
MOST_LOOKED_AT = 10_000
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """How a filter would have done: deliveries looked at and matched, and whether that was all."""

    looked_at: int
    matched: int
    complete: bool


@transaction.atomic
def try_filter(*, actor: Actor, now: datetime, wanted: Filter) -> Trial:
    """Return how many of the actor's deliveries of the last 30 days a filter matches.

    Where the filter watches tokens, the answer tells of content, and that is recorded.
    """
    rows = (
        inbox_of(actor)
        .select_related("rendition", "alert__reporter", "alert__membership")
        .defer("alert__body")
        .filter(kind=Delivery.Kind.ALERT)
        .filter(withdrawn_at=None)
        .filter(position__gte=position_at(now - SPAN))
        .order_by("-position")
    )
    found = list(rows[: MOST_LOOKED_AT + 1])
    looked_at = found[:MOST_LOOKED_AT]
    matched = sum(
        len(list_matching(looked_at[start : start + _AT_ONCE], wanted))
        for start in range(0, len(looked_at), _AT_ONCE)
    )
    if wanted.watch:
        details = {"by": "filter", "looked_at": len(looked_at), "matched": matched}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))
    return Trial(len(looked_at), matched, complete=len(found) <= MOST_LOOKED_AT)


def list_matching(deliveries: Sequence[Delivery], wanted: Filter) -> list[Delivery]:
    """Return those of one recipient's deliveries that a filter matches (with rendition and alert)."""
    tokens = _read_tokens(deliveries) if wanted.watch else {}
    groups = _read_groups(deliveries) if wanted.groups else {}
    return [
        row for row in deliveries if find_matches(_view_of(row, groups, tokens), wanted) is not None
    ]


def _view_of(
    row: Delivery, groups: dict[UUID, set[str]], tokens: dict[UUID, frozenset[str]]
) -> View:
    alert, membership = row.alert, getattr(row.alert, "membership", None)
    return View(
        categories=frozenset(split_tags(alert.categories)),
        jurisdictions=frozenset(split_tags(alert.jurisdictions)),
        severity=alert.severity,
        score=membership.score if membership else 0,
        groups=frozenset(groups.get(alert.id, ())),
        reporter_kind=alert.reporter.kind if row.rendition.attributed else "",
        tokens=tokens.get(row.rendition_id, frozenset()),
    )


def _read_groups(deliveries: Iterable[Delivery]) -> dict[UUID, set[str]]:
    """Return the groups that each alert was addressed to and that its recipient reads it in."""
    rows = list(deliveries)
    found: dict[UUID, set[str]] = defaultdict(set)
    copies = Delivery.objects.filter(
        alert_id__in=[row.alert_id for row in rows],
        recipient_id__in={row.recipient_id for row in rows},
        feed__group__isnull=False,
        kind=Delivery.Kind.ALERT,
    )
    for alert_id, slug in copies.values_list("alert_id", "feed__group__slug"):
        found[alert_id].add(str(slug))
    return found


def _read_tokens(deliveries: Iterable[Delivery]) -> dict[UUID, frozenset[str]]:
    sealed = {row.rendition_id: row.rendition.sealed for row in deliveries}
    found: dict[UUID, frozenset[str]] = defaultdict(frozenset)
    rows = RenditionObject.objects.filter(rendition_id__in=sealed, withdrawn=False)
    for row in rows.iterator(chunk_size=_AT_ONCE):
        body = open_body(row, sealed=sealed[row.rendition_id])
        found[row.rendition_id] |= find_tokens([body])
    return found
