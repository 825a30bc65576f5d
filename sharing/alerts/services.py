"""Store alerts, sealed under their reporter's key; what names people, under keys of these people."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.gate import Inspection
from privacy.keys.keyring import keyed_digest
from privacy.keys.services import active_data_key, seal
from privacy.subjects.cutting import Cut
from privacy.subjects.services import keep
from privacy.subjects.types import Keep
from sharing.alerts.content import cut_content
from sharing.alerts.models import (
    ITEM_KIND,
    Alert,
    AlertConsent,
    join_tags,
    place_of_body,
    place_of_facts,
)
from sharing.members.actors import SYSTEM
from sharing.stix.alert import AlertFacts
from sharing.stix.timestamps import read_timestamp
from sharing.stix.vocabulary import RISK_CATEGORIES

# The profile allows five; plain STIX may lead to more.
MOST_CATEGORIES = 10


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An admitted submission on its way into the store; `raw` is the JSON as it was sent.

    `inspection` is what detection found in `bundle`, which it was read as; without, detection looks
    again. Of a `confidential` one nobody whom it names may learn (PC-25).
    """

    id: UUID
    reporter_id: UUID
    reporter_stix_id: str
    facts: AlertFacts
    jurisdictions: frozenset[str]
    tlp: int
    raw: bytes
    received_at: datetime
    bundle: dict[str, Any] | None = None
    inspection: Inspection | None = None
    confidential: bool = False


def store_alerts(*, now: datetime, alerts: Sequence[NewAlert]) -> None:
    """Store admitted alerts; call inside the transaction that settles their submissions."""
    cuts = {alert.id: cut_content(alert.raw, alert.bundle, alert.inspection) for alert in alerts}
    Alert.objects.bulk_create(_build(alert, cuts[alert.id], now) for alert in alerts)
    AlertConsent.objects.bulk_create(
        AlertConsent(alert_id=alert.id, receipt=receipt)
        for alert in alerts
        for receipt in alert.facts.consent_receipts
    )
    _keep_values(now, alerts, cuts)
    record_many(
        Event(Action.ALERT_STORED, SYSTEM, str(alert.id), now, {"reporter": alert.reporter_stix_id})
        for alert in alerts
    )


def mark_expired(*, now: datetime, alert_ids: Sequence[UUID]) -> None:
    """Note that alerts were taken back because their time was over."""
    Alert.objects.filter(id__in=alert_ids).update(expired_at=now)


def _keep_values(now: datetime, alerts: Sequence[NewAlert], cuts: dict[UUID, Cut | None]) -> None:
    """Keep what was cut out, for each reporter at once."""
    kept: dict[str, list[Keep]] = defaultdict(list)
    for alert in alerts:
        if cut := cuts[alert.id]:
            item = Keep(ITEM_KIND, alert.id, cut.values, alert.confidential)
            kept[alert.reporter_stix_id].append(item)
    for controller, items in kept.items():
        keep(now=now, controller=controller, items=items)


def _build(alert: NewAlert, cut: Cut | None, now: datetime) -> Alert:
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
            value=cut.skeleton.encode() if cut else alert.raw,
        ),
        is_cut=cut is not None,
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
