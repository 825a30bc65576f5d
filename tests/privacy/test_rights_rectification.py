"""PC-14: a rectification is granted by the alert that corrects what was said, or it is refused."""

from typing import Any
from uuid import uuid4

import pytest

from privacy.audit.models import AuditEvent
from privacy.rights.codes import RefusalReason, RequestOutcome, RequestType
from privacy.rights.errors import Unfit
from privacy.rights.models import RequestStep, RightsRequest
from privacy.rights.requests import Ending, NewRequest, close_request, open_request
from tests.factories.persons import officer_for, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--bank"
WORDS: dict[str, Any] = {"reason": "It is accurate.", "remedy": "The court."}


def ask(now, kind=RequestType.RECTIFICATION):
    new = NewRequest(kind, controller=BANK, place="CN-SH")
    return open_request(actor=sign_in(now=now), now=now, new=new)


def close(request_id, ending, now):
    close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=ending)
    return RightsRequest.objects.get(id=request_id)


@pytest.mark.parametrize(
    "ending",
    [
        Ending(RequestOutcome.GRANTED),
        Ending(RequestOutcome.PARTLY, RefusalReason.ACCURATE, **WORDS),
    ],
)
def test_without_its_correction_it_is_not_granted(now, ending):
    request_id = ask(now)

    with pytest.raises(Unfit, match="Send the corrected alert first") as refusal:
        close(request_id, ending, now)

    assert refusal.value.place == "correction"
    assert RightsRequest.objects.get().state == "open"
    assert [step.code for step in RequestStep.objects.all()] == ["opened"]


def test_the_step_and_the_audit_log_name_the_correction(now):
    correction = uuid4()

    row = close(ask(now), Ending(RequestOutcome.GRANTED, correction=correction), now)

    assert row.outcome == "granted"
    assert row.steps.last().details["correction"] == str(correction)
    event = AuditEvent.objects.get(action="rights.request.closed")
    assert event.details["correction"] == str(correction)


def test_it_is_refused_with_reasons_and_no_correction(now):
    row = close(ask(now), Ending(RequestOutcome.REFUSED, RefusalReason.ACCURATE, **WORDS), now)

    assert row.outcome == "refused"


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (RequestType.ACCESS, Ending(RequestOutcome.GRANTED, correction=uuid4())),
        (
            RequestType.RECTIFICATION,
            Ending(RequestOutcome.REFUSED, RefusalReason.ACCURATE, **WORDS, correction=uuid4()),
        ),
    ],
)
def test_a_correction_goes_with_nothing_else(now, kind, ending):
    with pytest.raises(Unfit) as refusal:
        close(ask(now, kind), ending, now)

    assert refusal.value.place == "correction"
    assert RightsRequest.objects.get().state == "open"
