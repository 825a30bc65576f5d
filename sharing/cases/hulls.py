"""Hulls: connected parts of all alerts that may be one event. They only grow, and the oldest stays.

Whoever changes a hull holds its lock, and locks are taken in one order. A hull may be merged into another
between being found and being locked; then all locks are let go and the search begins anew.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, UUIDField, Value, When

from sharing.cases.models import CaseMembership, Hull

Link = tuple[UUID, UUID]


class _Moved(Exception):
    """A hull was merged before its lock was held."""


def enter_hulls(
    *, now: datetime, fresh: Collection[UUID], links: Iterable[Link]
) -> dict[UUID, int]:
    """Put alerts into the hulls that their links lead to, and return the size of each of these hulls.

    Call inside a transaction: the hulls stay locked until it ends.
    """
    linked = list(links)
    within, hulls = _lock({*fresh, *(one for link in linked for one in link)})
    # Two that stand in one hull are connected, whatever led to them.
    first = {hull: one for one, hull in within.items()}
    linked += [(one, first[hull]) for one, hull in within.items()]
    opened: list[Hull] = []
    changed: list[Hull] = []
    moved: dict[UUID, UUID] = {}
    entering: list[CaseMembership] = []
    for part in _connect(fresh, linked):
        met = sorted(
            {within[one] for one in part if one in within}, key=lambda one: _age(hulls[one])
        )
        hull = hulls[met[0]] if met else Hull(id=min(part), opened_at=now)
        (changed if met else opened).append(hull)
        moved.update(dict.fromkeys(met[1:], hull.id))
        new = [one for one in part if one not in within]
        hull.size += sum(hulls[other].size for other in met[1:]) + len(new)
        entering += [CaseMembership(alert_id=one, hull_id=hull.id) for one in new]
    Hull.objects.bulk_create(opened)
    _merge(moved)
    Hull.objects.bulk_update(changed, ["size"])
    CaseMembership.objects.bulk_update(entering, ["hull"], batch_size=200)
    return {hull.id: hull.size for hull in (*opened, *changed)}


def _age(hull: Hull) -> tuple[datetime, UUID]:
    return hull.opened_at, hull.id


def _connect(fresh: Collection[UUID], links: Iterable[Link]) -> list[list[UUID]]:
    """Return the alerts that links connect, part by part."""
    above = {one: one for one in fresh}
    for a, b in links:
        here, there = _find(above, a), _find(above, b)
        above[here] = there
    parts: dict[UUID, list[UUID]] = defaultdict(list)
    for one in list(above):
        parts[_find(above, one)].append(one)
    return [sorted(part) for _, part in sorted(parts.items())]


def _find(above: dict[UUID, UUID], one: UUID) -> UUID:
    above.setdefault(one, one)
    while above[one] != one:
        above[one] = one = above[above[one]]
    return one


def _lock(alerts: Collection[UUID]) -> tuple[dict[UUID, UUID], dict[UUID, Hull]]:
    """Return in which hull each alert is, where it is in one, and these hulls, locked."""
    while True:
        try:
            with transaction.atomic():
                return _lock_found(alerts)
        except _Moved:
            # The savepoint let the locks go: whoever waits for them may go first.
            continue


def _lock_found(alerts: Collection[UUID]) -> tuple[dict[UUID, UUID], dict[UUID, Hull]]:
    found = _read(alerts)
    rows = Hull.objects.select_for_update().filter(id__in=set(found.values())).order_by("id")
    hulls = {hull.id: hull for hull in rows}
    if _read(alerts) != found:
        raise _Moved
    return found, hulls


def _read(alerts: Collection[UUID]) -> dict[UUID, UUID]:
    rows = CaseMembership.objects.filter(alert_id__in=alerts).exclude(hull=None)
    return dict(rows.values_list("alert_id", "hull_id"))


def _merge(moved: Mapping[UUID, UUID]) -> None:
    if not moved:
        return
    whens = [When(hull_id=old, then=Value(new)) for old, new in moved.items()]
    CaseMembership.objects.filter(hull_id__in=moved).update(
        hull_id=Case(*whens, output_field=UUIDField())
    )
    Hull.objects.filter(id__in=moved).delete()
