"""A person asks that no machine alone decides about them: from the request to the next alert's case (PC-11)."""

from datetime import timedelta

import pytest

from privacy.rights.codes import RequestOutcome, RequestType, VerificationMethod
from privacy.rights.requests import (
    Ending,
    NewRequest,
    Proof,
    close_request,
    end_restriction,
    open_request,
    verify_identity,
)
from sharing.attention.ranking import rank_cases
from tests.factories.persons import LIN, MEI, officer_for, sign_in
from tests.sharing.test_attention_ranking import report

pytestmark = pytest.mark.embedded

PHONE, OTHER_PHONE = "13800138000", "13900139000"
GRANTED = Ending(RequestOutcome.GRANTED)


def ask(person, member, now, kind=RequestType.WITHDRAW_AUTOMATED, *, claims=()):
    """Ask a member, or the hub."""
    controller = "" if member is None else member.stix_id
    new = NewRequest(type=kind, controller=controller, place="CN-SH", claims=claims)
    return open_request(actor=person, now=now, new=new)


def grant(member, request_id, now):
    officer = officer_for("" if member is None else member.stix_id)
    close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)
    return officer


def list_marked(member, now):
    cases = rank_cases(actor=member.actor, now=now, limit=50).cases
    return {case.id: case.human_review_requested for case in cases}


def tell(member, now, phone, kind="page"):
    return report(member, now, kind, description=f"Call {phone}.")


@pytest.mark.parametrize("asked", ["bank", None], ids=["the reporter", "the hub"])
def test_pc_11_what_a_person_asked_shows_on_the_next_alert(exchange, as_member, now, asked):
    platform, bank = exchange["platform"], exchange["bank"]
    member = exchange[asked] if asked else None
    request = ask(sign_in(LIN, now=now), member, now)
    first = tell(bank, now, PHONE)
    before = list_marked(platform, now)
    grant(member, request, now)
    later = now + timedelta(days=40)

    about, other = tell(bank, later, PHONE, "leak"), tell(bank, later, OTHER_PHONE, "flight")

    assert before == {first: False}
    assert list_marked(platform, later) == {first: True, about: True, other: False}
    client = as_member(platform)
    told = [
        client.get(f"/api/v1/alerts/{one}", {"view": "explain"}).json() for one in (about, other)
    ]
    assert [one["human_review_requested"] for one in told] == [True, False]
    assert PHONE not in str(told)


def test_pc_11_an_objection_counts_until_it_ends(exchange, now):
    bank = exchange["bank"]
    about = tell(bank, now, PHONE)
    request = ask(sign_in(LIN, now=now), bank, now, RequestType.OBJECTION)
    officer = grant(bank, request, now)
    standing = list_marked(bank, now)

    end_restriction(actor=officer, now=now, request_id=request)

    assert standing == {about: True}
    assert list_marked(bank, now) == {about: False}


def test_pc_11_what_was_asked_of_another_reporter_marks_nothing(exchange, now):
    about = tell(exchange["bank"], now, PHONE)
    grant(exchange["peer"], ask(sign_in(LIN, now=now), exchange["peer"], now), now)

    assert list_marked(exchange["platform"], now) == {about: False}
    assert list_marked(exchange["bank"], now) == {about: False}


def test_pc_11_a_guess_that_a_member_grants_itself_confirms_no_withheld_value(exchange, now):
    """It sees to the papers of an accomplice, grants, and looks which alerts are marked."""
    platform = exchange["platform"]
    hidden = tell(exchange["bank"], now, OTHER_PHONE)
    guess = (("phone", OTHER_PHONE),)
    request = ask(sign_in(MEI, now=now), platform, now, claims=guess)
    proof = Proof(VerificationMethod.DOCUMENT_AT_COUNTER, True, guess)
    verify_identity(actor=officer_for(platform.stix_id), now=now, request_id=request, proof=proof)
    grant(platform, request, now)

    own = tell(platform, now, OTHER_PHONE, "flight")

    assert list_marked(platform, now) == {hidden: False, own: True}
    assert list_marked(exchange["bank"], now) == {hidden: False, own: True}
