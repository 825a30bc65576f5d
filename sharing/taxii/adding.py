"""Objects added to a collection (5.5) become submissions; their status (4.3) sums them up."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest
from rest_framework.exceptions import UnsupportedMediaType

from sharing.errors import NotFound
from sharing.ingest.bodies import read_body
from sharing.ingest.progress import RequestProgress, sum_request
from sharing.ingest.services import SentTogether, receive
from sharing.members.actors import Actor
from sharing.stix.alert import ParsedAlert, read_alerts
from sharing.taxii.media import is_taxii


def add_objects(*, actor: Actor, now: datetime, request: HttpRequest) -> dict[str, Any]:
    """Accept the objects of an envelope, all or none, and return the status resource.

    Raises StixRejected, AuthenticationDataRefused, UnsupportedMediaType.
    """
    content_type = request.META.get("CONTENT_TYPE", "")
    if not is_taxii(content_type):
        raise UnsupportedMediaType("")
    raw = read_body(request.META)
    alerts = read_alerts(raw, received_at=now, split=True, envelope=True)
    together = SentTogether(uuid4(), _count_objects(alerts))
    receive(actor=actor, now=now, alerts=alerts, idempotency_key=None, together=together)
    total = sum(together.objects)
    return show_status(together.id, RequestProgress(now, total, success=0, failure=0))


def read_status(*, actor: Actor, name: str) -> dict[str, Any]:
    """Return the status resource of one of the caller's own requests. Raises NotFound."""
    try:
        status_id = UUID(name)
    except ValueError as error:
        raise NotFound("there is no such status") from error
    return show_status(status_id, sum_request(actor=actor, request_id=status_id))


def show_status(status_id: UUID, progress: RequestProgress) -> dict[str, Any]:
    """Return the status resource: counts that add up, and complete once nothing is pending."""
    at = progress.received_at.astimezone(UTC).isoformat(timespec="microseconds")
    return {
        "id": str(status_id),
        "status": "pending" if progress.pending else "complete",
        "request_timestamp": at.replace("+00:00", "Z"),
        "total_count": progress.total,
        "success_count": progress.success,
        "failure_count": progress.failure,
        "pending_count": progress.pending,
    }


def _count_objects(alerts: Sequence[ParsedAlert]) -> tuple[int, ...]:
    # An object that several alerts share, such as a marking, counts once: with the first of them.
    seen: set[tuple[Any, Any]] = set()
    counts = []
    for alert in alerts:
        keys = {(one.get("id"), one.get("modified")) for one in alert.bundle["objects"]}
        counts.append(len(keys - seen))
        seen |= keys
    return tuple(counts)
