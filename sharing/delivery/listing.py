"""Lists of alerts for one institution: what it received and what it sent, newest first.

An entry holds what the institution may see and nothing else: the text is its rendition's, the reporter
is named only where the rendition names it. Its case is that of the institution's own view (caseviews).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from sharing.alerts.models import Alert, split_tags
from sharing.alerts.selectors import open_original, open_originals
from sharing.delivery.caseviews import find_cases
from sharing.delivery.models import Delivery
from sharing.delivery.search import match, match_own
from sharing.delivery.selectors import date_added, inbox_of, position_at
from sharing.members.actors import Actor
from sharing.stix.markings import Tlp

# Where an entry stands in the order of a list.
Place = tuple[int, str]
# The alerts that a list is narrowed to; None for all.
Within = Collection[UUID] | None


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
    score_version: str
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
    def cursor(self) -> Place:
        """Return where this entry stands in the order of the list."""
        return position_at(self.at), str(self.id)


def list_alerts(
    *, actor: Actor, wanted: ListFilter, before: Place | None, limit: int
) -> list[Entry]:
    """Return entries from before a cursor, newest first; two keyset scans, merged."""
    within = None
    if wanted.case is not None:
        cases = find_cases(institution_id=actor.institution_id, alerts=[wanted.case])
        within = [alert_id for alert_id, case in cases.items() if case == wanted.case]
    mixed = [
        *(_received(actor, wanted, before, limit, within) if wanted.direction != "sent" else ()),
        *(_sent(actor, wanted, before, limit, within) if wanted.direction != "received" else ()),
    ]
    mixed = sorted(mixed, key=_place, reverse=True)[:limit]
    ids = [row.id if isinstance(row, Alert) else row.alert_id for row in mixed]
    found = find_cases(institution_id=actor.institution_id, alerts=ids)
    originals = open_originals(row for row in mixed if isinstance(row, Alert))
    return [
        _entry_of_own(row, originals[row.id], found)
        if isinstance(row, Alert)
        else _entry_of_delivery(row, found)
        for row in mixed
    ]


def entries_of_deliveries(deliveries: Sequence[Delivery]) -> list[Entry]:
    """Return the list entries of alerts that one institution received; two queries for all cases."""
    if not deliveries:
        return []
    found = find_cases(
        institution_id=deliveries[0].recipient_id, alerts=[row.alert_id for row in deliveries]
    )
    return [_entry_of_delivery(row, found) for row in deliveries]


def entry_of_delivery(delivery: Delivery) -> Entry:
    """Return the list entry of a received alert (needs rendition, alert, reporter, membership)."""
    return entries_of_deliveries([delivery])[0]


def entry_of_own(alert: Alert) -> Entry:
    """Return the list entry of an alert that the institution sent."""
    cases = find_cases(institution_id=alert.reporter_id, alerts=[alert.id])
    return _entry_of_own(alert, open_original(alert), cases)


def _entry_of_delivery(delivery: Delivery, cases: Mapping[UUID, UUID]) -> Entry:
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
        case=cases.get(delivery.alert_id),
        **_facts(delivery.alert),
    )


def _entry_of_own(alert: Alert, original: bytes, cases: Mapping[UUID, UUID]) -> Entry:
    root = _root(alert, original)
    return Entry(
        direction="sent",
        at=alert.received_at.astimezone(UTC),
        title=str(root.get("name") or ""),
        summary=str(root.get("description") or ""),
        reporter=alert.reporter.name,
        reporter_id=alert.reporter.stix_id,
        route="",
        withheld=0,
        case=cases.get(alert.id),
        **_facts(alert),
    )


def _place(row: Alert | Delivery) -> Place:
    if isinstance(row, Alert):
        return position_at(row.received_at), str(row.id)
    return row.position or 0, str(row.alert_id)


def _facts(alert: Alert) -> dict[str, Any]:
    membership = getattr(alert, "membership", None)
    return {
        "id": alert.id,
        "reference": alert.reference,
        "categories": split_tags(alert.categories),
        "severity": alert.severity,
        "likelihood": alert.likelihood,
        "score": membership.score if membership else None,
        "score_version": membership.score_version if membership else "",
        "explanation": tuple((name, points) for name, points in membership.explanation)
        if membership
        else (),
        "tlp": Tlp(alert.tlp).name.replace("_", "+"),
        "stage": alert.stage,
        "jurisdictions": split_tags(alert.jurisdictions),
        "exercise": alert.exercise,
    }


def _root(alert: Alert, original: bytes) -> dict[str, Any]:
    content = orjson.loads(original)
    # It may have been sent bare, without a bundle around it.
    objects = content.get("objects", [content])
    return next((item for item in objects if item.get("id") == alert.root_id), {})


def _received(
    actor: Actor, wanted: ListFilter, before: Place | None, limit: int, within: Within
) -> list[Delivery]:
    rows = (
        received(actor, wanted)
        .select_related("rendition", "alert__reporter", "alert__membership")
        .defer("alert__body", "alert__facts", "alert__membership__sketch", "rendition__sketch")
    )
    if within is not None:
        rows = rows.filter(alert_id__in=within)
    if before is not None:
        # A position is unique within a feed; the id only orders it against one's own alerts.
        at, last = before
        rows = rows.filter(Q(position__lt=at) | Q(position=at, alert_id__lt=UUID(last)))
    return list(rows.order_by("-position")[:limit])


def received(actor: Actor, wanted: ListFilter) -> QuerySet[Delivery]:
    """Return what stands in the actor's inbox and fits the filter, but for the case."""
    rows = inbox_of(actor).filter(kind=Delivery.Kind.ALERT).filter(withdrawn_at=None)
    if wanted.since is not None:
        rows = rows.filter(position__gte=position_at(wanted.since))
    if wanted.until is not None:
        rows = rows.filter(position__lt=position_at(wanted.until))
    if wanted.text:
        rows = match(rows, wanted.text)
    if wanted.reporter:
        rows = rows.filter(rendition__attributed=True)
        rows = rows.filter(alert__reporter__stix_id=wanted.reporter)
    return _narrow(rows, "alert__", wanted)


