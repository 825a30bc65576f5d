"""Celery as a thin interface: time passes, and the rooms say what follows from it. All is safe to repeat."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from privacy.approvals.services import expire_approvals
from privacy.arrangements.services.persons import note_counts
from privacy.audit.heads import publish_head
from privacy.consent.services.course import note_expired
from privacy.incidents.services import note_alarms
from privacy.keys.services import HUB
from privacy.keys.statements import sign_statement
from privacy.portability.services import clear_ported
from privacy.retention.applying import apply_retention
from privacy.retention.services import lapse_holds
from privacy.rights.overdue import note_overdue
from privacy.rights.persons import clear_sign_ins
from privacy.rights.resuming import resume_kept
from privacy.subjects.selectors import count_persons


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
    for note in (
        note_alarms,
        note_overdue,
        note_expired,
        expire_approvals,
        lapse_holds,
        clear_ported,
        resume_kept,
    ):
        note(actor=HUB, now=now)


@shared_task(name="privacy.tree-head")
def publish_tree_head(**kwargs: Any) -> None:
    """Sign the log as it stands, so that whoever keeps the head finds every later change (PC-33)."""
    publish_head(now=timezone.now(), issuer=settings.BASE_URL, sign=sign_statement)


@shared_task(name="privacy.persons")
def watch_person_counts(**kwargs: Any) -> None:
    """Alarm institutions that come near a number of persons at which the law asks for more (PC-34)."""
    note_counts(actor=HUB, now=timezone.now(), counts=count_persons())
