"""Acts whose only basis is consent: what carries them, and what stops them at once (PC-05, PC-08, PC-12)."""

from uuid import uuid4

import orjson
import pytest

from hub.remedies.withdrawing import withdraw_own
from privacy.consent.services.consents import give_consent
from privacy.consent.vocabulary import ConsentKind
from privacy.rights.persons import SignedIn
from privacy.transfers.models import SharingAct
from sharing.delivery.models import Delivery
from sharing.ingest.models import Submission
from sharing.response.models import RecallOrder
from tests.factories.bundles import make_bundle, make_policy
from tests.factories.consents import LIN, MEI, key, make_consent, publish
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded


@pytest.fixture
def receipts(exchange, now):
    """What Mei has consented to at the bank: sharing of her ordinary data with banks."""
    bank = exchange["bank"]
    version = publish(bank, now=now)
    given = give_consent(
        actor=bank.actor.name,
        now=now,
        controller=bank.stix_id,
        new=make_consent(version, now=now, kind=ConsentKind.SHARING),
    )
    return [str(given.record.id)]


def report(exchange, now, receipts, *, bases=("consent",), who=MEI) -> Submission:
    policy = make_policy(legal_bases=list(bases), consent_receipts=receipts)
    bundle = make_bundle(description=f"Write to {who}.", more=(policy,))
    bundle["objects"][-1]["object_marking_refs"].append(policy["id"])
    bundle["objects"][-1]["object_refs"].remove(policy["id"])
    return send(exchange["bank"], now=now, raw=orjson.dumps(bundle))


def outcomes(submission) -> dict[str, str]:
    rows = Delivery.objects.filter(alert_id=submission.id, kind="alert", feed__group=None)
    rows = rows.filter(withdrawn_at=None).select_related("rendition", "recipient")
    return {row.recipient.slug: row.rendition.outcome for row in rows}


def withdraw(now, receipts):
    mei = SignedIn(uuid4(), "en", frozenset({key()}))
    return withdraw_own(actor=mei, now=now, consent_id=receipts[0])


def test_consent_carries_data_to_whom_it_names_and_to_nobody_else_pc_05(exchange, now, receipts):
    submission = report(exchange, now, receipts)

    work(now)

    # Platforms are not among the recipients that Mei agreed to; abroad would need its own consent.
    assert outcomes(submission) == {
        "peer": "allow_tokenised",
        "platform": "allow_redacted",
        "regulator": "allow_tokenised",
        "foreign": "allow_redacted",
    }
    act = SharingAct.objects.get(alert=submission.id, recipient=exchange["peer"].stix_id)
    assert (act.bases.partition(":")[0], f"consent:{receipts[0]}" in act.grounds.split()) == (
        "pipl.consent",
        True,
    )


def test_a_withdrawal_between_acceptance_and_routing_stops_it_pc_08(exchange, now, receipts):
    submission = report(exchange, now, receipts)
    withdraw(now, receipts)

    work(now)

    assert outcomes(submission)["peer"] == "allow_redacted"


@pytest.mark.parametrize("bases", [("consent",), ("consent", "legitimate-interest")])
def test_a_withdrawal_orders_everyone_who_had_the_person_on_consent_alone_pc_08(
    exchange, now, receipts, bases
):
    # Chinese law knows no legitimate interests (PC-01): declared or not, consent carries the act alone.
    submission = report(exchange, now, receipts, bases=bases)
    work(now)

    withdraw(now, receipts)
    withdraw(now, receipts)

    orders = RecallOrder.objects.filter(alert_id=submission.id)
    assert [order.recipient.slug for order in orders] == ["peer"]
    assert {order.cause for order in orders} == {"withdrawn"}
    # Masked copies tell nothing of her and stay; the regulator has its own by statute.
    assert outcomes(submission) == {
        "platform": "allow_redacted",
        "regulator": "allow_tokenised",
        "foreign": "allow_redacted",
    }
    act = SharingAct.objects.get(alert=submission.id, recipient=exchange["regulator"].stix_id)
    assert act.bases.startswith("pipl.statutory_duty")
    ended = SharingAct.objects.filter(alert=submission.id, end__cause="withdrawn")
    assert [act.recipient for act in ended] == [exchange["peer"].stix_id]


def test_what_rests_on_another_basis_as_well_goes_on_pc_08(exchange, now, receipts):
    submission = report(exchange, now, receipts, bases=("consent", "legal-obligation"))
    work(now)

    withdraw(now, receipts)

    assert not RecallOrder.objects.filter(alert_id=submission.id).exists()
    assert outcomes(submission)["peer"] == "allow_tokenised"


def test_an_alert_on_two_persons_rests_on_both_consents_pc_05(exchange, now, receipts):
    bank = exchange["bank"]
    version = publish(bank, now=now, code="other")
    given = give_consent(
        actor=bank.actor.name,
        now=now,
        controller=bank.stix_id,
        new=make_consent(version, now=now, subjects=frozenset({key(LIN)})),
    )
    both = [*receipts, str(given.record.id)]
    submission = report(exchange, now, both, who=f"{MEI} or {LIN}")

    work(now)

    act = SharingAct.objects.get(alert=submission.id, recipient=exchange["peer"].stix_id)
    assert {f"consent:{receipt}" for receipt in both} <= set(act.grounds.split())
    withdraw(now, receipts)
    assert [order.recipient.slug for order in RecallOrder.objects.all()] == ["peer"]
    assert "peer" not in outcomes(submission)
