"""What the timetable starts by itself: tree heads, alarms of person counts, ends of agreements (PC-21, 33, 34)."""

from datetime import timedelta

import pytest
import time_machine

from privacy.arrangements.models import PersonAlarm
from privacy.audit.models import TreeHead
from privacy.audit.services import seal_pending
from privacy.tasks import publish_tree_head, watch_person_counts
from sharing.groups.models import Agreement
from sharing.groups.services import NewAgreement, sign_agreement
from sharing.members.actors import SYSTEM
from sharing.tasks import settle_agreements

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_pc_33_heads_are_signed_by_the_timetable(bank, now):
    seal_pending()

    for _ in range(2):
        publish_tree_head()

    assert TreeHead.objects.count() == 1


def test_pc_34_counts_are_watched_by_the_timetable(bank):
    watch_person_counts()

    assert PersonAlarm.objects.count() == 0


def test_pc_21_ended_agreements_are_settled_by_the_timetable(bank, peer, now):
    terms = NewAgreement(
        title="Short",
        purposes=("fraud-prevention",),
        legal_bases=("contract",),
        starts_at=now,
        ends_at=now + timedelta(days=1),
    )
    parties = [bank.institution, peer.institution]
    sign_agreement(actor=SYSTEM, now=now, new=terms, parties=parties)

    with time_machine.travel(now, tick=False):
        settle_agreements()
    assert Agreement.objects.get().settled_at is None
    end = now + timedelta(days=1)
    for _ in range(2):
        with time_machine.travel(end, tick=False):
            settle_agreements()

    assert Agreement.objects.get().settled_at == end