def _sent(
    actor: Actor, wanted: ListFilter, before: Place | None, limit: int, within: Within
) -> list[Alert]:
    rows = sent(actor, wanted).select_related("reporter", "membership").defer("membership__sketch")
    if within is not None:
        rows = rows.filter(id__in=within)
    if before is not None:
        at, last = date_added(before[0]), UUID(before[1])
        rows = rows.filter(Q(received_at__lt=at) | Q(received_at=at, id__lt=last))
    return list(rows.order_by("-received_at", "-id")[:limit])


def sent(actor: Actor, wanted: ListFilter) -> QuerySet[Alert]:
    """Return the actor's own alerts that fit the filter, but for the case."""
    rows = Alert.objects.filter(reporter_id=actor.institution_id)
    if wanted.since is not None:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.until is not None:
        rows = rows.filter(received_at__lt=wanted.until)
    if wanted.text:
        rows = rows.filter(match_own(wanted.text))
    if wanted.reporter:
        rows = rows.filter(reporter__stix_id=wanted.reporter)
    return _narrow(rows, "", wanted)


def _narrow(rows: QuerySet[Any], alert: str, wanted: ListFilter) -> QuerySet[Any]:
    if wanted.category:
        rows = rows.filter(**{f"{alert}categories__contains": f"|{wanted.category}|"})
    if wanted.jurisdiction:
        rows = rows.filter(**{f"{alert}jurisdictions__contains": f"|{wanted.jurisdiction}"})
    if wanted.min_severity:
        rows = rows.filter(**{f"{alert}severity__gte": wanted.min_severity})
    if wanted.stage:
        rows = rows.filter(**{f"{alert}stage": wanted.stage})
    return rows
