"""Several holds proposed for, and decided on, by one request each: two persons still (PC-41)."""

from uuid import uuid4

import pytest

from privacy.transfers.models import Assessment
from sharing.holds.models import Hold
from sharing.members.actors import Role
from tests.factories.journeys import send, work
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/holds/decisions"
PHONE = "13800138000"
RELEASE = {"action": "release", "note": "Assessed by hand."}


@pytest.fixture
def waiting(exchange, now):
    """Two copies of one alert that wait; return their ids."""
    Assessment.objects.all().delete()
    send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    return [str(one) for one in Hold.objects.order_by("id").values_list("id", flat=True)]


@pytest.fixture
def officers(exchange, now):
    return [sign_in(exchange["bank"], now, name=name) for name in ("li", "wu")]


def write(client, **body):
    return client.post(PATH, body, content_type="application/json")


def propose(client, holds, **changes):
    proposals = [{"hold": one, "proposal": RELEASE | changes} for one in holds]
    return write(client, proposals=proposals)


def read(answer):
    items = answer.json()["items"]
    return [{"hold": one["id"], "approval": one["approval"], "given": True} for one in items]


def states():
    return set(Hold.objects.values_list("state", flat=True))


def test_one_proposes_for_all_and_another_decides_on_all(waiting, officers):
    first, second = officers

    asked = propose(first, waiting)
    assert [one["id"] for one in asked.json()["items"]] == waiting
    assert write(first, decisions=read(asked)).status_code == 403
    assert states() == {"open"}
    decided = write(second, decisions=read(asked))

    assert decided.status_code == 200
    assert {one["state"] for one in decided.json()["items"]} == states() == {"released"}


def test_where_one_is_missing_none_is_proposed_for(waiting, officers):
    assert propose(officers[0], [*waiting, str(uuid4())]).status_code == 404
    assert not Hold.objects.exclude(approval=None).exists()


@pytest.mark.parametrize("body", [{}, {"proposals": [], "decisions": []}])
def test_nothing_to_do_is_no_request(officers, body):
    answer = write(officers[0], **body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "decisions"


def test_a_reference_that_names_a_person_is_refused_unrepeated(waiting, officers):
    answer = propose(officers[0], waiting, reference=PHONE)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "reference"
    assert PHONE not in answer.content.decode()
    assert not Hold.objects.exclude(approval=None).exists()


def test_others_find_none_of_them(exchange, waiting, officers, now):
    assert propose(sign_in(exchange["peer"], now, name="zhao"), waiting).status_code == 404


def test_who_audits_reads_of_a_hold_all_but_what_would_go_out_pc_33(
    waiting, officers, exchange, now
):
    auditor = sign_in(exchange["bank"], now, name="qian", role=Role.AUDITOR)
    address = f"/api/v1/holds/{waiting[0]}"

    assert officers[0].get(address).json()["preview"]["objects"]
    assert auditor.get(address).json()["preview"] is None
