"""Alerts out: what is read and its audit event stand in one transaction, so none goes unrecorded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import refuse_purpose
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.api.parameters import DEFAULT_PAGE, make_filter
from sharing.attention.review import find_reviewed
from sharing.channels.selectors import why
from sharing.delivery.casebook import CaseEntry, CasePage, get_case, list_cases
from sharing.delivery.listing import Entry, list_alerts
from sharing.delivery.purposes import leave_out
from sharing.delivery.selectors import get_received, read_bodies
from sharing.errors import NotFound, NotPermitted
from sharing.members.actors import Actor


@dataclass(frozen=True, slots=True)
class Page:
    """Entries, and where the next page starts: None on the last one."""

    entries: list[Entry]
    next: tuple[int, str] | None


@transaction.atomic
def list_page(*, actor: Actor, now: datetime, values: Mapping[str, Any]) -> Page:
    """Return a page of alerts and record that it was read; empty pages disclose nothing.

    What was shared for other purposes than the actor's own is not on it (PC-02).
    """
    page = _find_page(actor, now, values)
    _note_read(actor, now, [entry.id for entry in page.entries], by="list")
    return page


@transaction.atomic
def list_case_page(*, actor: Actor, now: datetime, values: Mapping[str, Any]) -> CasePage:
    """Return a page of cases and record which alerts it was told from.

    A case whose title is of an alert that was shared for other purposes is not on it (PC-02).
    """
    page = list_cases(
        actor=actor,
        wanted=make_filter(values),
        before=values.get("cursor"),
        limit=values.get("limit", DEFAULT_PAGE),
    )
    unfit = leave_out(actor=actor, now=now, alerts=page.shown)
    fit = [both for both in zip(page.cases, page.shown, strict=True) if both[1] not in unfit]
    shown = tuple(head for _, head in fit)
    _note_read(actor, now, shown, by="cases")
    return replace(page, cases=tuple(case for case, _ in fit), shown=shown)


@transaction.atomic
def open_case(*, actor: Actor, now: datetime, case_id: UUID) -> tuple[CaseEntry, list[Entry]]:
    """Return a case with the alerts in it that I may see, and record it. Raises NotFound."""
    case, entries = get_case(actor=actor, case_id=case_id)
    fit = _keep_fit(actor, now, entries)
    if not fit:
        raise NotFound("there is no such case")
    _note_read(actor, now, [entry.id for entry in fit], by="case")
    return replace(case, title=fit[0].title), fit


@transaction.atomic
def open_alert(*, actor: Actor, now: datetime, alert_id: UUID) -> bytes:
    """Return my own alert as I sent it, or my rendition of another's as a STIX bundle.

    Raises NotFound, also for what is not mine to see.
    """
    try:
        content = open_original(get_own_alert(actor=actor, alert_id=alert_id))
        details = {"as": "original"}
    except NotFound:
        delivery = get_received(actor=actor, alert_id=alert_id)
        content = write_bundle(alert_id, read_bodies(delivery))
        details = {"as": "rendition", "rendition": str(delivery.rendition_id)}
    record(Event(Action.ALERT_READ, actor.name, str(alert_id), now, details))
    return content


def check_purpose(*, actor: Actor, now: datetime, alert_id: UUID, purpose: str) -> None:
    """Raise NotPermitted where an alert was not shared for the purpose that its reader states.

    One's own alert serves any purpose of one's own. The refusal is on record (PC-02).
    """
    refused = refuse_purpose(
        actor=actor.name, now=now, alert=alert_id, recipient=actor.stix_id, asked=purpose
    )
    if refused:
        raise NotPermitted("the alert was shared for other purposes")


@transaction.atomic
def explain_alert(*, actor: Actor, now: datetime, alert_id: UUID) -> dict[str, Any]:
    """Return why I see an alert as I do: decision, route and what was withheld. Raises NotFound."""
    try:
        explained = _explain_own(get_own_alert(actor=actor, alert_id=alert_id).id)
    except NotFound:
        explained = _explain(get_received(actor=actor, alert_id=alert_id))
    record(Event(Action.ALERT_READ, actor.name, str(alert_id), now, {"as": "explanation"}))
    whole = () if explained["withheld"] else (alert_id,)
    reviewed = find_reviewed([alert_id], reader=actor.stix_id, whole=whole)
    return {**explained, "human_review_requested": bool(reviewed)}


def _note_read(actor: Actor, now: datetime, alerts: Sequence[UUID], *, by: str) -> None:
    if alerts:
        details = {"alerts": [str(one) for one in alerts], "by": by}
        record(Event(Action.FEED_READ, actor.name, actor.stix_id, now, details))


def _find_page(actor: Actor, now: datetime, values: Mapping[str, Any]) -> Page:
    limit = values.get("limit", DEFAULT_PAGE)
    found = list_alerts(
        actor=actor, wanted=make_filter(values), before=values.get("cursor"), limit=limit + 1
    )
    after = found[limit - 1].cursor if found[limit:] else None
    return Page(_keep_fit(actor, now, found[:limit]), after)


def _keep_fit(actor: Actor, now: datetime, entries: Sequence[Entry]) -> list[Entry]:
    unfit = leave_out(actor=actor, now=now, alerts=[entry.id for entry in entries])
    return [entry for entry in entries if entry.id not in unfit]


def write_bundle(alert_id: UUID, bodies: Iterable[bytes]) -> bytes:
    """Return serialised objects as the bundle of an alert."""
    head = b'{"type":"bundle","id":"bundle--' + str(alert_id).encode() + b'","objects":['
    return head + b",".join(bodies) + b"]}"


def _explain_own(alert_id: UUID) -> dict[str, Any]:
    return {
        "id": str(alert_id),
        "outcome": "own",
        "rules_version": "",
        "route": "",
        "reasons": [],
        "withheld": [],
        "pushed": [],
    }


def _explain(delivery: Any) -> dict[str, Any]:
    rendition = delivery.rendition
    names = ("pointer", "code", "source", "action")
    return {
        "id": str(delivery.alert_id),
        "outcome": rendition.outcome,
        "rules_version": rendition.rules_version,
        "route": delivery.route,
        "reasons": [{"code": code, "source": source} for code, source in rendition.reasons],
        "withheld": [dict(zip(names, one, strict=True)) for one in rendition.withheld],
        "pushed": [asdict(one) for one in why(delivery)],
    }
