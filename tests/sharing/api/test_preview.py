"""POST /api/v1/alerts/preview: who would receive an alert and in which form; nothing is stored."""

import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.delivery.models import Cause, Delivery, Rendition
from sharing.delivery.withdrawal import TakeBack, withdraw
from sharing.ingest.models import Submission
from sharing.routing.match import Filter
from sharing.routing.services import save_subscription
from sharing.stix.markings import Tlp
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

ADDRESS = "/api/v1/alerts/preview"
STIX = "application/stix+json;version=2.1"
PHONE = "13800138000"


def ask(client, **changes):
    return client.post(ADDRESS, make_raw(**changes), content_type=STIX)


def named(preview):
    return {one["name"] for shown in preview["renditions"] for one in shown["recipients"]}


def assert_nothing_is_kept():
    for model in (Submission, Alert, Rendition, Delivery):
        assert model.objects.count() == 0


def test_the_members_of_the_group_and_the_regulator_are_named_and_nothing_is_stored(
    exchange, as_member
):
    answer = ask(as_member(exchange["bank"]), name="A copied page")

    preview = answer.json()
    assert (answer.status_code, preview["status"], preview["recipients"]) == (200, "delivered", 4)
    assert named(preview) == {
        "Platform Institution",
        "Peer Institution",
        "Foreign Institution",
        "Regulator Institution",
    }
    assert {shown["title"] for shown in preview["renditions"]} == {"A copied page"}
    assert preview["renditions"][0]["bundle"]["type"] == "bundle"
    assert_nothing_is_kept()


def test_what_is_asked_is_recorded_without_content(exchange, as_member):
    ask(as_member(exchange["bank"]), description=f"Call {PHONE}.")

    (event,) = AuditEvent.objects.filter(action=Action.ALERT_PREVIEWED)
    assert event.actor == f"client:{exchange['bank'].client_id}"
    assert event.details == {"status": "delivered", "recipients": 4}


def test_strangers_of_the_community_are_counted_and_not_named(exchange, as_member):
    preview = ask(as_member(exchange["bank"]), tlp=Tlp.GREEN).json()

    counted = [one for shown in preview["renditions"] for one in shown["others"]]
    assert preview["recipients"] == 5
    assert "Outsider Institution" not in named(preview)
    assert counted == [{"kind": "platform", "count": 1}]


def test_each_rendition_tells_what_is_withheld_and_why(exchange, as_member):
    answer = ask(as_member(exchange["bank"]), description=f"The holder answers at {PHONE}.")

    assert PHONE not in answer.content.decode()
    for shown in answer.json()["renditions"]:
        assert shown["withheld"]
        assert {"pointer", "code", "source", "action"} == set(shown["withheld"][0])


def test_tokens_of_a_preview_match_nothing_that_was_delivered(exchange, as_member, now):
    bank, peer = as_member(exchange["bank"]), as_member(exchange["peer"])
    description = f"The holder answers at {PHONE}."
    submission = send(exchange["platform"], now=now, description=description)
    work(now)
    delivered = peer.get(f"/api/v1/alerts/{submission.id}").content.decode()
    token = delivered.partition("tok-")[2][:22]

    texts = [ask(bank, description=description).content.decode() for _ in range(2)]

    assert len(token) == 22
    assert all("tok-" in text and token not in text for text in texts)
    assert texts[0].partition("tok-")[2][:22] != texts[1].partition("tok-")[2][:22]


def test_subscriptions_of_others_stay_their_own_affair(exchange, as_member, now):
    wanted = Filter(frozenset({"malware"}), frozenset(), 0)
    peer = exchange["peer"].institution
    save_subscription(actor="hub", now=now, institution=peer, name="only malware", wanted=wanted)

    preview = ask(as_member(exchange["bank"])).json()

    assert "Peer Institution" in named(preview)


def test_an_alert_for_nobody_would_be_held(exchange, as_member):
    preview = ask(as_member(exchange["foreign"]), tlp=Tlp.RED).json()

    assert (preview["status"], preview["renditions"]) == ("held", [])
    assert [reason["code"] for reason in preview["reasons"]] == ["no-recipient"]
    assert_nothing_is_kept()


@pytest.mark.parametrize(
    ("raw", "status", "code"),
    [
        (b"{", 400, "malformed-content"),
        (b"{}", 422, "content-rejected"),
        (make_raw(description="Card 4111 1111 1111 1111, CVV 123."), 422, "authentication-data"),
    ],
    ids=["broken", "empty", "authentication data"],
)
def test_what_would_be_refused_at_the_door_is_refused_here(exchange, as_member, raw, status, code):
    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=STIX)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert b"4111" not in answer.content
    assert not AuditEvent.objects.filter(action=Action.ALERT_PREVIEWED).exists()
    assert_nothing_is_kept()


def test_what_was_taken_back_would_be_refused(exchange, as_member, now):
    raw = make_raw()
    sent = send(exchange["bank"], now=now, raw=raw)
    work(now)
    withdraw(actor="hub", now=now, orders=[TakeBack(sent.id, Cause.RECALLED)])

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=STIX)

    assert (answer.status_code, answer.json()["status"]) == (200, "refused")
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["was-withdrawn"]
    assert answer.json()["renditions"] == []


def test_only_stix_is_previewed(exchange, as_member):
    answer = as_member(exchange["bank"]).post(ADDRESS, b"{}", content_type="text/plain")

    assert answer.status_code == 415
    assert_nothing_is_kept()
