"""The ledger of acts equals an independent recount of deliveries, both ways (PC-22)."""

from collections import Counter
from dataclasses import replace

import pytest

from privacy.transfers.models import Assessment, SharingAct
from privacy.transfers.services.mechanisms import approve_mechanism, file_mechanism
from sharing.delivery.models import Delivery
from sharing.delivery.sequencer import publish
from sharing.holds.models import Hold
from sharing.holds.proposals import HoldAction, Proposal
from sharing.holds.services import propose
from sharing.pipeline.holds import decide_hold
from sharing.response.recalls import recall_own_alert
from tests.conftest import assess_programme
from tests.factories.consents import publish as publish_notice
from tests.factories.conversations import LATER, member_entry, share
from tests.factories.journeys import send, work
from tests.factories.transfers import APPROVER, AUTHOR, new_mechanism

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PHONE = "13800138000"


@pytest.fixture
def year(exchange, now):
    """What an exchange goes through: home and abroad, corrected, held, released, refused, recalled."""
    bank, peer = exchange["bank"], exchange["peer"]
    _let_abroad(bank, exchange["foreign"], now)
    send(bank, now=now)
    send(peer, now=now, description=f"Call {PHONE}.")
    recalled = send(bank, now=now, description=f"Call {PHONE} or {PHONE}.")
    work(now)
    told = share(bank, now, incident_id="incident--0f0e0d0c-0b0a-4908-8706-050403020100")
    share(
        bank, now, mode="correct", reason="Mixed up.", modified=LATER,
        incident_id="incident--0f0e0d0c-0b0a-4908-8706-050403020100",
        audience=(member_entry(peer),),
    )  # fmt: skip
    _hold_and_decide(exchange, now)
    recall_own_alert(actor=bank.actor, now=now, alert_id=recalled.id, reason="Not true.")
    publish(now=now)
    return {"told": told.id, "recalled": recalled.id}


def _let_abroad(bank, foreign, now):
    publish_notice(bank, now=now)
    new = new_mechanism(now, exporter=bank.stix_id, importer=foreign.stix_id)
    row = file_mechanism(actor=AUTHOR, now=now, new=new)
    approve_mechanism(actor=APPROVER, now=now, exporter=bank.stix_id, mechanism_id=row.id)


def _hold_and_decide(exchange, now):
    """Copies at home and abroad are released; others go without the person, are refused, or wait on."""
    Assessment.objects.all().delete()
    first, second = (
        send(exchange["bank"], now=now, description=f"Call {PHONE}, case {number}.")
        for number in range(2)
    )
    work(now)
    _decide(exchange, now, first, "peer", HoldAction.RELEASE)
    _decide(exchange, now, first, "foreign", HoldAction.RELEASE)
    _decide(exchange, now, first, "platform", HoldAction.REDACT)
    _decide(exchange, now, second, "peer", HoldAction.REFUSE)
    assess_programme()


def _decide(exchange, now, submission, slug, action):
    one, other = (replace(exchange["bank"].actor, name=f"user:{number}@bank") for number in (1, 2))
    hold = Hold.objects.get(submission=submission, recipient__slug=slug)
    said = Proposal(action, "By hand.")
    asked = propose(actor=one, now=now, hold_id=hold.id, proposal=said).approval
    decide_hold(actor=other, now=now, hold_id=hold.id, approval=asked, given=True)


def allowed():
    return SharingAct.objects.filter(kind="disclosure", outcome__startswith="allow")


def delivered():
    return Delivery.objects.filter(kind=Delivery.Kind.ALERT)


def test_each_copy_that_went_is_one_act_and_each_act_is_a_copy(year):
    acts = Counter(allowed().values_list("alert", "recipient"))
    copies = set(delivered().values_list("alert_id", "recipient__stix_id"))

    assert set(acts) == copies
    assert set(acts.values()) == {1}
    # The year had all that it promises.
    abroad = allowed().exclude(mechanism="").filter(crosses_border=True)
    # One stood on its contract, and two persons released the other.
    assert abroad.count() == 2
    assert abroad.filter(reasons__contains="human_release").count() == 1
    assert set(Hold.objects.values_list("state", flat=True)) == {
        "released",
        "redacted",
        "refused",
        "open",
    }


def test_an_act_tells_in_which_form_and_how_its_copy_went(year):
    forms = {
        (row.alert_id, row.recipient.stix_id): (row.rendition_id, row.rendition.outcome)
        for row in delivered().select_related("recipient", "rendition")
    }

    assert forms == {(act.alert, act.recipient): (act.rendition, act.outcome) for act in allowed()}


def test_what_waits_or_was_refused_is_an_act_without_a_copy(year):
    kept = SharingAct.objects.exclude(outcome__startswith="allow")
    undecided = Hold.objects.filter(state__in=["open", "refused"])

    assert set(undecided.values_list("submission_id", "recipient__stix_id")) <= set(
        kept.values_list("alert", "recipient")
    )
    assert not kept.exclude(rendition=None).exists()


def test_each_copy_taken_back_is_an_act_that_ended_for_the_same_cause(year):
    gone = delivered().exclude(withdrawn_at=None)
    ended = SharingAct.objects.exclude(end=None)

    assert set(ended.values_list("alert", "recipient", "end__cause")) == set(
        gone.values_list("alert_id", "recipient__stix_id", "cause")
    )
    assert set(ended.values_list("alert", flat=True)) == set(year.values())
