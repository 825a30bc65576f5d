"""What a restriction or an objection stopped, put on its way again once it has ended (GDPR 18(3)).

Here only is noted which copies those are; the pipeline decides each anew and delivers it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from privacy.gate import Outcome
from privacy.subjects.models import Objection, Restriction
from privacy.subjects.types import Mentioning
from sharing.delivery.models import Cause, Delivery
from sharing.delivery.selectors import position_at
from sharing.holds.models import Hold, Return

WRITTEN_AT_ONCE = 500


def find_since(
    kind: type[Restriction] | type[Objection], subjects: frozenset[bytes], controller: str
) -> frozenset[datetime]:
    """Return when what stands of a person began at a controller; ask before it is lifted."""
    rows = kind._default_manager.filter(subject__in=list(subjects), controller=controller)
    return frozenset(rows.values_list("since", flat=True))


def bring_back(*, now: datetime, found: Sequence[Mentioning], since: Collection[datetime]) -> int:
    """Note each copy of these alerts that was stopped, to go out again; return of how many alerts.

    Copies that waited for an officer when it began are among them, and such as went out masked meanwhile.
    """
    ids = [one.item_id for one in found]
    stopped = {*_list_withdrawn(ids), *_list_dropped(ids, since), *_list_masked(ids, since)}
    Return.objects.bulk_create(
        [Return(alert_id=one, recipient_id=to, since=now) for one, to in sorted(stopped)],
        ignore_conflicts=True,
        batch_size=WRITTEN_AT_ONCE,
    )
    return len(found)


def _list_withdrawn(ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    rows = Delivery.objects.filter(alert_id__in=ids).filter(kind=Delivery.Kind.ALERT)
    rows = rows.filter(cause=Cause.RESTRICTED).exclude(withdrawn_at=None)
    return list(rows.values_list("alert_id", "recipient_id").distinct())


def _list_dropped(ids: Sequence[UUID], since: Collection[datetime]) -> list[tuple[UUID, UUID]]:
    rows = Hold.objects.filter(submission_id__in=ids).filter(kind=Hold.Kind.RELEASE)
    rows = rows.filter(state=Hold.State.GONE).filter(decided_at__in=list(since))
    return list(rows.values_list("submission_id", "recipient_id").distinct())


def _list_masked(ids: Sequence[UUID], since: Collection[datetime]) -> set[tuple[UUID, UUID]]:
    """Return copies that tell of nobody and came since, but for those that two persons had masked."""
    if not since:
        return set()
    rows = Delivery.objects.filter(alert_id__in=ids).filter(kind=Delivery.Kind.ALERT)
    rows = rows.filter(rendition__outcome=Outcome.ALLOW_REDACTED.value).filter(withdrawn_at=None)
    rows = rows.filter(Q(position=None) | Q(position__gte=position_at(min(since))))
    ruled = Hold.objects.filter(submission_id__in=ids, state=Hold.State.REDACTED)
    return {*rows.values_list("alert_id", "recipient_id")} - {
        *ruled.values_list("submission_id", "recipient_id")
    }
