"""Complaints over HTTP: no sign-in needed, followed by receipt and secret (PC-27, PC-28, PC-32)."""

import pytest
import time_machine
from django.test import Client

from privacy.rights.models import Complaint
from sharing.alerts.models import Alert
from sharing.response.models import RecallOrder
from tests.factories.journeys import send, work
from tests.factories.persons import LIN, MEI, as_person, take_token
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

JSON = "application/json"
ANSWERED = ({"state": "handling"}, {"state": "answered", "answer": "It was wrong."})
UPHELD = {"state": "closed", "outcome": "upheld"}
BODY = {"cause": "account-blocked", "text": "My account is blocked.", "about": "bank"}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


def post(path, body, client=None):
    return (client or Client()).post(f"/api/v1/{path}", body, content_type=JSON)


def complain(client=None, **changes):
    answer = post("complaints", BODY | changes, client)
    assert answer.status_code == 201, answer.content
    return answer.json()


def follow(taken):
    return post("complaints/follow", {name: taken[name] for name in ("receipt", "secret")})


def test_anybody_complains_and_follows(bank):
    taken = complain(contact=MEI)

    shown = follow(taken)

    assert set(taken) == {"id", "receipt", "secret", "due_at"}
    assert shown.status_code == 200
    assert (shown.json()["state"], shown.json()["handler"]) == ("received", bank.stix_id)
    assert shown.json()["contact"] == ""
    assert "secret" not in shown.json()


def test_without_the_secret_it_is_missing(bank):
    taken, other = complain(), complain()

    answer = follow(taken | {"secret": other["secret"]})

    assert answer.status_code == 404
    assert Client().get(f"/api/v1/complaints/{taken['id']}").status_code == 401


def test_a_person_and_the_institution_find_it_and_nobody_else(bank, peer, as_member, now):
    mei, lin = (as_person(take_token(one, now=now)) for one in (MEI, LIN))
    taken = complain(mei, contact=MEI)
    path = f"/api/v1/complaints/{taken['id']}"

    assert mei.get(path).json()["contact"] == ""
    assert as_member(bank).get(path).json()["contact"] == MEI
    for stranger in (lin, as_member(peer)):
        assert stranger.get(path).status_code == 404
        assert stranger.get("/api/v1/complaints").json()["items"] == []
    for client in (mei, as_member(bank)):
        assert [one["id"] for one in client.get("/api/v1/complaints").json()["items"]] == [
            taken["id"]
        ]


def test_institutions_do_not_complain(bank, as_member):
    assert post("complaints", BODY, as_member(bank)).status_code == 403
    assert not Complaint.objects.exists()


def test_it_goes_to_a_regulator_and_ends(bank, regulator, as_member, now):
    taken = complain(alert="RA-2026-0123456789")
    path = f"complaints/{taken['id']}/move"
    judge = sign_in(regulator, now, name="zhou")

    moves = [
        (as_member(bank), {"state": "handling"}),
        (as_member(bank), {"state": "handed-over", "to": "regulator"}),
        (as_member(regulator), {"state": "answered", "answer": "It was wrong."}),
        (judge, {"state": "closed", "outcome": "upheld"}),
    ]
    told = [post(path, body, client).json() for client, body in moves]

    assert [one["state"] for one in told] == ["handling", "handed-over", "answered", "closed"]
    assert follow(taken).json()["alert"] == "RA-2026-0123456789"
    assert (follow(taken).json()["outcome"], follow(taken).json()["answer"]) == (
        "upheld",
        "It was wrong.",
    )


def test_pc_27_what_was_wrongly_said_of_a_person_is_taken_back_from_everybody(exchange, now):
    officer = sign_in(exchange["bank"], now, name="li")
    submission = send(exchange["bank"], now=now, description="Call 13800138000.")
    work(now)
    reference = Alert.objects.get(id=submission.id).reference
    taken = complain(risk_measure=True, alert=reference)
    path = f"complaints/{taken['id']}/move"

    for body in (*ANSWERED, UPHELD):
        assert post(path, body, officer).status_code == 200

    orders = RecallOrder.objects.filter(alert_id=submission.id)
    assert sorted(one.recipient.slug for one in orders) == [
        "foreign",
        "peer",
        "platform",
        "regulator",
    ]
    assert {one.cause for one in orders} == {"corrected"}


