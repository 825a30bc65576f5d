"""The demo names natural persons and where their codes are, so that a script can act as them."""

from pathlib import Path

import pytest

from hub.demo.subjects import describe_subjects
from privacy.rights.persons import open_session, recognise, start_sign_in

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


def test_a_real_hub_names_no_file(settings):
    settings.PERSON_CODES_DIR = None

    assert describe_subjects() == []
