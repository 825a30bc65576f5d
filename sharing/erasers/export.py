"""What sharing tells a person about itself: each alert that mentions them, and nothing of others.

Authorities among the recipients are counted and not named (PC-25). The queries are as many for one alert
as for a hundred.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from privacy.gate import Stated, find_purposes
from privacy.retention.registry import Item
from privacy.subjects.selectors import find_restricted, is_restricted, read_said
from privacy.subjects.types import Mentioning, Said
from sharing.alerts.models import ITEM_KIND, Alert
from sharing.alerts.selectors import open_facts
from sharing.delivery.models import Delivery, Withdrawal
from sharing.erasers.telling import find_telling
from sharing.members.models import Institution
from sharing.response.models import RecallOrder
from sharing.stix.timestamps import write_timestamp


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all alerts that mention the person, each by the alert's id."""

    said: Mapping[UUID, tuple[Said, ...]]
    stated: Mapping[UUID, Stated]
    recipients: Mapping[UUID, Mapping[str, str]]
    withdrawals: Mapping[UUID, Sequence[dict[str, str]]]
    recalls: Mapping[UUID, dict[str, int]]
    restricted: frozenset[tuple[str, bytes]]


def export_alerts(found: Sequence[Mentioning]) -> list[Item]:
    """Return what is held of the person in each of these alerts."""
    ids = [one.item_id for one in found]
    alerts = Alert.objects.select_related("reporter").in_bulk(ids)
    known = _Known(
        said=read_said(found),
        stated=find_purposes(ids),
        recipients=_find_recipients(ids),
        withdrawals=_find_withdrawals(ids),
        recalls=_count_recalls(ids),
        restricted=find_restricted(subject for one in found for subject in one.subjects),
    )
    return [_describe(alerts[one.item_id], one, known) for one in found if one.item_id in alerts]


def _describe(alert: Alert, one: Mentioning, known: _Known) -> Item:
    stated = known.stated.get(alert.id) or _read_declared(alert)
    recipients = known.recipients.get(alert.id, {})
    data: dict[str, Any] = {
        "reporter": alert.reporter.name,
        "purposes": list(stated.purposes),
        "legal_bases": list(stated.bases),
        "retain_until": write_timestamp(alert.retain_until) if alert.retain_until else "",
        "about_you": [{"kind": said.kind, "value": said.value} for said in known.said[alert.id]],
        "recipients": {
            "count": len(recipients),
            "names": sorted(name for name in recipients.values() if name),
        },
        "taken_back": list(known.withdrawals.get(alert.id, ())),
        "recalls": known.recalls.get(alert.id, {"ordered": 0, "confirmed": 0}),
        "restricted": is_restricted(known.restricted, one.controller, one.subjects),
    }
    return Item(ITEM_KIND, alert.reference, one.controller, alert.received_at, data)


def _read_declared(alert: Alert) -> Stated:
    """Return what the reporter declared of an alert that went to nobody yet."""
    facts = open_facts(alert)
    return Stated(tuple(facts.purposes), tuple(facts.legal_bases)) if facts else Stated()


def _find_recipients(ids: Collection[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """Return who had a copy that tells of people: names by STIX id, "" for an authority."""
    rows = (
        Delivery.objects.filter(alert_id__in=ids)
        .filter(kind=Delivery.Kind.ALERT)
        .filter(rendition__in=find_telling(ids))
        .values_list("alert_id", "recipient__stix_id", "recipient__name", "recipient__kind")
    )
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    for alert_id, stix_id, name, kind in rows:
        found[alert_id][stix_id] = "" if kind == Institution.Kind.REGULATOR else name
    return found


def _find_withdrawals(ids: Collection[UUID]) -> Mapping[UUID, Sequence[dict[str, str]]]:
    """Return when alerts were taken back; not why: a correction would tell of its successor (PC-25)."""
    rows = Withdrawal.objects.filter(alert_id__in=ids).order_by("at", "id")
    told: dict[UUID, dict[str, None]] = defaultdict(dict)
    for alert_id, at in rows.values_list("alert_id", "at"):
        told[alert_id][write_timestamp(at)] = None
    return {alert_id: [{"at": at} for at in moments] for alert_id, moments in told.items()}


def _count_recalls(ids: Iterable[UUID]) -> Mapping[UUID, dict[str, int]]:
    rows = RecallOrder.objects.filter(alert_id__in=list(ids)).values("alert_id").order_by()
    counted = rows.annotate(ordered=Count("id"), confirmed=Count("confirmed_at"))
    return {
        row["alert_id"]: {"ordered": row["ordered"], "confirmed": row["confirmed"]}
        for row in counted
    }
