"""Celery as a thin interface: a message wakes a worker, the rows say what there is to do."""

from datetime import timedelta
from time import monotonic
from typing import Any

from celery import shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from sharing.channels.mail import send_digests
from sharing.channels.pusher import push_due
from sharing.channels.selectors import is_due
from sharing.pipeline import run_pending
from sharing.pipeline.ending import certify_ended, end_agreements
from sharing.pipeline.lapse import expire_alerts, reassess_lapses
from sharing.pipeline.rejudge import apply_catalogue, open_declared_regions
from sharing.pipeline.returns import deliver_returns
from sharing.response.escalation import escalate as note_overdue

# One wake-up at a time: the filesystem broker slows down with what lies in it.
WAKING = "sharing.waking"
WAKING_PUSH = "sharing.waking-push"
WAKING_SECONDS = 2
# Well below the time limit of a task, which would end a batch in its middle.
WORKING_SECONDS = 30


def wake_workers() -> None:
    """Tell a worker, after commit, that there is work; lost or unsent, the sweep finds it."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    if cache.add(WAKING, 1, WAKING_SECONDS):
        work.apply_async(retry=False)


def wake_pushers() -> None:
    """Tell the worker of what goes out, after commit, that there is something to send."""
    transaction.on_commit(_send_push, robust=True)


def _send_push() -> None:
    if cache.add(WAKING_PUSH, 1, WAKING_SECONDS):
        push.apply_async(retry=False)


@shared_task(name="sharing.work")
def work(**kwargs: Any) -> None:
    """Work what is due; what is left when the time is up is woken for anew."""
    cache.delete(WAKING)
    if _drain():
        wake_workers()


@shared_task(name="sharing.sweep")
def sweep(**kwargs: Any) -> None:
    """Find what a lost message, a lost broker or a killed worker left behind."""
    _drain()


@shared_task(name="sharing.push")
def push(**kwargs: Any) -> None:
    """Send what is due to webhooks and readers; what is left when the time is up is woken for anew."""
    cache.delete(WAKING_PUSH)
    if push_due(clock=timezone.now, seconds=WORKING_SECONDS):
        wake_pushers()


@shared_task(name="sharing.digest")
def digest(**kwargs: Any) -> None:
    """Send the digests that are due."""
    send_digests(clock=timezone.now, end=timezone.now() + timedelta(seconds=WORKING_SECONDS))


@shared_task(name="sharing.lapse")
def lapse(**kwargs: Any) -> None:
    """Take back what is over, and bring back what a restriction had stopped until now."""
    now = timezone.now()
    while expire_alerts(now=now):
        pass
    reassess_lapses(now=now)
    if deliver_returns(now=now):
        wake_workers()
    apply_catalogue(now=now)
    # Last: what cannot be judged keeps a region closed, and nothing else.
    open_declared_regions(now=now)


@shared_task(name="sharing.agreements")
def settle_agreements(**kwargs: Any) -> None:
    """Order back what went under agreements that ended, and certify what was destroyed (PC-21)."""
    now = timezone.now()
    end_agreements(now=now)
    certify_ended(now=now)


@shared_task(name="sharing.escalate")
def escalate(**kwargs: Any) -> None:
    """Note whose time to acknowledge, answer or confirm is over."""
    while note_overdue(now=timezone.now()):
        pass


def _drain() -> bool:
    """Work batches until nothing is due or the time is up; say whether work is left."""
    end = monotonic() + WORKING_SECONDS
    while run_pending(now=timezone.now()):
        if is_due(now=timezone.now()):
            wake_pushers()
        if monotonic() > end:
            return True
    return False
