"""Legal holds over REST: placed by a person on their institution's records, ended by two (PC-15, PC-41)."""

from uuid import uuid4

import pytest

from privacy.retention.models import LegalHold
from privacy.retention.selectors import is_held
from privacy.subjects.identifiers import subject_key
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/legal-holds"
BODY = {
    "scope": "subject",
    "reason": "litigation",
    "authority": "（2026）沪01民初1234号",
    "identifier": {"kind": "email", "value": "Mei@Person.example"},
}


def write(client, body=BODY):
    return client.post(PATH, body, content_type="application/json")


@pytest.fixture
def officer(bank, now):
    return sign_in(bank, now, name="li")


def test_a_person_is_held_by_identifier_and_nobody_is_named(bank, officer):
    answer = write(officer)

    assert answer.status_code == 201
    placed = answer.json()
    subject = subject_key("email", "mei@person.example")
    assert placed["ref"] == subject.hex()
    assert "person.example" not in answer.content.decode().lower()
    assert is_held(controller=bank.stix_id, subjects=[subject])
    assert officer.get(PATH).json() == {"items": [placed], "next": None}


def test_an_alert_and_all_of_the_institution_are_held(bank, officer):
    alert = str(uuid4())
    plain = {"reason": "audit", "authority": "A-1"}

    refs = [
        write(officer, plain | more).json()["ref"]
        for more in ({"scope": "alert", "ref": alert}, {"scope": "institution"})
    ]

    assert refs == [alert, bank.stix_id]


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"ref": "ab" * 16}, "identifier"),
        ({"scope": "alert"}, "identifier"),
        ({"identifier": {"kind": "email", "value": "nobody"}}, "identifier.value"),
        ({"identifier": None}, "ref"),
        ({"authority": "two\nlines"}, "authority"),
        ({"scope": "world"}, "scope"),
    ],
)
def test_what_cannot_be_used_is_named_and_places_nothing(officer, change, parameter):
    answer = write(officer, BODY | change)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert "nobody" not in answer.content.decode()
    assert LegalHold.objects.count() == 0


def test_two_persons_end_a_hold_and_others_do_not_see_it(bank, peer, officer, now):
    end = f"{PATH}/{write(officer).json()['id']}/end"
    second, stranger = sign_in(bank, now, name="wu"), sign_in(peer, now, name="zhao")

    assert stranger.post(end).status_code == 404
    assert stranger.get(PATH).json()["items"] == []
    asked = officer.post(end)
    assert (asked.status_code, asked.json()["ended_at"]) == (200, None)
    assert officer.post(end).status_code == 403
    ended = second.post(end)
    assert (ended.status_code, ended.json()["ended_at"] is None) == (200, False)
    assert second.post(end).status_code == 409


def test_a_machine_reads_and_places_nothing(bank, officer, as_member):
    machine = as_member(bank)

    assert write(machine).status_code == 403
    assert machine.get(PATH).json() == {"items": [], "next": None}
    assert LegalHold.objects.count() == 0


def test_pages_lead_on_by_their_cursor(officer):
    for _ in range(3):
        write(
            officer, {"reason": "audit", "authority": "A-1", "scope": "alert", "ref": str(uuid4())}
        )

    first = officer.get(PATH, {"limit": 2}).json()
    second = officer.get(PATH, {"limit": 2, "cursor": first["next"]}).json()

    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next"] is None


def test_another_person_confirms_a_hold_and_it_says_when_it_would_lapse(bank, officer, now):
    placed = write(officer).json()
    confirm = f"{PATH}/{placed['id']}/confirm"
    second = sign_in(bank, now, name="wu")

    assert placed["confirmed_at"] is None
    assert placed["lapses_at"] is not None
    assert officer.post(confirm).status_code == 403
    answer = second.post(confirm)

    assert answer.status_code == 200
    assert answer.json()["confirmed_at"] is not None
    assert second.post(confirm).json() == answer.json()


def test_an_authority_that_names_a_person_is_refused_by_its_place(officer):
    answer = write(officer, BODY | {"authority": "As 13800138000 asked"})

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("authority", "personal-data")
    assert "13800138000" not in answer.content.decode()
    assert LegalHold.objects.count() == 0
