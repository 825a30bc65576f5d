"""Alerts in: one by one, or a line each. The bytes go to sharing.stix as they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from rest_framework.exceptions import ErrorDetail, ValidationError

from sharing.api.serializers import show_warnings
from sharing.errors import AuthenticationDataRefused
from sharing.ingest.bodies import read_body
from sharing.ingest.services import receive
from sharing.members.actors import Actor
from sharing.stix.alert import ParsedAlert, read_alerts
from sharing.stix.faults import StixRejected, reject
from sharing.stix.limits import DEFAULT
from sharing.stix.media import accepted_media_type

MOST_LINES = 1_000
LINES = "application/x-ndjson"
# The suffix of a batch's further alerts, `#1`, is added by sharing.ingest: callers may not use it.
_KEY = re.compile(r"[A-Za-z0-9_.:+/=-]{1,128}")


@dataclass(slots=True)
class Line:
    """One line of a batch on its way: its alerts, then their submissions or the error."""

    number: int
    alerts: tuple[ParsedAlert, ...] = ()
    accepted: list[dict[str, Any]] = field(default_factory=list)
    error: Exception | None = None


def receive_one(*, actor: Actor, now: datetime, request: HttpRequest) -> dict[str, Any]:
    """Accept the one alert of a request's body and return what its sender is told.

    Raises StixRejected, AuthenticationDataRefused, IdempotencyConflict, ValidationError.
    """
    kind = accepted_media_type(request.META.get("CONTENT_TYPE", ""))
    key = read_key(request)
    raw = read_body(request.META)
    alerts = read_alerts(raw, received_at=now, split=False, envelope=kind == "envelope")
    rows = receive(actor=actor, now=now, alerts=alerts, idempotency_key=key)
    return show_accepted(rows[0])


def receive_lines(*, actor: Actor, now: datetime, request: HttpRequest) -> list[Line]:
    """Accept the good lines of a request's body and return how each line went.

    Raises StixRejected and ValidationError for what is wrong with the request as a whole, and
    IdempotencyConflict.
    """
    _check_lines_type(request)
    key = read_key(request)
    lines = list(_read_lines(read_body(request.META), now))
    good = [line for line in lines if line.error is None]
    try:
        _receive(actor, now, good, key)
    except AuthenticationDataRefused:
        # One of them holds such data: each good line alone, so that it sinks no other.
        for line in good:
            _receive_alone(actor, now, line, key)
    return lines


def read_key(request: HttpRequest) -> str | None:
    """Return the Idempotency-Key, plain or as a quoted string. Raises ValidationError."""
    header = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if header is None:
        return None
    key = header.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if not _KEY.fullmatch(key):
        message = "Give 1 to 128 letters, digits or _ . : + / = -, such as a UUID."
        raise ValidationError({"Idempotency-Key": [ErrorDetail(message, "unusable-value")]})
    return str(key)


def show_accepted(row: Any) -> dict[str, Any]:
    """Return what the sender of an accepted alert is told."""
    return {
        "id": str(row.id),
        "status": str(row.state),
        "receipt": row.receipt,
        "warnings": show_warnings(row.warnings),
    }


def _check_lines_type(request: HttpRequest) -> None:
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != LINES:
        raise reject("", "unsupported-media-type", f"Send {LINES}, one bundle a line.")


def _read_lines(raw: bytes, now: datetime) -> Iterator[Line]:
    texts = raw.split(b"\n")
    filled = [(number, text) for number, text in enumerate(texts, 1) if text.strip()]
    if not filled:
        raise reject("", "not-json", "The body holds no line.")
    if len(filled) > MOST_LINES:
        raise reject("", "too-many-lines", f"Send at most {MOST_LINES} lines at once.")
    for number, text in filled:
        yield _read_line(number, text, now)


def _read_line(number: int, text: bytes, now: datetime) -> Line:
    try:
        alerts = read_alerts(text, received_at=now, split=True, limits=DEFAULT)
    except StixRejected as error:
        return Line(number, error=error)
    return Line(number, alerts)


def _receive(actor: Actor, now: datetime, lines: Sequence[Line], key: str | None) -> None:
    alerts = [alert for line in lines for alert in line.alerts]
    if not alerts:
        return
    rows = iter(receive(actor=actor, now=now, alerts=alerts, idempotency_key=key))
    for line in lines:
        line.accepted = [show_accepted(next(rows)) for _ in line.alerts]


def _receive_alone(actor: Actor, now: datetime, line: Line, key: str | None) -> None:
    own_key = f"{key}~{line.number}" if key else None
    try:
        _receive(actor, now, [line], own_key)
    except AuthenticationDataRefused as error:
        line.error = error
