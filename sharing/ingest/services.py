"""Take submissions in, hand them to workers, and move them on. The table is the queue.

A worker leases rows (tx 1: `attempts` grows, `due_at` moves past the lease), decides, and writes all
that follows in one transaction (tx 2). A killed worker's rows fall due again when the lease ends; what a batch could not
do is tried row by row; what fails too often is FAILED, for all to see.
"""

import hashlib
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Length

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.gate import find_authentication_data, hide_names
from privacy.keys.keyring import keyed_digest
from privacy.keys.services import active_data_key, seal
from sharing.errors import AuthenticationDataRefused, IdempotencyConflict
from sharing.ingest.models import Submission, place_of_body
from sharing.ingest.receipts import digest_receipt, issue_receipt
from sharing.members.actors import SYSTEM, Actor
from sharing.stix.alert import ParsedAlert

LEASE = timedelta(seconds=60)
# A batch ends at so many bytes of sealed content, so that a large alert holds nobody up for long.
BATCH_BYTES = 1_000_000
MOST_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Decided:
    """How one submission ended or went on."""

    submission: Submission
    state: Submission.State
    reasons: tuple[dict[str, str], ...] = ()
    recipients: int = 0
    # Its alert is stored: the row keeps no content, not even where all copies are held.
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class SentTogether:
    """One request of several alerts: its id, and for each alert (id, version) of its own objects."""

    id: UUID
    objects: tuple[tuple[tuple[str, str], ...], ...]


def receive(
    *,
    actor: Actor,
    now: datetime,
    alerts: Sequence[ParsedAlert],
    idempotency_key: str | None,
    together: SentTogether | None = None,
    request: bytes | None = None,
) -> list[Submission]:
    """Accept alerts for good, all or none, and return their submissions in order.

    A repeated key with the same content returns the first submissions; ``request`` is that content
    where the alerts were made of something else. Raises AuthenticationDataRefused (nothing is stored
    but the refusal) and IdempotencyConflict.
    """
    keys = _keys_of(idempotency_key, len(alerts))
    digests = [_digest_request(request or alert.raw) for alert in alerts]
    earlier = _find_earlier(actor, keys, digests)
    if earlier is not None:
        return earlier
    _refuse_authentication_data(actor, now, alerts)
    named = zip(alerts, keys, digests, strict=True)
    rows = [_build(actor, now, alert, key, digest) for alert, key, digest in named]
    _bind_together(rows, together)
    try:
        with transaction.atomic():
            Submission.objects.bulk_create(rows)
            record_many(_received(actor, now, row) for row in rows)
    except IntegrityError:
        # The same key won the race in another request.
        earlier = _find_earlier(actor, keys, digests)
        if earlier is None:
            raise
        return earlier
    return rows


def _bind_together(rows: list[Submission], together: SentTogether | None) -> None:
    if together is not None:
        for row, names in zip(rows, together.objects, strict=True):
            row.request_id, row.request_names = together.id, [list(one) for one in names]
            row.request_objects = len(names)


def lease(*, now: datetime, limit: int) -> list[Submission]:
    """Lease rows that are due, oldest first: up to `limit`, and up to BATCH_BYTES of content.

    Only `id` and `attempts` are read.
    """
    with transaction.atomic():
        waiting = list(
            Submission.objects.select_for_update(skip_locked=True)
            .filter(state=Submission.State.RECEIVED)
            .filter(due_at__lte=now)
            .order_by("due_at")
            .annotate(size=Length("body"))
            .only("id", "attempts")[:limit]
        )
        sizes = accumulate(row.size for row in waiting)
        fitting = zip(waiting, sizes, strict=True)
        due: list[Submission] = [row for row, size in fitting if size <= BATCH_BYTES]
        due = due or list(waiting[:1])
        Submission.objects.filter(id__in=[row.id for row in due]).update(
            attempts=F("attempts") + 1, due_at=now + LEASE
        )
    for row in due:
        row.attempts += 1
    return due


def read_leased(ids: Iterable[UUID]) -> list[Submission]:
    """Return the leased rows that are still to be done, in order of receipt."""
    return list(
        Submission.objects.filter(id__in=list(ids))
        .filter(state=Submission.State.RECEIVED)
        .order_by("received_at", "id")
    )


def lock_leased(ids: Iterable[UUID]) -> set[UUID]:
    """Lock the rows that are still to be done; call first in the writing transaction."""
    return set(
        # Their keys stay: who only notes something of a row waits for nobody.
        Submission.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(id__in=list(ids))
        .filter(state=Submission.State.RECEIVED)
        .values_list("id", flat=True)
    )


def hand_back(*, now: datetime, ids: Iterable[UUID]) -> None:
    """Return leased rows to the queue after a failure, each after a pause that grows."""
    for row in Submission.objects.filter(id__in=list(ids), state=Submission.State.RECEIVED):
        row.due_at = now + timedelta(seconds=min(60, 2 ** (row.attempts - 1) - 1))
        row.save(update_fields=["due_at"])