def test_pc_27_what_names_an_alert_nobody_finds_is_not_upheld_in_silence(bank, now):
    taken = complain(risk_measure=True, alert="RA-2026-0123456789")
    path, officer = f"complaints/{taken['id']}/move", sign_in(bank, now, name="li")
    for body in ANSWERED:
        post(path, body, officer)

    refused = post(path, UPHELD, officer)

    assert refused.status_code == 400
    (fault,) = refused.json()["errors"]
    assert fault["parameter"] == "outcome"
    assert "close the complaint as settled" in fault["detail"]
    assert "RA-2026-0123456789" not in refused.content.decode()
    assert follow(taken).json()["state"] == "answered"
    assert post(path, {"state": "closed", "outcome": "settled"}, officer).status_code == 200


def test_pc_27_a_risk_measure_without_a_named_alert_is_upheld(bank, now):
    taken = complain(risk_measure=True)
    path, officer = f"complaints/{taken['id']}/move", sign_in(bank, now, name="li")

    told = [post(path, body, officer).status_code for body in (*ANSWERED, UPHELD)]

    assert told == [200, 200, 200]


@pytest.mark.parametrize("outcome", ["upheld", "rejected"])
def test_a_machine_neither_upholds_nor_rejects(bank, as_member, outcome):
    taken = complain(risk_measure=True)
    path = f"complaints/{taken['id']}/move"
    for body in ANSWERED:
        post(path, body, as_member(bank))

    answer = post(path, UPHELD | {"outcome": outcome}, as_member(bank))

    assert (answer.status_code, answer.json()["code"]) == (403, "person-needed")
    assert follow(taken).json()["state"] == "answered"
    assert not RecallOrder.objects.exists()


def test_what_goes_with_another_state_is_told_where_it_belongs(bank, as_member):
    taken = complain()
    body = {"state": "handling", "outcome": "upheld"}

    answer = post(f"complaints/{taken['id']}/move", body, as_member(bank))

    assert answer.json()["errors"][0]["detail"] == (
        "Leave it out of the state handling: it goes with the state closed."
    )
    assert Complaint.objects.get().state == "received"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"state": "handed-over", "to": "peer"}, 400, "invalid-parameter"),
        ({"state": "handed-over"}, 400, "invalid-parameter"),
        ({"state": "closed", "outcome": "upheld"}, 409, "step-not-possible"),
        ({"state": "received"}, 400, "invalid-parameter"),
    ],
)
def test_a_wrong_step_changes_nothing(bank, peer, as_member, body, status, code):
    taken = complain()

    answer = post(f"complaints/{taken['id']}/move", body, as_member(bank))

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert Complaint.objects.get().state == "received"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"about": "nobody"}, "about"),
        ({"text": ""}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"cause": "anger"}, "cause"),
        ({"alert": "RA 1"}, "alert"),
    ],
)
def test_what_cannot_be_used_is_named(bank, changes, place):
    answer = post("complaints", BODY | changes)

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.json()["errors"]] == [place]
    assert not Complaint.objects.exists()


def test_pc_32_small_counts_are_withheld(bank, as_member, now, settings):
    settings.RATE_LIMITS = False
    with time_machine.travel(now.replace(month=8), tick=False):
        for cause, count in (("other", 12), ("security", 11), ("no-notice", 2)):
            for _ in range(count):
                complain(cause=cause)

    told = as_member(bank).get("/api/v1/complaints/statistics?quarter=2026-Q3").json()

    counts = {one["cause"]: one["count"] for one in told["causes"]}
    assert told["total"] == 25
    assert {name for name, count in counts.items() if count is not None} == {"other"}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?quarter=2026-Q4", 404),
        ("?quarter=2030-Q1", 404),
        ("?quarter=2026-Q5", 400),
        ("?quarter=", 400),
        ("", 400),
    ],
)
def test_a_quarter_that_is_not_over_is_not_counted(bank, as_member, query, status):
    path = f"/api/v1/complaints/statistics{query}"

    assert as_member(bank).get(path).status_code == status
