"""Celery as a thin interface: time passes, and the rooms say what follows from it. All is safe to repeat."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from privacy.approvals.services import expire_approvals
from privacy.consent.services.course import note_expired
from privacy.incidents.services import note_alarms
from privacy.keys.services import HUB
from privacy.retention.applying import apply_retention
from privacy.rights.overdue import note_overdue
from privacy.rights.persons import clear_sign_ins
from privacy.rights.resuming import resume_kept


# A backlog takes longer than other work; what is cut off goes on an hour later.
@shared_task(name="privacy.retention", soft_time_limit=1500, time_limit=1600)
def retain(**kwargs: Any) -> None:
    """Do what the schedules of retention say to all that is due."""
    apply_retention(actor=HUB, now=timezone.now())


@shared_task(name="privacy.clocks")
def watch_clocks(**kwargs: Any) -> None:
    """Call out clocks of incidents, and do what is overdue or over: requests, consents, approvals, holds."""
    now = timezone.now()
    clear_sign_ins(now=now)
    # Last what can take long: erasures that a legal hold kept.
    for note in (note_alarms, note_overdue, note_expired, expire_approvals, resume_kept):
        note(actor=HUB, now=now)
