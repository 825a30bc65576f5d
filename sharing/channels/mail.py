"""Send mail that is due, one by one or as a digest a reader; rows say what was sent, so a crash repeats little.

Whether its reader may still read alerts is asked again right before it is sent. What is beyond the budget
of a day goes into the digest, but for what cannot wait: the critical, and what is expected within a day.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from smtplib import SMTPException
from time import monotonic

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.alerts.selectors import open_facts
from sharing.channels.http import Answer
from sharing.channels.letters import write_letter
from sharing.channels.models import Attempt, Dispatch
from sharing.channels.officers import write_matter
from sharing.channels.outbox import begin, close, finish, put_off
from sharing.channels.schedule import LIFE, next_hour, start_of_day
from sharing.channels.selectors import due_mail
from sharing.members.actors import SYSTEM, Scope
from sharing.members.selectors import actor_of_person
from sharing.scoring.desk import is_pressing, read_window

Clock = Callable[[], datetime]
MOST_IN_A_DIGEST = 200
REFUSED, UNWANTED = "mail-refused", "no-longer-wanted"


def send_due(*, clock: Clock, end: datetime) -> int:
    """Send the single mails that are due until the time is up; return how many went out."""
    return _send_all(_take_single, clock, end)


def send_digests(*, clock: Clock, end: datetime) -> int:
    """Send the digests that are due, one a reader; return how many went out."""
    return _send_all(_take_digest, clock, end)


# What was taken: rows of one mail with their attempts; no rows when the first one was settled otherwise.
Taken = tuple[list[Dispatch], list[Attempt]]


def _send_all(take: Callable[[datetime], Taken | None], clock: Clock, end: datetime) -> int:
    sent = 0
    while clock() < end and (taken := take(clock())) is not None:
        rows, attempts = taken
        if not rows:
            continue
        if not _send(rows, attempts, clock):
            # The mail server is asked again later, not once for each mail.
            break
        sent += 1
    return sent


def _send(rows: Sequence[Dispatch], attempts: Sequence[Attempt], clock: Clock) -> bool:
    start, error = monotonic(), ""
    try:
        _write(rows).send()
    except (SMTPException, OSError):
        error = REFUSED
    duration = round((monotonic() - start) * 1000)
    with transaction.atomic():
        for row, attempt in zip(rows, attempts, strict=True):
            finish(attempt, Answer(duration_ms=duration, error=error))
            if error:
                put_off(row, error, now=clock())
            else:
                close(row, Dispatch.State.SENT, now=clock())
    return not error


def _write(rows: Sequence[Dispatch]) -> EmailMultiAlternatives:
    first = rows[0]
    plan = first.subscription
    language = (plan.language if plan else "") or first.reader.language  # type: ignore[union-attr]  # a mail has a reader
    if first.kind == Dispatch.Kind.MATTER:
        return write_matter(first, address=first.reader.email, language=language)  # type: ignore[union-attr]
    return write_letter(rows, address=first.reader.email, language=language)  # type: ignore[union-attr]


@transaction.atomic
def _take_single(now: datetime) -> Taken | None:
    row = _open(due_mail(now, in_digest=False)).first()
    if row is None:
        return None
    if _is_unwanted(row):
        close(row, Dispatch.State.DROPPED, now=now, error=UNWANTED)
        return [], []
    if _is_beyond_budget(row, now):
        _move_to_digest(row, now)
        return [], []
    return _begin([row], now)


@transaction.atomic
def _take_digest(now: datetime) -> Taken | None:
    due = due_mail(now, in_digest=True)
    first = due.order_by("due_at", "id").first()
    if first is None:
        return None
    found = list(_open(due.filter(reader_id=first.reader_id))[:MOST_IN_A_DIGEST])
    unwanted = [row for row in found if _is_unwanted(row)]
    for row in unwanted:
        close(row, Dispatch.State.DROPPED, now=now, error=UNWANTED)
    return _begin([row for row in found if row not in unwanted], now)


def _open(rows: QuerySet[Dispatch]) -> QuerySet[Dispatch]:
    return (
        rows.select_for_update(of=("self",), skip_locked=True)
        .select_related("alert", "delivery__rendition", "reader", "subscription")
        .select_related("delivery__alert__reporter", "delivery__alert__membership")
        .order_by("due_at", "delivery_id", "id")
    )


def _begin(rows: list[Dispatch], now: datetime) -> Taken:
    attempts = [begin(row, now=now) for row in rows]
    if rows:
        alerts = [str(row.alert_id) for row in rows if row.alert_id]
        details = {"alerts": alerts, "digest": rows[0].in_digest, "dispatch": str(rows[0].id)}
        record(Event(Action.MAIL_SENT, SYSTEM, f"user:{rows[0].reader_id}", now, details))
    return rows, attempts


def _is_unwanted(row: Dispatch) -> bool:
    """Say whether nobody asks for this mail any more, or its reader may not read alerts."""
    if row.kind == Dispatch.Kind.ALERT and row.subscription is None:
        return True
    reader = actor_of_person(row.reader_id) if row.reader_id is not None else None
    return (
        reader is None
        or reader.institution_id != row.institution_id
        or not reader.may(_needed(row))
    )


def _needed(row: Dispatch) -> Scope:
    return Scope.PRIVACY_READ if row.kind == Dispatch.Kind.MATTER else Scope.ALERTS_READ


def _is_beyond_budget(row: Dispatch, now: datetime) -> bool:
    plan = row.subscription
    # That something was taken back is said at once, and so is what cannot wait, whatever the budget.
    if plan is None or row.kind != Dispatch.Kind.ALERT or _is_pressing(row, now):
        return False
    sent = (
        Dispatch.objects.filter(reader_id=row.reader_id)
        .filter(settled_at__gte=start_of_day(now, plan.time_zone))
        .filter(state=Dispatch.State.SENT)
        .filter(in_digest=False, kind=Dispatch.Kind.ALERT)
    )
    return sent.count() >= plan.daily_budget


def _is_pressing(row: Dispatch, now: datetime) -> bool:
    """Say whether an alert is critical, or expected within a day."""
    if row.alert is None:
        return False
    facts = open_facts(row.alert)
    expected = read_window(facts.expected) if facts is not None else None
    return is_pressing(row.alert.severity, expected, now)


def _move_to_digest(row: Dispatch, now: datetime) -> None:
    plan = row.subscription
    if plan is None:
        return
    row.in_digest = row.over_budget = True
    row.due_at = next_hour(now, plan.time_zone, plan.digest_hour)
    row.expires_at = row.due_at + LIFE
    row.save(update_fields=["in_digest", "over_budget", "due_at", "expires_at"])