def settle(*, now: datetime, decided: Sequence[Decided]) -> None:
    """Write how submissions went.

    The content leaves the row when it is stored or refused; what is held or failed may go on later.
    """
    alike: dict[tuple[Any, ...], list[Decided]] = defaultdict(list)
    for item in decided:
        alike[item.state, str(item.reasons), item.recipients, item.is_stored].append(item)
    for items in alike.values():
        _settle_alike(now, items)
    record_many(_settled(now, item) for item in decided if item.state in _SETTLED_ACTIONS)


def give_up(*, now: datetime, ids: Iterable[UUID]) -> int:
    """Mark rows that failed too often as FAILED and return how many."""
    with transaction.atomic():
        locked = lock_leased(ids)
        hopeless = [row for row in read_leased(locked) if row.attempts > MOST_ATTEMPTS]
        reason = {"code": "processing-failed", "message": "The hub could not process this alert."}
        settle(
            now=now,
            decided=[Decided(row, Submission.State.FAILED, (reason,)) for row in hopeless],
        )
    return len(hopeless)


def mark_delivered(alert_ids: Iterable[UUID]) -> None:
    """Move routed submissions on once all their deliveries stand in the feeds."""
    Submission.objects.filter(id__in=list(alert_ids)).filter(state=Submission.State.ROUTED).update(
        state=Submission.State.DELIVERED
    )


def _settle_alike(now: datetime, items: list[Decided]) -> None:
    """Write one outcome to all the rows that share it, with one statement."""
    outcome = items[0]
    values: dict[str, Any] = {
        "state": outcome.state,
        "reasons": list(outcome.reasons),
        "recipients": outcome.recipients,
        "decided_at": now,
    }
    if outcome.is_stored or outcome.state not in _KEPT:
        values["body"] = None
    Submission.objects.filter(id__in=[item.submission.id for item in items]).update(**values)


_KEPT = frozenset({Submission.State.HELD, Submission.State.FAILED})
_SETTLED_ACTIONS = {
    Submission.State.HELD: Action.SUBMISSION_HELD,
    Submission.State.REFUSED: Action.SUBMISSION_REFUSED,
    Submission.State.FAILED: Action.SUBMISSION_FAILED,
}


def _settled(now: datetime, item: Decided) -> Event:
    codes = [reason["code"] for reason in item.reasons]
    action = _SETTLED_ACTIONS[item.state]
    return Event(action, SYSTEM, str(item.submission.id), now, {"reasons": codes})


def _keys_of(key: str | None, count: int) -> list[str | None]:
    """Return by what each submission of a request is known again: digests, whatever its sender wrote."""
    if key is None:
        return [None] * count
    texts = (key if index == 0 else f"{key}#{index}" for index in range(count))
    return [keyed_digest("idempotency", text.encode()).hex() for text in texts]


def _find_earlier(
    actor: Actor, keys: list[str | None], digests: Sequence[bytes]
) -> list[Submission] | None:
    if not keys or keys[0] is None:
        return None
    found = {
        row.idempotency_key: row
        for row in Submission.objects.filter(
            institution_id=actor.institution_id, idempotency_key__in=keys
        )
    }
    if not found:
        return None
    same = len(found) == len(keys) and all(
        bytes(found[key].request_digest) == digest
        for key, digest in zip(keys, digests, strict=True)
        if key in found
    )
    if not same:
        raise IdempotencyConflict("this Idempotency-Key was used for other content; use a new one")
    return [found[key] for key in keys]


def _refuse_authentication_data(actor: Actor, now: datetime, alerts: Sequence[ParsedAlert]) -> None:
    places = tuple(place for alert in alerts for place in find_authentication_data(alert.bundle))
    if not places:
        return
    digest = keyed_digest("refused", b"".join(alert.raw for alert in alerts)).hex()
    details = {"reasons": sorted({code for _, code in places}), "digest": digest}
    record(Event(Action.SUBMISSION_REFUSED, actor.name, actor.stix_id, now, details))
    raise AuthenticationDataRefused(places)


def _build(
    actor: Actor, now: datetime, alert: ParsedAlert, key: str | None, digest: bytes
) -> Submission:
    submission_id = uuid4()
    # What was sent as a bare object or as STIX 2.0 is worked on as the bundle it was read as.
    raw = alert.raw.removeprefix(BOM_UTF8)
    made = None if orjson.loads(raw) == alert.bundle else alert.bundle
    body = orjson.dumps({"facts": alert.facts, "bundle": made}) + b"\n" + raw
    return Submission(
        id=submission_id,
        institution_id=actor.institution_id,
        actor=actor.name,
        idempotency_key=key,
        request_digest=digest,
        body=seal(
            key_id=active_data_key(actor.stix_id),
            place=place_of_body(submission_id),
            value=body,
        ),
        warnings=[
            asdict(warning) | {"pointer": hide_names(warning.pointer)} for warning in alert.warnings
        ],
        receipt=issue_receipt(
            submission=submission_id, reporter=actor.stix_id, raw=alert.raw, now=now
        ),
        received_at=now,
        due_at=now,
    )


def _received(actor: Actor, now: datetime, row: Submission) -> Event:
    details = {"receipt": digest_receipt(row.receipt), "reporter": actor.stix_id}
    return Event(Action.SUBMISSION_RECEIVED, actor.name, str(row.id), now, details)


def _digest_request(raw: bytes) -> bytes:
    return keyed_digest("request", hashlib.sha256(raw).digest())
