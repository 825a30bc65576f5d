"""My consents: seen, withdrawn in one step, narrowed, given again, and their receipts (PC-05 to PC-08)."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.audit.models import AuditEvent
from privacy.consent.models import ConsentRecord
from privacy.consent.receipts import open_receipt
from privacy.consent.selectors import get_consent, read_consent
from sharing.response.models import RecallOrder
from tests.factories.consents import LIN, give, key, publish, publish_next
from tests.factories.holdings import known_as
from tests.hub.portal.me.conftest import make_item
from tests.sharing.test_erasure_on_withdrawn_consent import CONSENT, DUTY, share_on

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

WIDE = {
    "purposes": ("aml-cft", "fraud-prevention"),
    "recipient_classes": ("bank", "payment"),
}


@pytest.fixture
def notice(exchange, clock):
    return publish(exchange["bank"], now=clock)


@pytest.fixture
def consent(exchange, notice, clock):
    return give(exchange["bank"], notice, now=clock, **WIDE)


def state_of(row, now):
    fresh = get_consent(controller=row.controller, consent_id=row.id)
    return read_consent(fresh).state(now).value


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "Sharing your data with other institutions",
                "In force",
                "Preventing fraud",
                "Payment institutions",
                "Receive nothing more on it",
                "who (en)",
                "Version 1 of Nov. 23, 2026",
            ),
        ),
        (
            "zh-hans",
            ("与其他机构共享您的信息", "生效中", "不再依据本同意接收", "who (zh-Hans)", "第 1 版"),
        ),
        (
            "zh-hant",
            ("與其他機構共享您的資料", "生效中", "不再依據本同意接收", "who (zh-Hant)", "第 1 版"),
        ),
    ],
)
def test_a_consent_is_shown_with_its_notice(enter, consent, page, language, words):
    client = enter(language=language)

    listed = page(client, "/me/consents")
    shown = page(client, f"/me/consents/{consent.id}").text

    assert f"/me/consents/{consent.id}" in {link["href"] for link in listed.find("a")}
    assert [one for one in words if one not in shown] == []


def test_withdrawing_is_one_step_and_shows_its_effect_pc_08(enter, consent, holder, clock, page):
    holder.items = [
        make_item(consent.controller, clock, recalls={"ordered": 3, "confirmed": 1}),
        replace(
            make_item(consent.controller, clock, legal_bases=["gdpr.c"], recalls={"ordered": 9}),
            id="RA-2026-0000000002",
        ),
    ]
    client = enter()

    answer = client.post(f"/me/consents/{consent.id}/withdraw")

    assert answer.headers["location"] == f"/me/consents/{consent.id}"
    assert state_of(consent, clock) == "withdrawn"
    shown = page(client, answer.headers["location"]).text
    assert "You withdrew this consent" in shown
    assert "Since Nov. 23, 2026, 11:00, nothing is shared on it any more." in shown
    assert "3 copies were called back; 1 of their recipients confirmed so far." in shown
    assert "Withdraw now" not in shown
    events = AuditEvent.objects.filter(action="consent.consent.withdrawn")
    assert [one.details["by"] for one in events] == ["subject"]


def test_copies_that_rest_on_it_alone_are_called_back_pc_08(enter, exchange, notice, clock, page):
    row = give(exchange["bank"], notice, now=clock, subjects=known_as())
    rested = {"peer": [CONSENT], "platform": [CONSENT], "regulator": [CONSENT, DUTY]}
    share_on(str(row.id), exchange, clock, rested)
    client = enter("+8613800138000")
    held = page(client, "/me").text

    client.post(f"/me/consents/{row.id}/withdraw")

    assert "Your consent, A duty that the law lays on the institution" in held
    assert RecallOrder.objects.filter(cause="withdrawn").count() == 2
    shown = page(client, f"/me/consents/{row.id}").text
    assert "2 copies were called back; 0 of their recipients confirmed so far." in shown


def test_withdrawing_again_changes_nothing(enter, consent):
    client = enter()

    for _ in range(2):
        client.post(f"/me/consents/{consent.id}/withdraw")

    assert AuditEvent.objects.filter(action="consent.consent.withdrawn").count() == 1


def test_turning_a_part_off_leaves_the_rest_under_a_new_consent(enter, consent, clock):
    answer = enter().post(
        f"/me/consents/{consent.id}/parts",
        {"purposes": ["fraud-prevention"], "recipients": ["bank", "payment"]},
    )

    left = ConsentRecord.objects.exclude(id=consent.id).get()
    assert answer.headers["location"] == f"/me/consents/{left.id}"
    assert state_of(consent, clock) == "withdrawn"
    assert state_of(left, clock) == "valid"
    assert (left.purposes, left.recipient_classes) == (["fraud-prevention"], ["bank", "payment"])
    assert (left.method, left.language) == ("web", "en")
    assert open_receipt(left.receipt) is not None


@pytest.mark.parametrize("parts", [{}, {"purposes": ["aml-cft"]}, {"recipients": ["bank"]}])
def test_turning_everything_off_is_withdrawing(enter, consent, clock, parts):
    enter().post(f"/me/consents/{consent.id}/parts", parts)

    assert state_of(consent, clock) == "withdrawn"
    assert ConsentRecord.objects.count() == 1


def test_leaving_everything_on_changes_nothing(enter, consent, clock):
    enter().post(
        f"/me/consents/{consent.id}/parts",
        {"purposes": list(WIDE["purposes"]), "recipients": list(WIDE["recipient_classes"])},
    )

    assert state_of(consent, clock) == "valid"
    assert ConsentRecord.objects.count() == 1


def test_what_was_never_consented_to_cannot_be_turned_on(enter, consent, clock):
    enter().post(
        f"/me/consents/{consent.id}/parts",
        {"purposes": ["statistics"], "recipients": ["bank", "public"]},
    )

    assert state_of(consent, clock) == "valid"
    assert ConsentRecord.objects.count() == 1


def test_what_was_withdrawn_can_be_given_again_after_reading(enter, consent, clock, page):
    client = enter()
    client.post(f"/me/consents/{consent.id}/withdraw")
    address = f"/me/consents/{consent.id}/give"

    with time_machine.travel(clock + timedelta(minutes=5), tick=False):
        form = page(client, address)
        empty = client.post(address, {"version": "1", "purposes": ["aml-cft"]})
        given = client.post(
            address, {"version": "1", "purposes": ["aml-cft"], "recipients": ["payment"]}
        )

    assert len(form.find("input", role="switch")) == 4
    assert not [one for one in form.find("input", role="switch") if "checked" in one]
    assert empty.status_code == 422
    new = ConsentRecord.objects.exclude(id=consent.id).get()
    assert given.headers["location"] == f"/me/consents/{new.id}"
    assert (new.purposes, new.recipient_classes) == (["aml-cft"], ["payment"])


def test_pc_07_a_changed_notice_is_read_before_it_is_agreed_to(
    enter, exchange, notice, consent, clock, page
):
    later = clock + timedelta(minutes=5)
    client, address = enter(), f"/me/consents/{consent.id}/give"
    with time_machine.travel(later, tick=False):
        publish_next(exchange["bank"], notice, now=later, material=True)
        said = {"purposes": ["aml-cft"], "recipients": ["payment"]}

        shown = page(client, f"/me/consents/{consent.id}").text
        stale = client.post(address, {"version": "1", **said})
        given = client.post(address, {"version": "2", **said})

    assert "nothing is shared on this consent until you agree again" in shown
    assert stale.status_code == 422
    assert b"The notice changed just now." in stale.content
    new = ConsentRecord.objects.exclude(id=consent.id).get()
    assert given.headers["location"] == f"/me/consents/{new.id}"
    assert new.notice_version.number == 2


def test_a_receipt_is_a_file_that_proves_itself_pc_06(enter, consent):
    answer = enter().get(f"/me/consents/{consent.id}/receipt")

    assert answer["Content-Disposition"] == f'attachment; filename="consent-{consent.id}.json"'
    document = json.loads(answer.content)
    assert document == {"receipt": consent.receipt, "says": open_receipt(consent.receipt)}


def test_a_child_is_spoken_for_as_a_whole_pc_09(enter, exchange, notice, clock, page):
    child = {"kind": "guardian", "subjects": frozenset({key("child@person.example")})}
    row = give(exchange["bank"], notice, now=clock, **child, **WIDE, guardian=key())
    client = enter()

    shown = page(client, f"/me/consents/{row.id}")
    client.post(f"/me/consents/{row.id}/parts", {"purposes": ["aml-cft"], "recipients": ["bank"]})

    assert "Using the data of a child in your care" in shown.text
    assert not shown.find("input", role="switch")
    assert state_of(row, clock) == "valid"
    client.post(f"/me/consents/{row.id}/withdraw")
    assert state_of(row, clock) == "withdrawn"


@pytest.mark.parametrize("step", ["", "/give", "/receipt"])
def test_the_consent_of_somebody_else_is_missing(enter, consent, step):
    answer = enter(LIN).get(f"/me/consents/{consent.id}{step}")

    assert answer.status_code == 404
    assert b"There is no such page, or it is not yours." in answer.content


@pytest.mark.parametrize("step", ["withdraw", "parts", "give"])
def test_nobody_changes_the_consent_of_somebody_else(enter, consent, clock, step):
    said = {"version": "1", "purposes": ["aml-cft"], "recipients": ["bank"]}

    answer = enter(LIN).post(f"/me/consents/{consent.id}/{step}", said)

    assert answer.status_code == 404
    assert state_of(consent, clock) == "valid"
    assert ConsentRecord.objects.count() == 1


def test_the_list_takes_as_many_queries_for_one_consent_as_for_many(enter, exchange, notice, clock):
    client, counts = enter(), []
    for many in (1, 9):
        for number in range(many):
            proof = bytes([many, number]) * 16
            give(exchange["bank"], notice, now=clock, evidence_digest=proof)
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/consents")
        counts.append(len(asked))

    assert counts == [6, 6]
