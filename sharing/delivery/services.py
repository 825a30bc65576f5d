"""Write renditions and deliveries. Only what the privacy gate made goes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.gate import Decision, RedactedAlert
from privacy.keys.services import active_data_key, seal
from sharing.delivery.models import Delivery, Rendition, RenditionObject, place_of_object
from sharing.members.actors import SYSTEM


@dataclass(frozen=True, slots=True)
class Edition:
    """One rendition of one alert with everyone who receives it: (institution, STIX id, route)."""

    alert_id: UUID
    reporter_stix_id: str
    decision: Decision
    redacted: RedactedAlert
    recipients: tuple[tuple[UUID, str, str], ...]
    id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A recipient that routing let through and the privacy gate did not."""

    alert_id: UUID
    recipient_stix_id: str
    decision: Decision


def deliver(
    *, now: datetime, editions: Sequence[Edition], refusals: Sequence[Refusal] = ()
) -> None:
    """Store renditions with their objects and put them on the way to their recipients.

    Call inside the transaction that settles the submissions; the sequencer makes them visible.
    """
    Rendition.objects.bulk_create(_build_rendition(edition) for edition in editions)
    RenditionObject.objects.bulk_create(
        [row for edition in editions for row in _build_objects(edition)], batch_size=500
    )
    Delivery.objects.bulk_create(
        [row for edition in editions for row in _build_deliveries(edition)], batch_size=500
    )
    record_many(_released(edition, now) for edition in editions)
    record_many(_withheld(refusal, now) for refusal in refusals)


def _build_rendition(edition: Edition) -> Rendition:
    redacted, decision = edition.redacted, edition.decision
    return Rendition(
        id=edition.id,
        alert_id=edition.alert_id,
        profile=redacted.profile,
        outcome=decision.outcome.value,
        rules_version=decision.rules_version,
        title=redacted.title,
        summary=redacted.summary,
        reasons=[[reason.code, reason.source] for reason in decision.reasons],
        withheld=[[w.pointer, w.code, w.source, w.action] for w in redacted.withheld],
        length=len(redacted.objects),
        sealed=redacted.holds_clear_personal_data,
        attributed=decision.attribution,
    )


def _build_objects(edition: Edition) -> Iterable[RenditionObject]:
    sealed = edition.redacted.holds_clear_personal_data
    key_id = active_data_key(edition.reporter_stix_id) if sealed else None
    for index, item in enumerate(edition.redacted.objects):
        body = item.body
        if key_id is not None:
            body = seal(key_id=key_id, place=place_of_object(edition.id, index), value=body)
        yield RenditionObject(
            rendition_id=edition.id,
            index=index,
            object_id=item.id,
            object_type=item.type,
            version=item.version,
            spec_version=item.spec_version,
            body=body,
        )


def _build_deliveries(edition: Edition) -> Iterable[Delivery]:
    for institution_id, _, route in edition.recipients:
        yield Delivery(
            alert_id=edition.alert_id,
            recipient_id=institution_id,
            rendition_id=edition.id,
            length=len(edition.redacted.objects),
            route=route,
        )


def _released(edition: Edition, now: datetime) -> Event:
    details = {
        "rendition": str(edition.id),
        "outcome": edition.decision.outcome.value,
        "rules": edition.decision.rules_version,
        "reasons": [reason.code for reason in edition.decision.reasons],
        "recipients": sorted([stix_id, route] for _, stix_id, route in edition.recipients),
    }
    return Event(Action.ALERT_RELEASED, SYSTEM, str(edition.alert_id), now, details)


def _withheld(refusal: Refusal, now: datetime) -> Event:
    decision = refusal.decision
    details = {
        "recipient": refusal.recipient_stix_id,
        "outcome": decision.outcome.value,
        "rules": decision.rules_version,
        "reasons": [reason.code for reason in decision.reasons],
    }
    return Event(Action.ALERT_WITHHELD, SYSTEM, str(refusal.alert_id), now, details)
