"""Holds on the pages: why they wait, what would go out, and the decision of two persons (PC-41)."""

import pytest

from privacy.audit.models import AuditEvent
from sharing.delivery.models import Delivery
from sharing.holds.models import Hold
from sharing.members.actors import Role
from tests.hub.portal.conftest import Page
from tests.hub.portal.officer.conftest import PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

LIST = "/privacy/holds/"
RELEASE = {"action": "release", "note": "Assessed by hand."}
WHY = "No approved impact assessment in date covers these purposes"


def one(hold):
    return f"{LIST}{hold.id}"


def propose(client, hold, **changes):
    return client.post(f"{one(hold)}/propose", RELEASE | changes)


def approve(client, *holds, given="yes"):
    approvals = dict(Hold.objects.values_list("id", "approval"))
    copies = [f"{hold.id}:{approvals[hold.id]}" for hold in holds]
    return client.post(f"{one(holds[0])}/decide", {"given": given, "copies": copies})


def states():
    return set(Hold.objects.values_list("state", flat=True))


def test_the_queue_says_for_whom_and_why_each_one_waits(officer, waiting, page):
    shown = page(officer, LIST)

    addresses = {str(link["href"]) for link in shown.find("a", class_="entry-title")}
    assert addresses == {one(hold) for hold in waiting}
    assert WHY in shown.text
    assert "Phishing page imitates a bank" in shown.text
    assert PHONE not in shown.source
    assert shown.find("a", **{"href": "?state=open", "aria-current": "true"})


def test_an_empty_queue_says_so(officer, clock, page):
    assert "No hold here" in page(officer, LIST).text
    assert "No hold here" in page(officer, f"{LIST}?state=refused").text


def test_a_hold_shows_what_would_go_out(officer, waiting, page):
    shown = page(officer, one(waiting[0]))

    assert "What would go out Goes with tokens for persons" in shown.text
    assert WHY in shown.text
    assert PHONE not in shown.source
    assert len(shown.find("input", name="action")) == 3
    assert "Other copies of this alert that wait" in shown.text


def test_looking_at_what_would_go_out_is_recorded(officer, waiting, page):
    page(officer, one(waiting[0]))

    event = AuditEvent.objects.get(action="alerts.alert.read")
    assert event.subject == str(waiting[0].submission_id)
    assert event.details == {"as": "preview", "hold": str(waiting[0].id)}


def test_an_auditor_is_not_told_titles(exchange, as_person, waiting, page):
    shown = page(as_person(exchange["bank"], Role.AUDITOR), LIST)

    assert "Phishing page imitates a bank" not in shown.text
    assert WHY in shown.text


def test_one_proposes_and_another_approves_and_the_copy_goes(officer, second, waiting, page):
    hold = waiting[0]

    asked = propose(officer, hold)
    assert (asked.status_code, asked.headers["location"]) == (302, one(hold))
    mine = page(officer, one(hold))
    assert "Another person has to approve it." in mine.text
    assert not mine.find("button", name="given")
    theirs = page(second, one(hold))
    assert "Another person proposed Release the copy Assessed by hand." in theirs.text
    assert Delivery.objects.filter(recipient=hold.recipient).count() == 0
    done = approve(second, hold)

    assert done.status_code == 302
    assert Hold.objects.get(id=hold.id).state == "released"
    assert "Approved and carried out." in page(second, one(hold)).text
    assert Delivery.objects.filter(recipient=hold.recipient).count() == 1


def test_nobody_approves_what_they_proposed_themselves(officer, waiting):
    propose(officer, waiting[0])

    answer = approve(officer, waiting[0])

    assert answer.status_code == 403
    assert "You proposed this yourself" in Page(answer).text
    assert states() == {"open"}
    assert Delivery.objects.filter(recipient=waiting[0].recipient).count() == 0


def test_all_copies_of_an_alert_are_decided_on_at_once(officer, second, waiting, page):
    asked = propose(officer, waiting[0], also="on")
    assert asked.status_code == 302
    shown = page(second, one(waiting[0]))
    assert len(shown.find("input", name="copies")) == len(waiting) > 1

    assert approve(second, *waiting).status_code == 302

    assert states() == {"released"}


def test_a_proposal_that_was_not_read_is_not_approved(officer, second, waiting):
    propose(officer, waiting[0])
    read = Hold.objects.get(id=waiting[0].id).approval
    propose(officer, waiting[0], action="refuse", note="On second thought.")

    answer = second.post(
        f"{one(waiting[0])}/decide", {"given": "yes", "copies": f"{waiting[0].id}:{read}"}
    )

    assert answer.status_code == 409
    assert "proposed something else meanwhile" in Page(answer).text
    assert states() == {"open"}


def test_a_refused_proposal_leaves_the_hold_waiting(officer, second, waiting):
    propose(officer, waiting[0])

    assert approve(second, waiting[0], given="no").status_code == 302

    hold = Hold.objects.get(id=waiting[0].id)
    assert (hold.state, hold.proposal, hold.approval) == ("open", {}, None)


@pytest.mark.parametrize(
    "changes",
    [{"note": ""}, {"action": ""}, {"action": "supply"}, {"reference": "a<b"}],
)
def test_what_cannot_be_proposed_changes_nothing(officer, waiting, changes):
    answer = propose(officer, waiting[0], **changes)

    assert answer.status_code == 422
    assert not Hold.objects.exclude(approval=None).exists()


def test_a_note_that_names_a_person_is_refused(officer, waiting):
    answer = propose(officer, waiting[0], note=f"Ask {PHONE} first.")

    assert answer.status_code == 422
    assert "Leave out names, numbers and addresses of people, and secrets." in Page(answer).text
    assert not Hold.objects.exclude(approval=None).exists()


@pytest.mark.parametrize("sent", [{}, {"given": "yes"}, {"given": "?", "copies": "x"}])
def test_a_decision_without_copies_changes_nothing(officer, second, waiting, sent):
    propose(officer, waiting[0])

    answer = second.post(f"{one(waiting[0])}/decide", sent)

    assert answer.status_code in (400, 422)
    assert states() == {"open"}


def test_an_approver_decides_and_an_auditor_only_looks(exchange, as_person, waiting, page):
    approver = as_person(exchange["bank"], Role.APPROVER)
    auditor = as_person(exchange["bank"], Role.AUDITOR)

    assert page(approver, one(waiting[0])).find("input", name="action")
    seen = page(auditor, one(waiting[0]))
    assert "You may look at this, but not decide on it." in seen.text
    assert propose(auditor, waiting[0]).status_code == 404
    assert not Hold.objects.exclude(approval=None).exists()


def test_another_institution_finds_none_of_it(exchange, as_person, waiting, page):
    stranger = as_person(exchange["peer"], Role.PRIVACY_OFFICER)

    assert "No hold here" in page(stranger, LIST).text
    page(stranger, one(waiting[0]), status=404)
    assert propose(stranger, waiting[0]).status_code == 404
    assert not Hold.objects.exclude(approval=None).exists()


def test_the_queue_takes_as_many_statements_for_many_as_for_few(
    officer, waiting, django_assert_num_queries
):
    officer.get(LIST)

    with django_assert_num_queries(20):
        officer.get(LIST)
