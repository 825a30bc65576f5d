"""Acts that rest on a statute: the agreement names it, or it is filed, or nothing of persons goes (PC-01)."""

import pytest

from privacy.transfers.models import SharingAct
from sharing.groups.models import Agreement
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

TEXT = "Call 13800138000."


def acts(exchange, now) -> dict[str, SharingAct]:
    """Send an alert about a person; return its acts by recipient."""
    submission = send(exchange["bank"], now=now, description=TEXT)
    work(now)
    slugs = {member.stix_id: slug for slug, member in exchange.items()}
    return {slugs[act.recipient]: act for act in SharingAct.objects.filter(alert=submission.id)}


def test_pc_01_the_ledger_names_the_agreement_and_the_basis_of_its_statute(exchange, now):
    agreement = Agreement.objects.get()

    found = acts(exchange, now)["peer"]

    assert (found.outcome, found.bases) == ("allow_tokenised", "pipl.statutory_duty")
    assert f"agreement:{agreement.id}:legal-obligation" in found.grounds.split()


def test_pc_01_without_a_named_statute_persons_are_masked_for_members(exchange, now):
    Agreement.objects.update(statutes=[])

    found = acts(exchange, now)

    assert {found[slug].outcome for slug in ("peer", "platform", "foreign")} == {"allow_redacted"}
    assert {found[slug].reasons for slug in ("peer", "platform")} == {"no_statute"}
    # A regulator at home receives by the statute of its own, which the act names.
    assert found["regulator"].bases == "pipl.statutory_duty:PIPL-63"


def test_pc_01_a_statute_of_an_agreement_opens_no_border(exchange, now):
    found = acts(exchange, now)["foreign"]

    assert (found.outcome, found.reasons) == ("allow_redacted", "redacted_abroad")
