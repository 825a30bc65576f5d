"""What a member sent, and how it went, in words."""

import pytest

from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from sharing.stix.markings import Tlp
from tests.factories.journeys import send, work

pytestmark = pytest.mark.django_db


def test_each_submission_is_listed_with_its_state(exchange, as_person, page, clock):
    waiting = send(exchange["bank"], now=clock)
    delivered = send(exchange["bank"], now=clock, pattern="[domain-name:value = 'b.example']")
    send(exchange["peer"], now=clock)
    Submission.objects.filter(id=delivered.id).update(state="delivered", recipients=3)

    shown = page(as_person(exchange["bank"]), "/submissions/")

    assert f"{waiting.id}" in shown.text
    assert f"{delivered.id} Delivered" in shown.text
    assert shown.text.count("Received") == 1
    assert len(shown.find("td")) == 2 * 4


def test_a_stored_alert_is_listed_by_its_title_and_that_is_recorded(
    exchange, as_person, page, clock
):
    sent = send(exchange["bank"], now=clock, name="Copied page")
    work(clock)

    shown = page(as_person(exchange["bank"]), "/submissions/")

    assert f"Copied page {sent.id} Delivered" in shown.text
    (read,) = AuditEvent.objects.filter(action="delivery.feed.read")
    assert read.details == {"alerts": [str(sent.id)], "by": "submissions"}


def test_a_long_list_of_submissions_goes_on(exchange, as_person, page, clock):
    for _ in range(26):
        send(exchange["bank"], now=clock)
    desk = as_person(exchange["bank"])

    first = page(desk, "/submissions/")
    (older,) = first.find("a", rel="next")
    second = page(desk, f"/submissions/{older['href']}")

    assert len(first.find("tr")) == 1 + 25
    assert len(second.find("tr")) == 1 + 1


def test_no_submission_yet_says_how_to_send_one(exchange, as_person, page):
    shown = page(as_person(exchange["bank"]), "/submissions/")

    assert "Nothing submitted yet" in shown.text
    assert "POST /api/v1/alerts" in shown.text


def test_a_held_submission_tells_the_reason_the_rule_and_the_remedy(
    exchange, as_person, page, clock
):
    held = send(exchange["foreign"], now=clock, tlp=Tlp.RED)
    work(clock)

    shown = page(as_person(exchange["foreign"]), f"/submissions/{held.id}")

    for text in (
        "Submission On hold",
        "kept sealed and was shared with nobody",
        "Remedy each reason below and send the alert again.",
        "Nobody is entitled to this alert. Check its TLP marking, its audience and your groups,",
        "no-recipient",
    ):
        assert text in shown.text


@pytest.mark.parametrize(
    ("state", "meaning"),
    [
        ("received", "The hub has accepted the alert for good"),
        ("refused", "The alert was not taken in and its content was not kept."),
        ("failed", "The fault is the hub's."),
        ("routed", "its recipients are chosen"),
        ("delivered", "Every chosen recipient has the alert in its inbox."),
    ],
)
def test_every_state_is_explained(exchange, as_person, page, clock, state, meaning):
    sent = send(exchange["bank"], now=clock)
    Submission.objects.filter(id=sent.id).update(state=state)

    assert meaning in page(as_person(exchange["bank"]), f"/submissions/{sent.id}").text


def test_the_receipt_stands_there_whole_to_be_copied(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)

    shown = page(as_person(exchange["bank"]), f"/submissions/{sent.id}")

    assert sent.receipt in shown.text
    assert "readonly" in shown.find("textarea", id="receipt")[0]


def test_warnings_are_shown_with_their_place(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)
    warning = {"pointer": "/objects/0", "code": "x", "message": "State the stage."}
    Submission.objects.filter(id=sent.id).update(warnings=[warning])

    shown = page(as_person(exchange["bank"]), f"/submissions/{sent.id}")

    assert "/objects/0 State the stage." in shown.text


def test_a_reason_that_the_portal_does_not_know_keeps_its_own_sentence(
    exchange, as_person, page, clock
):
    sent = send(exchange["bank"], now=clock)
    reason = {"code": "brand-new", "source": "rule 9", "message": "Do it otherwise."}
    Submission.objects.filter(id=sent.id).update(state="held", reasons=[reason])

    shown = page(as_person(exchange["bank"]), f"/submissions/{sent.id}")

    assert "Do it otherwise. brand-new rule 9" in shown.text


def test_the_submission_of_another_member_looks_missing(exchange, as_person, page, clock):
    sent = send(exchange["bank"], now=clock)

    page(as_person(exchange["peer"]), f"/submissions/{sent.id}", status=404)
