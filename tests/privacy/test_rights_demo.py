"""The demo names natural persons and where their codes are, so that a script can act as them."""

from datetime import timedelta
from pathlib import Path

import pytest

from hub.demo.consents import seed_consents
from hub.demo.seed import seed_members
from hub.demo.subjects import CONTACTS, describe_subjects
from hub.remedies.withdrawing import withdraw_own
from privacy.consent.models import ConsentRecord
from privacy.consent.selectors import read_consent
from privacy.consent.vocabulary import State
from privacy.rights.holdings import list_consents
from privacy.rights.persons import open_session, recognise, start_sign_in
from tests.factories.persons import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def test_each_person_of_the_demo_can_sign_in(now):
    people = describe_subjects()

    for person in people:
        said = {"contact": person["sign_in"], "language": "zh-Hans"}
        attempt = start_sign_in(now=now, **said)
        code = Path(person["one_time_code_file"]).read_text().split()[-1]
        opened = open_session(now=now, **said, code=code, attempt=attempt)
        assert len(recognise(now=now, token=opened.token).subjects) == 1
    assert len(people) == 2


def test_each_person_of_the_demo_has_a_consent_to_withdraw_and_no_start_undoes_it_pc_08(now):
    members, later = seed_members(now=now), now + timedelta(minutes=1)
    seed_consents(members, now=now)
    people = [sign_in(contact, now=now) for contact in CONTACTS]
    given = [row for person in people for row in list_consents(actor=person)]

    assert [row.controller for row in given] == [members["haiyue"].stix_id] * 2
    assert [read_consent(row).state(now) for row in given] == [State.VALID] * 2

    withdraw_own(actor=people[0], now=later, consent_id=given[0].id)
    seed_consents(members, now=later)

    (row,) = list_consents(actor=people[0])
    assert read_consent(row).state(later) is State.WITHDRAWN
    assert ConsentRecord.objects.count() == 2


def test_a_real_hub_names_no_file(settings):
    settings.PERSON_CODES_DIR = None

    assert describe_subjects() == []
