"""What a webhook is sent: the body, and the headers that sign it (Standard Webhooks)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from standardwebhooks import Webhook as Signer

from sharing.channels.models import Dispatch
from sharing.delivery.listing import Entry, entry_of_delivery
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import date_added, read_bodies


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is sent, byte for byte what the signature covers."""

    body: bytes
    headers: dict[str, str]


def write_message(
    row: Dispatch, *, secrets: Sequence[str], with_stix: bool, now: datetime
) -> Message:
    """Return a dispatch as a signed message; its id stays the same however often it is sent."""
    content = {
        "type": row.kind,
        "timestamp": show_time(row.created_at),
        "data": _describe(row, with_stix=with_stix),
    }
    body = orjson.dumps(content)
    message_id = f"msg_{row.id.hex}"
    signatures = [Signer(secret).sign(message_id, now, body.decode()) for secret in secrets]
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
    return Message(body, headers)


def show_time(moment: datetime) -> str:
    """Return a moment as answers show it: in UTC, with Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def show_entry(entry: Entry) -> dict[str, Any]:
    """Return an entry with the members that it has in GET /api/v1/alerts."""
    return {
        "id": str(entry.id),
        "reference": entry.reference,
        "direction": entry.direction,
        "at": show_time(entry.at),
        "title": entry.title,
        "summary": entry.summary,
        "categories": list(entry.categories),
        "severity": entry.severity,
        "likelihood": entry.likelihood,
        "score": entry.score,
        "score_version": entry.score_version,
        "explanation": [
            {"factor": factor, "points": points} for factor, points in entry.explanation
        ],
        "tlp": entry.tlp,
        "status": entry.stage,
        "jurisdictions": list(entry.jurisdictions),
        "reporter": {"id": entry.reporter_id, "name": entry.reporter},
        "case": str(entry.case) if entry.case else None,
        "exercise": entry.exercise,
        "route": entry.route,
        "withheld": entry.withheld,
    }


def show_reasons(row: Dispatch) -> list[dict[str, Any]]:
    """Return why a message was sent."""
    return [
        {"subscription": subscription, "name": name, "matched": matched}
        for subscription, name, matched in row.reasons
    ]


def _describe(row: Dispatch, *, with_stix: bool) -> dict[str, Any]:
    if row.kind == Dispatch.Kind.TEST:
        return {"webhook": str(row.webhook_id)}
    if row.delivery is None:
        told = _describe_alert(row)
    else:
        told = _describe_delivery(row, row.delivery, with_stix)
    return told | {"why": show_reasons(row)}


def _describe_delivery(row: Dispatch, delivery: Delivery, with_stix: bool) -> dict[str, Any]:
    if row.kind == Dispatch.Kind.ALERT:
        told = show_entry(entry_of_delivery(delivery))
    else:
        # The content was taken back with the alert.
        at = show_time(date_added(delivery.position or 0))
        told = _describe_alert(row) | {"at": at, "cause": cause_of(delivery)}
    told["position"] = delivery.position
    if with_stix:
        told["bundle"] = {
            "type": "bundle",
            "id": f"bundle--{delivery.alert_id}",
            "objects": [orjson.Fragment(body) for body in read_bodies(delivery)],
        }
    return told


def _describe_alert(row: Dispatch) -> dict[str, Any]:
    reference = row.alert.reference if row.alert else ""
    return {"id": str(row.alert_id), "reference": reference, **row.details}


def cause_of(revocation: Delivery) -> str:
    """Return why the alert was taken back from this recipient; empty where only some objects were."""
    causes = Delivery.objects.filter(feed_id=revocation.feed_id, alert_id=revocation.alert_id)
    return str(causes.exclude(cause="").values_list("cause", flat=True).first() or "")
