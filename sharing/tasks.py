"""Celery as a thin interface: a message wakes a worker, the rows say what there is to do."""

from time import monotonic
from typing import Any

from celery import shared_task
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from sharing.pipeline import run_pending

# One wake-up at a time: the filesystem broker slows down with what lies in it.
WAKING = "sharing.waking"
WAKING_SECONDS = 2
# Well below the time limit of a task, which would end a batch in its middle.
WORKING_SECONDS = 30


def wake_workers() -> None:
    """Tell a worker, after commit, that there is work; lost or unsent, the sweep finds it."""
    transaction.on_commit(_send, robust=True)


def _send() -> None:
    if cache.add(WAKING, 1, WAKING_SECONDS):
        work.apply_async(retry=False)


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


def _drain() -> bool:
    """Work batches until nothing is due or the time is up; say whether work is left."""
    end = monotonic() + WORKING_SECONDS
    while run_pending(now=timezone.now()):
        if monotonic() > end:
            return True
    return False
