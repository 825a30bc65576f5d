"""Acts on alerts: the last one for a recipient, as its reader is bound by it; for what they were shared."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from privacy.transfers.models import SharingAct


@dataclass(frozen=True, slots=True)
class Bound:
    """For what a copy was handed out, and whether it tells of a person."""

    purposes: tuple[str, ...]
    is_personal: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """For what an alert was handed to others, and on which bases."""

    purposes: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()


def find_purposes(alerts: Collection[UUID]) -> dict[UUID, Stated]:
    """Return for what, and on which bases, alerts were handed to others; none for those that never were.

    One statement. Copies that a reporter got back of its own alert are no disclosure.
    """
    rows = (
        SharingAct.objects.filter(alert__in=list(alerts))
        .filter(outcome__startswith="allow")
        .exclude(kind=SharingAct.Kind.OWN_COPY)
        .order_by()
        .values_list("alert", "purposes", "bases")
        .distinct()
    )
    found: dict[UUID, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for alert, purposes, bases in rows:
        found[alert][0].update(purposes.split())
        found[alert][1].update(bases.split())
    return {
        alert: Stated(tuple(sorted(purposes)), tuple(sorted(bases)))
        for alert, (purposes, bases) in found.items()
    }


def find_last_act(*, alert: UUID, recipient: str) -> Bound | None:
    """Return what the latest copy of a recipient is bound to; None where it never got one."""
    row = (
        SharingAct.objects.filter(alert=alert)
        .filter(recipient=recipient)
        .filter(outcome__startswith="allow")
        .order_by("-id")
        .first()
    )
    return None if row is None else Bound(tuple(row.purposes.split()), row.is_personal)
