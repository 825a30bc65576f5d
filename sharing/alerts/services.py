"""Store alerts, sealed under their reporter's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.keys.keyring import keyed_digest
from privacy.keys.services import active_data_key, seal
from sharing.alerts.models import Alert, join_tags, place_of_body, place_of_facts
from sharing.members.actors import SYSTEM
from sharing.stix.alert import AlertFacts
from sharing.stix.timestamps import read_timestamp
from sharing.stix.vocabulary import RISK_CATEGORIES

# The profile allows five; plain STIX may lead to more.
MOST_CATEGORIES = 10


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An admitted submission on its way into the store; `raw` is the JSON as it was sent."""

    id: UUID
    reporter_id: UUID
    reporter_stix_id: str
    facts: AlertFacts
    jurisdictions: frozenset[str]
    tlp: int
    raw: bytes
    received_at: datetime


def store_alerts(*, now: datetime, alerts: Sequence[NewAlert]) -> None:
    """Store admitted alerts; call inside the transaction that settles their submissions."""
    Alert.objects.bulk_create(_build(alert, now) for alert in alerts)
    record_many(
        Event(Action.ALERT_STORED, SYSTEM, str(alert.id), now, {"reporter": alert.reporter_stix_id})
        for alert in alerts
    )


def mark_expired(*, now: datetime, alert_ids: Sequence[UUID]) -> None:
    """Note that alerts were taken back because their time was over."""
    Alert.objects.filter(id__in=alert_ids).update(expired_at=now)


def _build(alert: NewAlert, now: datetime) -> Alert:
    facts = alert.facts
    return Alert(
        id=alert.id,
        reporter_id=alert.reporter_id,
        root_id=facts.root_id,
        root_modified=facts.modified,
        content_digest=keyed_digest("content", alert.raw),
        body=seal(
            key_id=active_data_key(alert.reporter_stix_id),
            place=place_of_body(alert.id),
            value=alert.raw,
        ),
        facts=seal(
            key_id=active_data_key(alert.reporter_stix_id),
            place=place_of_facts(alert.id),
            value=orjson.dumps(facts),
        ),
        tlp=alert.tlp,
        categories=join_tags(_known(facts.categories)),
        severity=facts.severity,
        likelihood=facts.likelihood,
        jurisdictions=join_tags(sorted(alert.jurisdictions)),
        stage=facts.stage,
        exercise=facts.exercise,
        received_at=alert.received_at,
        stored_at=now,
        retain_until=read_timestamp(facts.retain_until) if facts.retain_until else None,
    )


def _known(categories: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in categories if name in RISK_CATEGORIES)[:MOST_CATEGORIES]
