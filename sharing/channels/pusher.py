"""Send what is due: lanes of messages to webhooks, and mail, side by side.

A lane serves one endpoint until it has nothing left, fails, or the time is up. Endpoints that fail have one
lane each and at most half of all lanes, so that they delay nobody.
"""

import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from sharing.channels.endpoints import open_secrets
from sharing.channels.http import Answer, Session, open_session, post
from sharing.channels.mail import send_due
from sharing.channels.messages import write_message
from sharing.channels.models import Webhook
from sharing.channels.outbox import Errand, settle, sweep, take_next
from sharing.channels.selectors import Endpoint, find_ready, is_due

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

# On SQLite more lanes would only wait for its one writer.
LANES = 8 if settings.EMBEDDED else 16
LANES_EACH = 3
LOOK_SECONDS = 0.1
# The lane that sends mail.
MAIL = UUID(int=0)


def push_due(*, clock: Clock, seconds: float, lanes: int = LANES) -> bool:
    """Send until nothing is due or the time is up; say whether work is left. No lane is waited for.

    Without lanes everything is sent one by one in the caller's thread.
    """
    end = clock() + timedelta(seconds=seconds)
    if lanes:
        pool = ThreadPoolExecutor(lanes)
        try:
            _share_out(pool, clock, end, lanes)
        finally:
            # A lane past its time ends with its request; its lease keeps others from that message.
            pool.shutdown(wait=False, cancel_futures=True)
    else:
        _send_in_turn(clock, end)
    sweep(now=clock())
    return is_due(now=clock())


def serve(webhook_id: UUID, *, clock: Clock, end: datetime) -> None:
    """Send what is due to one endpoint until it has nothing left, fails, or the time is up."""
    with open_session() as session:
        while clock() < end:
            errand = take_next(now=clock(), webhook_id=webhook_id)
            if errand is None:
                return
            answer = _send(session, errand, clock())
            settle(errand, answer, now=clock())
            if answer.error:
                return


def _send(session: Session, errand: Errand, now: datetime) -> Answer:
    webhook = errand.webhook
    try:
        message = write_message(
            errand.row,
            secrets=open_secrets(webhook, now),
            with_stix=webhook.content == Webhook.Content.STIX,
            now=now,
        )
    except Exception as error:  # noqa: BLE001  # one message must not stop all others
        logger.error("message %s cannot be written: %s", errand.row.id, type(error).__name__)
        return Answer(duration_ms=0, error="not-written")
    return post(session, webhook.url, message.body, message.headers)


def _send_in_turn(clock: Clock, end: datetime) -> None:
    send_due(clock=clock, end=end)
    while clock() < end and (ready := find_ready(now=clock(), limit=100)):
        for endpoint in ready:
            serve(endpoint.id, clock=clock, end=end)


def _share_out(pool: ThreadPoolExecutor, clock: Clock, end: datetime, lanes: int) -> None:
    running: dict[Future[None], Endpoint] = {
        pool.submit(_apart, lambda: send_due(clock=clock, end=end)): Endpoint(MAIL, False)
    }
    while clock() < end:
        for endpoint in _choose(find_ready(now=clock(), limit=4 * lanes), running, lanes):
            lane = _lane(endpoint.id, clock, end)
            running[pool.submit(_apart, lane)] = endpoint
        if not running:
            return
        done, _ = wait(running, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            del running[future]
            future.result()


def _choose(
    ready: list[Endpoint], running: dict[Future[None], Endpoint], lanes: int
) -> list[Endpoint]:
    """Return the endpoints that get a lane more now."""
    chosen: list[Endpoint] = []
    has = Counter(endpoint.id for endpoint in running.values())
    failing = sum(endpoint.is_failing for endpoint in running.values())
    for endpoint in ready:
        if len(running) + len(chosen) >= lanes:
            break
        if endpoint.is_failing and (has[endpoint.id] or failing >= lanes // 2):
            continue
        if has[endpoint.id] < LANES_EACH:
            failing += endpoint.is_failing
            chosen.append(endpoint)
    return chosen


def _lane(webhook_id: UUID, clock: Clock, end: datetime) -> Callable[[], None]:
    return lambda: serve(webhook_id, clock=clock, end=end)


def _apart(work: Callable[[], object]) -> None:
    """Work in a thread of the pool, which has a connection of its own."""
    try:
        work()
    finally:
        connection.close()
