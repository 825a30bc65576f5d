"""The officer's desk counts what waits for them, and for nobody else."""

import pytest

from privacy.retention.scopes import HoldScope
from privacy.retention.services import end_hold, place_hold
from privacy.rights.codes import RequestType
from privacy.rights.requests import NewRequest, open_request
from sharing.response.recalls import recall_own_alert
from tests.factories.journeys import send, work
from tests.factories.persons import sign_in as sign_person_in
from tests.factories.retention import new_hold
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/privacy/inbox"
NOTHING = {"open": 0, "overdue": 0}


def test_an_empty_desk_counts_nothing(exchange, now):
    answer = sign_in(exchange["bank"], now, name="li").get(PATH)

    assert answer.status_code == 200
    assert answer.json() == {
        "holds": 0,
        "approvals": 0,
        "legal_holds": 0,
        "authority_requests": 0,
        **dict.fromkeys(
            ("rights_requests", "complaints", "recalls_received", "recalls_sent", "incidents"),
            NOTHING,
        ),
    }


def test_what_waits_is_counted_on_the_desk_it_lies_on(exchange, now):
    bank = exchange["bank"]
    first, second = (sign_in(bank, now, name=name) for name in ("li", "wu"))
    stranger = sign_in(exchange["peer"], now, name="zhao")
    submission = send(bank, now=now)
    work(now)
    recall_own_alert(actor=bank.actor, now=now, alert_id=submission.id, reason="")
    new = NewRequest(RequestType.ACCESS, controller=bank.stix_id, place="CN-SH")
    open_request(actor=sign_person_in(now=now), now=now, new=new)
    asker = "user:999@bank"
    hold = place_hold(
        actor=asker, now=now, new=new_hold(bank.stix_id, HoldScope.INSTITUTION, bank.stix_id)
    )
    end_hold(actor=asker, now=now, controller=bank.stix_id, hold_id=hold.id)

    mine, theirs = first.get(PATH).json(), stranger.get(PATH).json()

    # Told by the clock on the wall: what is due then may be late by now.
    assert mine["rights_requests"]["open"] == 1
    assert mine["recalls_sent"]["open"] == 4
    assert mine["legal_holds"] == 1
    assert (theirs["recalls_received"]["open"], theirs["rights_requests"]) == (1, NOTHING)
    assert theirs["legal_holds"] == theirs["approvals"] == 0
    assert second.get(PATH).json() == mine
