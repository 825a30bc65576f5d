"""PC-18: requests and complaints go three years after they were closed, and not before."""

from datetime import timedelta

import pytest

from privacy.retention.applying import apply_class
from privacy.rights.codes import (
    Cause,
    ComplaintOutcome,
    ComplaintState,
    RequestOutcome,
    RequestType,
)
from privacy.rights.complaints import Move, NewComplaint, make_complaint, move_complaint
from privacy.rights.keepers import ComplaintKeeper, RequestKeeper
from privacy.rights.models import Complaint, ComplaintStep, RequestStep, RightsRequest
from privacy.rights.requests import Ending, NewRequest, close_request, open_request
from tests.factories.persons import MEI, officer_for, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--bank"


@pytest.fixture
def _closed_and_open(now):
    person, officer = sign_in(MEI, now=now), officer_for(BANK)
    for is_closed in (True, False):
        request_id = open_request(
            actor=person, now=now, new=NewRequest(RequestType.ACCESS, BANK, "CN-SH")
        )
        complaint = make_complaint(
            actor=None, now=now, new=NewComplaint(Cause.OTHER, "Text.", about=BANK)
        )
        if is_closed:
            close_request(
                actor=officer, now=now, request_id=request_id, ending=Ending(RequestOutcome.GRANTED)
            )
            for move in (
                Move(ComplaintState.HANDLING),
                Move(ComplaintState.ANSWERED, answer="Answer."),
                Move(ComplaintState.CLOSED, outcome=ComplaintOutcome.SETTLED),
            ):
                move_complaint(actor=officer, now=now, complaint_id=complaint.id, move=move)


@pytest.mark.usefixtures("_closed_and_open")
@pytest.mark.parametrize(
    ("keeper", "model", "steps"),
    [(RequestKeeper(), RightsRequest, RequestStep), (ComplaintKeeper(), Complaint, ComplaintStep)],
)
def test_what_is_closed_goes_after_three_years(keeper, model, steps, now):
    early, late = now + timedelta(days=3 * 365 - 1), now + timedelta(days=3 * 365 + 3)

    assert apply_class(actor="hub", now=early, keeper=keeper).done == 0
    assert apply_class(actor="hub", now=late, keeper=keeper, dry_run=True).due == 1
    assert model.objects.count() == 2
    assert apply_class(actor="hub", now=late, keeper=keeper).done == 1
    assert apply_class(actor="hub", now=late, keeper=keeper).due == 0
    assert model.objects.get().closed_at is None
    assert steps.objects.count() == 1
