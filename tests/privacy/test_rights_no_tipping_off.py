"""PC-25: two persons, one of whom the law keeps secrets about, are told the same in bytes and steps."""

import re
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.rights.codes import RefusalReason, RequestOutcome, RequestType
from privacy.rights.entries import describe_request
from privacy.rights.errors import Unfit
from privacy.rights.export import write_csv, write_json
from privacy.rights.holdings import export_all
from privacy.rights.requests import Ending, NewRequest, close_request, open_request
from privacy.rights.selectors import get_own_request
from tests.factories.persons import LIN, FakeHolder, officer_for, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--bank"
ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|R-[0-9]{4}-[0-9A-Z]{10}")


def live(person, kind, now):
    """Go through a request as far as the person sees it; return the bytes and the statements."""
    correction = uuid4() if kind == RequestType.RECTIFICATION else None
    with CaptureQueriesContext(
        connection,
    ) as queries:
        request_id = open_request(
            actor=person, now=now, new=NewRequest(kind, controller=BANK, place="CN-SH")
        )
        close_request(
            actor=officer_for(BANK),
            now=now,
            request_id=request_id,
            ending=Ending(RequestOutcome.GRANTED, correction=correction),
        )
        row = get_own_request(person_id=person.person_id, request_id=request_id)
        shown = orjson.dumps(describe_request(row, now=now + timedelta(hours=1)))
        items = export_all(actor=person, now=now)
        held = orjson.dumps(write_json(items)) + write_csv(items).encode()
    return ID.sub(b"*", shown + held), len(queries)


@pytest.mark.parametrize("place", ["reason", "remedy"])
@pytest.mark.parametrize(
    "text",
    ["我行已就该账户提交可疑交易报告。", "A suspicious transaction report was filed on you."],
)
def test_no_officer_writes_what_the_law_keeps_secret(now, place, text):
    person = sign_in(LIN, now=now)
    request_id = open_request(
        actor=person, now=now, new=NewRequest(RequestType.ERASURE, controller=BANK, place="CN-SH")
    )
    words = {"reason": "The law obliges us.", "remedy": "The court."} | {place: text}
    ending = Ending(RequestOutcome.REFUSED, RefusalReason.LEGAL_DUTY, **words)

    with pytest.raises(Unfit) as refusal:
        close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=ending)

    assert refusal.value.place == place
    row = get_own_request(person_id=person.person_id, request_id=request_id)
    assert (row.state, row.outcome) == ("open", "")


@pytest.mark.parametrize("kind", list(RequestType))
def test_twins_are_told_the_same(kind, now, monkeypatch):
    told = []
    for contact, hidden in ((LIN, []), ("+8613900139000", [Item("alert", "s", BANK, now)])):
        person = sign_in(contact, now=now)
        fake = FakeHolder(
            items=[Item("alert", "a", BANK, now, {"kind": "phone"})],
            hidden=hidden,
            subjects=person.subjects,
        )
        monkeypatch.setattr(registry, "_holders", {fake.name: fake})
        told.append(live(person, kind, now))

    assert told[0] == told[1]
    assert b"the law obliges us to keep" in told[0][0]
