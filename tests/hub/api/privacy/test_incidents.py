"""Incidents over REST: each institution its own, drafts by machines, reports sent by persons (PC-24)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.incidents.models import Incident, IncidentReport
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/incidents"


def body(**changes):
    at = timezone.now() - timedelta(hours=1)
    return {
        "reference": "INC-2026-007",
        "title": "The ledger went to the wrong member",
        "operator": "other",
        "classification": "general",
        "regimes": ["gdpr", "cac"],
        "occurred_at": at.isoformat(),
        "aware_at": at.isoformat(),
        "categories": ["PI"],
        "affected_count": 120,
    } | changes


def write(client, path=PATH, **changes):
    return client.post(path, body(**changes), content_type="application/json")


def draft(client, path, **changes):
    new = {"report": "gdpr.authority", "to": "dpa-berlin", "text": "What happened."} | changes
    return client.post(f"{path}/reports", new, content_type="application/json")


@pytest.fixture
def machine(bank, as_member):
    return as_member(bank)


@pytest.fixture
def officer(bank, now):
    return sign_in(bank, now, name="li")


def test_an_incident_says_which_report_is_due_when_and_to_whom(machine):
    answer = write(machine)

    assert answer.status_code == 201
    opened = answer.json()
    (clock,) = opened["clocks"]
    assert (clock["id"], clock["to"]) == ("gdpr.authority", "supervisory authority")
    assert (clock["level"], clock["met"], clock["late"]) == ("none", False, False)
    assert (opened["state"], opened["affected_count"]) == ("open", 120)
    read = machine.get(f"{PATH}/{opened['id']}").json()
    assert read["reference"] == machine.get(PATH).json()["items"][0]["reference"] == "INC-2026-007"


def test_raising_the_class_shows_the_clocks_of_the_higher_one(machine):
    path = f"{PATH}/{write(machine).json()['id']}"

    change = {"classification": "larger", "affected_count": 9000}
    answer = machine.patch(path, change, content_type="application/json")

    assert answer.status_code == 200
    clocks = {one["id"]: one["level"] for one in answer.json()["clocks"]}
    assert clocks == {"cac.first.other": "none", "cac.closing": "none", "gdpr.authority": "none"}
    assert answer.json()["affected_count"] == 9000


def test_a_machine_drafts_and_a_person_sends_pc_24(machine, officer):
    path = f"{PATH}/{write(machine).json()['id']}"

    numbers = [draft(machine, path).json()["number"] for _ in range(2)]
    refused = machine.post(f"{path}/reports/2/send")
    sent = officer.post(f"{path}/reports/2/send")

    assert (numbers, refused.status_code, sent.status_code) == ([1, 2], 403, 200)
    assert sent.json()["sent_by"].startswith("user:")
    (clock,) = officer.get(path).json()["clocks"]
    assert (clock["met"], clock["late"]) == (True, False)
    assert officer.post(f"{path}/reports/2/send").status_code == 409
    shown = [
        (one["number"], one["sent_at"] is None)
        for one in officer.get(f"{path}/reports").json()["items"]
    ]
    assert shown == [(1, True), (2, False)]


@pytest.mark.parametrize("number", [3, 99_999, 10**30])
def test_a_report_that_is_not_there_is_missing(machine, officer, number):
    path = f"{PATH}/{write(machine).json()['id']}"

    assert officer.post(f"{path}/reports/{number}/send").status_code == 404


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"aware_at": "2999-01-01T00:00:00Z"}, "aware_at"),
        ({"occurred_at": "2999-01-01T00:00:00Z"}, "occurred_at"),
        ({"occurred_at": "0001-01-01T00:00:00+14:00"}, "occurred_at"),
        ({"regimes": []}, "regimes"),
        ({"regimes": ["martian"]}, "regimes[0]"),
        ({"reference": "a b"}, "reference"),
        ({"affected_count": -1}, "affected_count"),
    ],
)
def test_what_cannot_be_used_is_named_and_opens_nothing(machine, change, parameter):
    answer = write(machine, **change)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [parameter]
    assert "martian" not in answer.content.decode()
    assert Incident.objects.count() == 0


def test_a_report_that_no_clock_names_is_refused(machine):
    path = f"{PATH}/{write(machine).json()['id']}"

    answer = draft(machine, path, report="gdpr.nobody")

    assert (answer.status_code, IncidentReport.objects.count()) == (400, 0)


def test_other_institutions_neither_see_nor_change_it(machine, peer, as_member, now):
    path = f"{PATH}/{write(machine).json()['id']}"
    draft(machine, path)
    stranger, person = as_member(peer), sign_in(peer, now, name="zhao")

    answers = [
        stranger.get(path),
        stranger.patch(path, {"classification": "major"}, content_type="application/json"),
        stranger.get(f"{path}/reports"),
        draft(stranger, path),
        person.post(f"{path}/reports/1/send"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert stranger.get(PATH).json()["items"] == []
    assert IncidentReport.objects.get().sent_at is None
    assert Incident.objects.get().classification == "general"


def test_pages_lead_on_by_their_cursor(machine):
    for number in range(3):
        write(machine, reference=f"INC-{number}")

    first = machine.get(PATH, {"limit": 2}).json()
    second = machine.get(PATH, {"limit": 2, "cursor": first["next"]}).json()

    assert [one["reference"] for one in first["items"] + second["items"]] == [
        "INC-2",
        "INC-1",
        "INC-0",
    ]
