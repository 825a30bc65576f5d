"""Objects added to a collection (5.5) become submissions; their status (4.3) sums them up."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from rest_framework.exceptions import UnsupportedMediaType

from sharing.errors import NotFound
from sharing.ingest.bodies import read_body
from sharing.ingest.progress import ObjectOutcome, RequestProgress, read_request
from sharing.ingest.requests import receive_objects
from sharing.members.actors import Actor
from sharing.stix.partial import read_partly
from sharing.taxii.media import is_taxii
from sharing.taxii.roots import TAXII, Collection


def add_objects(
    *, actor: Actor, now: datetime, root: str, collection: Collection, request: HttpRequest
) -> dict[str, Any]:
    """Accept the usable objects of an envelope and return the status resource.

    Raises StixRejected and AuthenticationDataRefused when none is usable, UnsupportedMediaType.
    """
    if not is_taxii(request.META.get("CONTENT_TYPE", "")):
        raise UnsupportedMediaType("", detail=f"Send {TAXII}.")
    read = read_partly(read_body(request.META), received_at=now, envelope=True)
    group = collection.group.slug if collection.group else ""
    return show_status(receive_objects(actor=actor, now=now, read=read, api_root=root, group=group))


def read_status(*, actor: Actor, root: str, name: str) -> dict[str, Any]:
    """Return the status resource of one of the caller's own requests. Raises NotFound."""
    try:
        status_id = UUID(name)
    except ValueError as error:
        raise NotFound("there is no such status") from error
    return show_status(read_request(actor=actor, api_root=root, request_id=status_id))


def show_status(progress: RequestProgress) -> dict[str, Any]:
    """Return the status resource: counts that add up, and complete once nothing is pending."""
    at = progress.received_at.astimezone(UTC).isoformat(timespec="microseconds")
    asked_at = at.replace("+00:00", "Z")
    shown: dict[str, Any] = {
        "id": str(progress.id),
        "status": "pending" if progress.pending else "complete",
        "request_timestamp": asked_at,
        "total_count": progress.total,
        "success_count": len(progress.successes),
        "failure_count": len(progress.failures),
        "pending_count": progress.pending,
    }
    if progress.successes and not progress.pending:
        shown["successes"] = [_show(one, asked_at) for one in progress.successes]
    if progress.failures:
        shown["failures"] = [_show(one, asked_at) for one in progress.failures]
    return shown


def _show(one: ObjectOutcome, asked_at: str) -> dict[str, str]:
    # An object without times has the time of the request (4.3.2).
    shown = {"id": one.id, "version": one.version or asked_at}
    return shown | ({"message": one.message} if one.message else {})
