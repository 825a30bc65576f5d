"""Alarm an institution that comes near a number of persons at which the law asks for more (PC-33, PC-34)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.arrangements.models import PersonAlarm
from privacy.arrangements.rules import list_thresholds
from privacy.audit.events import Action, Event
from privacy.audit.services import record


@transaction.atomic
def note_counts(*, actor: str, now: datetime, counts: Mapping[str, int]) -> int:
    """Note whose count of distinct persons reached an alarm, once a threshold; return how many alarms.

    `counts` are by STIX id. Safe to repeat.
    """
    made = 0
    for institution, persons in sorted(counts.items()):
        for threshold in list_thresholds(now.date()):
            if persons < threshold.alarm_at:
                continue
            _, is_new = PersonAlarm.objects.get_or_create(
                institution=institution,
                threshold=threshold.name,
                defaults={"persons": persons, "limit": threshold.limit, "at": now},
            )
            if is_new:
                made += 1
                details = {"threshold": threshold.name, "persons": persons}
                record(Event(Action.PERSONS_ALARMED, actor, institution, now, details))
                alarm = Matter(institution, MatterKind.PERSON_COUNT, threshold.name)
                tell(now=now, matters=[alarm])
    return made
