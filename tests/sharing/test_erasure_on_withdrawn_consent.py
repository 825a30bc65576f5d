"""A consent is withdrawn: each copy that it carried alone is taken back, of each version (PC-08)."""

from uuid import uuid4

import pytest

from privacy.audit.models import AuditEvent
from privacy.consent.services.consents import give_consent
from privacy.consent.vocabulary import ConsentKind
from privacy.transfers.services.ledger import record_acts
from sharing.delivery.sequencer import publish as show
from sharing.erasers.withdrawn_consent import stop_relying
from sharing.response.models import RecallOrder
from tests.factories.consents import make_consent, publish
from tests.factories.conversations import holders
from tests.factories.holdings import share_about
from tests.factories.transfers import new_act

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TOLD = ("peer", "platform", "regulator")
CONSENT, DUTY = "pipl.consent", "pipl.statutory_duty:PIPL-63"


def give(member, now, *, kind=ConsentKind.SHARING) -> str:
    """Return the receipt of a consent."""
    version = publish(member, now=now, code=uuid4().hex)
    new = make_consent(version, now=now, kind=kind)
    given = give_consent(actor=member.actor.name, now=now, controller=member.stix_id, new=new)
    return str(given.record.id)


def share_on(receipt, exchange, now, bases):
    """Share an alert whose acts name a receipt; `bases` says on what each recipient's rests."""
    alert = share_about(exchange, now)
    acts = [
        new_act(
            exchange["bank"].stix_id,
            exchange[slug].stix_id,
            alert=alert.id,
            grounds=("assessment:1", f"consent:{receipt}"),
            bases=tuple(codes),
        )
        for slug, codes in bases.items()
    ]
    record_acts(now=now, acts=acts)
    return alert


def test_each_copy_that_the_consent_carried_alone_is_recalled(exchange, now):
    receipt, other = (give(exchange["bank"], now) for _ in range(2))
    bases = {"peer": [CONSENT], "platform": [CONSENT], "regulator": [CONSENT, DUTY]}
    first, second, third = (
        share_on(one, exchange, now, bases) for one in (receipt, receipt, other)
    )

    orders = stop_relying(actor="person", now=now, receipt_id=receipt)
    show(now=now)

    assert orders == RecallOrder.objects.filter(cause="withdrawn").count() == 4
    assert holders(first) == holders(second) == {"foreign", "regulator"}
    assert holders(third) == {*TOLD, "foreign"}


def test_a_guardians_consent_carries_the_child_whatever_the_basis_pc_09(exchange, now):
    receipt = give(exchange["bank"], now, kind=ConsentKind.GUARDIAN)
    alert = share_on(receipt, exchange, now, {"peer": [DUTY], "platform": [CONSENT]})

    stop_relying(actor="person", now=now, receipt_id=receipt)

    assert holders(alert) == {"foreign", "regulator"}


def test_what_goes_by_another_basis_in_its_latest_act_stays(exchange, now):
    receipt = give(exchange["bank"], now)
    alert = share_on(receipt, exchange, now, {"peer": [CONSENT]})
    again = new_act(exchange["bank"].stix_id, exchange["peer"].stix_id, alert=alert.id)
    record_acts(now=now, acts=[again])

    assert stop_relying(actor="person", now=now, receipt_id=receipt) == 0
    assert holders(alert) == {*TOLD, "foreign"}


def test_withdrawing_twice_and_an_unknown_receipt_change_nothing(exchange, now):
    receipt = give(exchange["bank"], now)
    share_on(receipt, exchange, now, {slug: [CONSENT] for slug in TOLD})
    stop_relying(actor="person", now=now, receipt_id=receipt)
    events = AuditEvent.objects.count()

    assert stop_relying(actor="person", now=now, receipt_id=receipt) == 0
    assert stop_relying(actor="person", now=now, receipt_id=str(uuid4())) == 0
    assert stop_relying(actor="person", now=now, receipt_id="no receipt") == 0

    assert RecallOrder.objects.count() == 3
    assert AuditEvent.objects.count() == events


def test_a_consent_that_another_institution_collected_carries_nothing_of_mine(exchange, now):
    receipt = give(exchange["peer"], now)
    alert = share_on(receipt, exchange, now, {slug: [CONSENT] for slug in TOLD})

    assert stop_relying(actor="person", now=now, receipt_id=receipt) == 0
    assert holders(alert) == {*TOLD, "foreign"}
