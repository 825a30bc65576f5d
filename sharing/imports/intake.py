"""Imports through the one intake: read by their format, then received like any other alert."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sharing.imports.misp import is_misp, read_misp
from sharing.imports.reading import Imported, Refused
from sharing.imports.stix import read_stix
from sharing.ingest.models import Submission
from sharing.ingest.partial import set_apart_authentication_data
from sharing.ingest.services import receive
from sharing.members.actors import Actor


@dataclass(frozen=True)
class Accepted:
    """What an import became, and what of it was refused."""

    submissions: list[Submission]
    refused: tuple[Refused, ...]


def import_document(
    content: dict[str, Any], *, misp: bool | None, received_at: datetime
) -> Imported:
    """Return the alerts of a JSON document; ``misp`` None tells its format from its content.

    Raises NotInstalled and StixRejected.
    """
    if is_misp(content) if misp is None else misp:
        return read_misp(content, received_at=received_at)
    return read_stix(content, received_at=received_at)


def receive_import(
    *,
    actor: Actor,
    now: datetime,
    imported: Imported,
    idempotency_key: str | None,
    request: bytes,
    partial: bool,
) -> Accepted:
    """Accept the alerts of an import for good; without ``partial`` all of it or nothing.

    ``request`` is what was sent, which a repeated key must repeat. Raises StixRejected,
    AuthenticationDataRefused and IdempotencyConflict.
    """
    read = imported.read
    if partial:
        read = set_apart_authentication_data(actor=actor, now=now, read=read)
    else:
        imported.require_whole()
    submissions = receive(
        actor=actor,
        now=now,
        alerts=read.alerts,
        idempotency_key=idempotency_key,
        request=request,
    )
    return Accepted(submissions, imported.list_refused(read))
