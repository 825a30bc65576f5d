"""A regulator opens identifiers for a case, in its territory, as an act of its own (PC-35)."""

from datetime import timedelta

import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from privacy.transfers.models import SharingAct
from sharing.alerts.models import Alert
from sharing.erasers.holder import AlertHolder
from sharing.members.actors import Role
from tests.conftest import make_member
from tests.factories.holdings import known_as
from tests.factories.journeys import send, work
from tests.factories.transfers import sign_in

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/privacy/clear-views"
PHONE = "13800138000"
CASE = "JG-2026-17"


@pytest.fixture
def alert(exchange, now):
    submission = send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    return submission.id


def ask(client, alert_id, **changes):
    body = {
        "alert": str(alert_id),
        "reason": "investigation",
        "purpose": "supervisory-reporting",
        "case_number": CASE,
    } | changes
    return client.post(ADDRESS, body, content_type="application/json")


def views():
    return SharingAct.objects.filter(kind__in=("clear-view", "sealed"))


def test_a_case_opens_the_identifiers_and_is_an_act_pc_35(exchange, as_member, alert):
    answer = ask(as_member(exchange["regulator"]), alert)

    assert answer.status_code == 201
    assert answer["Cache-Control"] == "no-store"
    (one,) = answer.json()["identifiers"]
    assert (one["kind"], one["form"]) == ("phone", "clear")
    assert PHONE in one["value"]
    act = views().get()
    assert answer.json()["act"] == act.id
    assert (act.kind, act.exporter, act.recipient) == (
        "clear-view",
        exchange["bank"].stix_id,
        exchange["regulator"].stix_id,
    )
    assert (act.outcome, act.purposes, act.route) == (
        "allow",
        "supervisory-reporting",
        "clear-view",
    )
    assert act.bases == "pipl.statutory_duty:PIPL-63"
    assert act.grounds.split()[-2:] == [f"case:{CASE}", "reason:investigation"]
    event = AuditEvent.objects.get(action=Action.CLEAR_VIEW_GIVEN)
    assert PHONE not in str(event.details)


def test_without_a_case_number_there_are_tokens_only_pc_35(exchange, as_member, alert):
    answer = ask(as_member(exchange["regulator"]), alert, case_number="")

    (one,) = answer.json()["identifiers"]
    assert one["form"] == "token"
    assert PHONE.encode() not in answer.content
    assert views().get().outcome == "allow_tokenised"


def test_a_purpose_that_needs_no_identifiers_opens_none(exchange, as_member, alert):
    answer = ask(as_member(exchange["regulator"]), alert, purpose="statistics")

    assert (answer.json()["identifiers"], answer.json()["withheld"]) == ([], 1)
    assert PHONE.encode() not in answer.content


def test_the_institution_finds_the_view_in_its_register_pc_35(exchange, as_member, alert):
    ask(as_member(exchange["regulator"]), alert)

    acts = as_member(exchange["bank"]).get(f"/api/v1/alerts/{alert}/acts").json()["items"]

    (view,) = [one for one in acts if one["kind"] == "clear-view"]
    assert view["recipient"]["name"] == "Regulator Institution"
    assert f"case:{CASE}" in view["grounds"]


def test_where_confidentiality_is_ordered_the_institution_learns_nothing(
    exchange, as_member, alert
):
    bank = as_member(exchange["bank"])
    addresses = (f"/api/v1/alerts/{alert}/acts", "/api/v1/records-of-processing")
    before = [bank.get(address).json() for address in addresses]

    ask(as_member(exchange["regulator"]), alert, confidentiality_ordered=True)

    assert [bank.get(address).json() for address in addresses] == before
    assert views().get().kind == "sealed"
    mine = as_member(exchange["regulator"]).get(f"/api/v1/alerts/{alert}/acts").json()["items"]
    assert "sealed" in [one["kind"] for one in mine]


@pytest.mark.parametrize("slug", ["bank", "peer", "foreign", "outsider"])
def test_who_is_no_regulator_finds_nothing_and_the_asking_is_recorded_pc_35(
    exchange, as_member, alert, slug
):
    answer = ask(as_member(exchange[slug]), alert)

    assert answer.status_code == 404
    assert not views().exists()
    event = AuditEvent.objects.get(action=Action.CLEAR_VIEW_REFUSED)
    assert (event.subject, event.details["reason"]) == (str(alert), "investigation")


def test_a_regulator_of_another_territory_finds_nothing(exchange, as_member, alert):
    abroad = make_member("abroad", "regulator", "EU-DE")

    assert ask(as_member(abroad), alert).status_code == 404
    assert not views().exists()
    assert AuditEvent.objects.filter(action=Action.CLEAR_VIEW_REFUSED).count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "curiosity"},
        {"purpose": "curiosity"},
        {"case_number": "a b"},
        {"case_number": "13900139000"},
        {"alert": "no"},
        {"more": 1},
    ],
)
def test_what_cannot_be_used_is_refused_and_not_repeated(exchange, as_member, alert, changes):
    answer = ask(as_member(exchange["regulator"]), alert, **changes)

    assert answer.status_code == 400
    assert b"curiosity" not in answer.content
    assert b"13900139000" not in answer.content
    assert not views().exists()


def test_a_view_binds_the_copy_of_the_regulator_to_no_other_purpose(exchange, as_member, alert):
    client = as_member(exchange["regulator"])
    before = client.get(f"/api/v1/alerts/{alert}", {"purpose": "fraud-prevention"}).status_code

    ask(client, alert)

    after = client.get(f"/api/v1/alerts/{alert}", {"purpose": "fraud-prevention"}).status_code
    assert after == before


def test_who_audits_reads_everything_but_clear_identifiers_pc_33(exchange, alert, now):
    auditor = sign_in(exchange["regulator"], now, name="qian", role=Role.AUDITOR)
    supervisor = sign_in(exchange["regulator"], now, name="sun", role=Role.SUPERVISOR)

    assert ask(auditor, alert).status_code == 403
    assert not views().exists()
    assert ask(supervisor, alert).status_code == 201


def test_what_was_erased_is_shown_to_nobody_any_more_pc_15(exchange, as_member, alert, now):
    AlertHolder().erase(actor="officer", now=now, subjects=known_as(PHONE))

    answer = ask(as_member(exchange["regulator"]), alert)

    assert answer.status_code in (201, 404)
    assert PHONE.encode() not in answer.content


def test_an_alert_whose_time_is_over_looks_missing_pc_18(exchange, as_member, alert, now):
    Alert.objects.filter(id=alert).update(retain_until=now - timedelta(days=1))

    answer = ask(as_member(exchange["regulator"]), alert)

    assert answer.status_code == 404
    assert not views().exists()
