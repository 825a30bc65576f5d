"""Lists of alerts for one institution: what it received and what it sent, newest first.

An entry holds what the institution may see and nothing else: the text is its rendition's, the reporter
is named only where the rendition names it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from sharing.alerts.models import Alert, split_tags
from sharing.alerts.selectors import open_original
from sharing.delivery.models import Delivery, Rendition
from sharing.delivery.selectors import date_added, position_at
from sharing.members.actors import Actor
from sharing.stix.markings import Tlp


@dataclass(frozen=True, slots=True)
class ListFilter:
    """What a list is narrowed to; empty values do not restrict."""

    direction: str = ""
    category: str = ""
    min_severity: int = 0
    jurisdiction: str = ""
    reporter: str = ""
    case: UUID | None = None
    stage: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. `at` is when the institution received or sent it."""

    id: UUID
    reference: str
    direction: str
    at: datetime
    title: str
    summary: str
    categories: tuple[str, ...]
    severity: int
    likelihood: int
    score: int | None
    explanation: tuple[tuple[str, int], ...]
    tlp: str
    stage: str
    jurisdictions: tuple[str, ...]
    reporter: str
    reporter_id: str
    case: UUID | None
    exercise: bool
    route: str
    withheld: int

    @property
    def cursor(self) -> tuple[int, str]:
        """Return where this entry stands in the order of the list."""
        return position_at(self.at), str(self.id)


def list_alerts(
    *, actor: Actor, wanted: ListFilter, before: tuple[int, str] | None, limit: int
) -> list[Entry]:
    """Return entries from before a cursor, newest first; two keyset scans, merged."""
    entries: list[Entry] = []
    if wanted.direction != "sent":
        entries += [entry_of_delivery(row) for row in _received(actor, wanted, before, limit)]
    # The text of one's own originals is sealed and cannot be searched.
    if wanted.direction != "received" and not wanted.text:
        entries += [entry_of_own(row) for row in _sent(actor, wanted, before, limit)]
    entries.sort(key=lambda entry: entry.cursor, reverse=True)
    return entries[:limit]


def entry_of_delivery(delivery: Delivery) -> Entry:
    """Return the list entry of a received alert (needs rendition, alert, reporter, membership)."""
    rendition = delivery.rendition
    attributed = rendition.attributed
    return Entry(
        direction="received",
        at=date_added(delivery.position or 0),
        title=rendition.title,
        summary=rendition.summary,
        reporter=delivery.alert.reporter.name if attributed else "",
        reporter_id=delivery.alert.reporter.stix_id if attributed else "",
        route=delivery.route,
        withheld=len(rendition.withheld),
        **_facts(delivery.alert) | _hide_case(rendition),
    )


def entry_of_own(alert: Alert) -> Entry:
    """Return the list entry of an alert that the institution sent."""
    root = _root(alert)
    return Entry(
        direction="sent",
        at=alert.received_at.astimezone(UTC),
        title=str(root.get("name") or ""),
        summary=str(root.get("description") or ""),
        reporter=alert.reporter.name,
        reporter_id=alert.reporter.stix_id,
        route="",
        withheld=0,
        **_facts(alert),
    )


def _hide_case(rendition: Rendition) -> dict[str, None]:
    # A value that was withheld may be what joined the case: a guess of it in an alert of one's own
    # would show by the same case id that the guess was right.
    return {"case": None} if rendition.withheld else {}


def _facts(alert: Alert) -> dict[str, Any]:
    membership = getattr(alert, "membership", None)
    return {
        "id": alert.id,
        "reference": alert.reference,
        "categories": split_tags(alert.categories),
        "severity": alert.severity,
        "likelihood": alert.likelihood,
        "score": membership.score if membership else None,
        "explanation": tuple((name, points) for name, points in membership.explanation)
        if membership
        else (),
        "tlp": Tlp(alert.tlp).name.replace("_", "+"),
        "stage": alert.stage,
        "jurisdictions": split_tags(alert.jurisdictions),
        "case": membership.case_id if membership else None,
        "exercise": alert.exercise,
    }


def _root(alert: Alert) -> dict[str, Any]:
    original = orjson.loads(open_original(alert))
    # It may have been sent bare, without a bundle around it.
    objects = original.get("objects", [original])
    return next((item for item in objects if item.get("id") == alert.root_id), {})


def _received(
    actor: Actor, wanted: ListFilter, before: tuple[int, str] | None, limit: int
) -> list[Delivery]:
    rows = (
        Delivery.objects.select_related("rendition", "alert__reporter", "alert__membership")
        .defer("alert__body")
        .filter(recipient_id=actor.institution_id)
        .filter(position__isnull=False)
    )
    if before is not None:
        # A position is unique within a feed; the id only orders it against one's own alerts.
        at, last = before
        rows = rows.filter(Q(position__lt=at) | Q(position=at, alert_id__lt=UUID(last)))
    if wanted.since is not None:
        rows = rows.filter(position__gte=position_at(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(position__lt=position_at(wanted.until))
    if wanted.text:
        rows = rows.filter(
            Q(rendition__title__icontains=wanted.text)
            | Q(rendition__summary__icontains=wanted.text)
        )
    if wanted.case is not None:
        rows = rows.filter(rendition__withheld=[])
    if wanted.reporter:
        rows = rows.filter(rendition__attributed=True)
        rows = rows.filter(alert__reporter__stix_id=wanted.reporter)
    return list(_narrow(rows, "alert__", wanted).order_by("-position")[:limit])


def _sent(
    actor: Actor, wanted: ListFilter, before: tuple[int, str] | None, limit: int
) -> list[Alert]:
    rows = Alert.objects.select_related("reporter", "membership").filter(
        reporter_id=actor.institution_id
    )
    if before is not None:
        at, last = date_added(before[0]), UUID(before[1])
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))
    if wanted.since is not None:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(received_at__lt=wanted.until)
    if wanted.reporter:
        rows = rows.filter(reporter__stix_id=wanted.reporter)
    return list(_narrow(rows, "", wanted).order_by("-received_at", "-id")[:limit])


def _narrow(rows: QuerySet[Any], alert: str, wanted: ListFilter) -> QuerySet[Any]:
    if wanted.category:
        rows = rows.filter(**{f"{alert}categories__contains": f"|{wanted.category}|"})
    if wanted.jurisdiction:
        rows = rows.filter(**{f"{alert}jurisdictions__contains": f"|{wanted.jurisdiction}"})
    if wanted.min_severity:
        rows = rows.filter(**{f"{alert}severity__gte": wanted.min_severity})
    if wanted.stage:
        rows = rows.filter(**{f"{alert}stage": wanted.stage})
    if wanted.case is not None:
        rows = rows.filter(**{f"{alert}membership__case_id": wanted.case})
    return rows
