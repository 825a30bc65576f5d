"""Acts on alerts: the last one for a recipient, as its reader is bound by it; for what they were shared."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from privacy.transfers.models import SharingAct


@dataclass(frozen=True, slots=True)
class Bound:
    """For what a copy was handed out, whether it tells of a person, and what became of each category."""

    purposes: tuple[str, ...]
    is_personal: bool
    treatments: tuple[str, ...] = ()


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
        .exclude(kind__in=(SharingAct.Kind.OWN_COPY, SharingAct.Kind.SEALED_VIEW))
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


def find_last_acts(*, alerts: Iterable[Any], recipient: str) -> dict[UUID, Bound]:
    """Return what the latest copies of a recipient are bound to; nothing for alerts that it never got.

    `alerts` are ids, or a query for them; one statement. What a regulator looked at in clear is a view of its own, and no copy. `treatments` are
    written `<category>=<treatment>`.
    """
    rows = (
        SharingAct.objects.filter(alert__in=alerts)
        .filter(recipient=recipient)
        .filter(outcome__startswith="allow")
        .filter(kind=SharingAct.Kind.DISCLOSURE)
        .order_by("id")
        .values_list("alert", "purposes", "is_personal", "treatments")
    )
    # The last one of an alert stays.
    return {
        alert: Bound(tuple(purposes.split()), is_personal, tuple(treatments.split()))
        for alert, purposes, is_personal, treatments in rows
    }
