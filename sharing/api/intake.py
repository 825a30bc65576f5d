"""Alerts in: one by one, or a line each. The bytes go to sharing.stix as they are."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from rest_framework.exceptions import ErrorDetail, ValidationError

from sharing.api.parameters import choose, read_parameters
from sharing.api.serializers import show_warnings
from sharing.errors import AuthenticationDataRefused
from sharing.ingest.bodies import read_body
from sharing.ingest.partial import set_apart_authentication_data
from sharing.ingest.services import receive
from sharing.members.actors import Actor
from sharing.stix.alert import ParsedAlert, read_alerts
from sharing.stix.faults import StixRejected, reject
from sharing.stix.media import accepted_media_type
from sharing.stix.partial import PartlyRead, RefusedObject, read_partly

MOST_LINES = 1_000
LINES = "application/x-ndjson"
# The suffix of a batch's further alerts, `#1`, is added by sharing.ingest: callers may not use it.
_KEY = re.compile(r"[A-Za-z0-9_.:+/=-]{1,128}")


@dataclass(slots=True)
class Line:
    """One line of a batch on its way: its alerts, then their submissions or the error.

    ``refused`` is None where the caller wants each line whole.
    """

    number: int
    alerts: tuple[ParsedAlert, ...] = ()
    refused: tuple[RefusedObject, ...] | None = None
    accepted: list[dict[str, Any]] = field(default_factory=list)
    error: Exception | None = None


def wants_partial(query: QueryDict) -> bool:
    """Tell whether the caller wants what is good of an alert taken. Raises ValidationError."""
    readers = {"partial": choose("true", "false")}
    return read_parameters(query, readers).get("partial") == "true"


def receive_one(*, actor: Actor, now: datetime, request: HttpRequest) -> dict[str, Any]:
    """Accept the one alert of a request's body and return what its sender is told.

    With `partial`, all alerts of what is good in it. Raises StixRejected,
    AuthenticationDataRefused, IdempotencyConflict, ValidationError.
    """
    is_partial = wants_partial(request.GET)
    key = read_key(request)
    if is_partial:
        kind = accepted_media_type(request.META.get("CONTENT_TYPE", ""))
        raw = read_body(request.META)
        read = read_partly(raw, received_at=now, envelope=kind == "envelope")
        return receive_read(actor=actor, now=now, read=read, key=key)
    alert = read_alert(request, now)
    rows = receive(actor=actor, now=now, alerts=[alert], idempotency_key=key)
    return show_accepted(rows[0])


def receive_read(
    *, actor: Actor, now: datetime, read: PartlyRead, key: str | None
) -> dict[str, Any]:
    """Accept the alerts of what was read object by object, and say what was refused.

    Raises AuthenticationDataRefused when each of them holds such data, and IdempotencyConflict.
    """
    sorted_out = set_apart_authentication_data(actor=actor, now=now, read=read)
    rows = receive(actor=actor, now=now, alerts=sorted_out.alerts, idempotency_key=key)
    first, *further = map(show_accepted, rows)
    refused = show_refused(sorted_out.refused)
    return first | ({"further": further} if further else {}) | {"refused": refused}


def read_alert(request: HttpRequest, now: datetime) -> ParsedAlert:
    """Return the one alert of a request's body. Raises StixRejected."""
    kind = accepted_media_type(request.META.get("CONTENT_TYPE", ""))
    raw = read_body(request.META)
    (alert,) = read_alerts(raw, received_at=now, split=False, envelope=kind == "envelope")
    return alert


def receive_lines(*, actor: Actor, now: datetime, request: HttpRequest) -> list[Line]:
    """Accept the good lines of a request's body and return how each line went.

    Raises StixRejected and ValidationError for what is wrong with the request as a whole, and
    IdempotencyConflict.
    """
    _check_lines_type(request)
    is_partial = wants_partial(request.GET)
    key = read_key(request)
    lines = [
        _read_line(number, text, actor, now, partial=is_partial)
        for number, text in _split_lines(read_body(request.META))
    ]
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


def show_refused(refused: Iterable[RefusedObject]) -> list[dict[str, Any]]:
    """Return refused objects as their sender is told: the place, the id, and what to correct."""
    return [
        {
            "index": one.index,
            "id": one.id,
            "errors": show_warnings([asdict(fault) for fault in one.faults]),
        }
        for one in refused
    ]


def _check_lines_type(request: HttpRequest) -> None:
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != LINES:
        raise reject("", "unsupported-media-type", f"Send {LINES}, one bundle a line.")


def _split_lines(raw: bytes) -> list[tuple[int, bytes]]:
    texts = raw.split(b"\n")
    filled = [(number, text) for number, text in enumerate(texts, 1) if text.strip()]
    if not filled:
        raise reject("", "not-json", "The body holds no line.")
    if len(filled) > MOST_LINES:
        raise reject("", "too-many-lines", f"Send at most {MOST_LINES} lines at once.")
    return filled


def _read_line(number: int, text: bytes, actor: Actor, now: datetime, *, partial: bool) -> Line:
    try:
        if not partial:
            return Line(number, read_alerts(text, received_at=now, split=True))
        read = read_partly(text, received_at=now)
        read = set_apart_authentication_data(actor=actor, now=now, read=read)
    except (StixRejected, AuthenticationDataRefused) as error:
        return Line(number, error=error)
    return Line(number, read.alerts, read.refused)


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
