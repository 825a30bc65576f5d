"""A person takes what they gave elsewhere: an act of its own, to one named institution, sealed for it (PC-13)."""

from datetime import timedelta

import pytest
import time_machine

from privacy.approvals import matters
from privacy.audit.models import AuditEvent
from privacy.portability.models import Porting
from privacy.portability.services import clear_ported
from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.rights.models import RightsRequest
from privacy.transfers.models import SharingAct
from sharing.members.models import Institution
from tests.factories.consents import give, key, publish
from tests.factories.persons import LIN, MEI, FakeHolder, as_person, take_token
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/rights-requests"


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture(autouse=True)
def _alert_of_an_institution(monkeypatch, now, bank):
    """What the bank wrote about Mei, which is not hers to take along."""
    written = Item("alert", "RA-1", bank.stix_id, now, {"title": "written by the bank"})
    fake = FakeHolder(items=[written], subjects=frozenset({key()}))
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})


@pytest.fixture
def mei(now):
    return as_person(take_token(MEI, now=now))


def post(client, path, body):
    return client.post(path, body, content_type="application/json")


def ask(person, bank, now, *, kind="portability", grant=True):
    """Open a request to the bank, and have it granted; return its address."""
    said = post(person, PATH, {"type": kind, "controller": bank.slug}).json()
    path = f"{PATH}/{said['id']}"
    if grant:
        officer = sign_in(bank, now, name=f"officer-{said['id'][:8]}")
        assert post(officer, f"{path}/close", {"outcome": "granted"}).status_code == 200
    return path


@pytest.fixture
def granted(mei, bank, now):
    give(bank, publish(bank, now=now), now=now)
    return ask(mei, bank, now)


def send(person, path, to):
    return post(person, f"{path}/transfer", {"recipient": to})


def test_pc_13_what_a_person_gave_reaches_the_named_institution_and_nobody_else(
    mei, granted, bank, peer, outsider, as_member
):
    answer = send(mei, granted, "peer")

    assert answer.status_code == 200
    said = answer.json()
    assert (said["controller"], said["recipient"], said["items"]) == (bank.stix_id, peer.stix_id, 1)
    there = as_member(peer)
    assert there.get("/api/v1/portings").json() == {"items": [said], "next": None}
    read = there.get(f"/api/v1/portings/{said['id']}").json()
    assert [item["kind"] for item in read["content"]] == ["consent"]
    assert "written by the bank" not in str(read)
    for other in (bank, outsider):
        elsewhere = as_member(other)
        assert elsewhere.get(f"/api/v1/portings/{said['id']}").status_code == 404
        assert elsewhere.get("/api/v1/portings").json()["items"] == []


def test_pc_13_the_transfer_is_an_act_of_the_ledger_once(mei, granted, bank, peer, monkeypatch):
    told: list[tuple[str, str]] = []
    tellers = {"test": lambda _now, found: told.extend((one.desk, one.id) for one in found)}
    monkeypatch.setattr(matters, "_tellers", tellers)

    first, second = (send(mei, granted, "peer").json() for _ in range(2))

    assert first == second
    act = SharingAct.objects.get()
    assert (act.kind, act.exporter, act.recipient) == ("porting", bank.stix_id, peer.stix_id)
    assert (act.outcome, act.categories, act.is_personal) == ("allow", "PI", True)
    assert act.grounds == f"rights-request:{act.alert}"
    events = AuditEvent.objects.filter(subject=f"rights-request:{act.alert}")
    assert {"items": 1, "recipient": peer.stix_id, "porting": first["id"]} in [
        event.details for event in events.filter(action="rights.export.made")
    ]
    # Its officers are told, for it does not stay long.
    assert told == [(peer.stix_id, first["id"])]
    # At rest it is sealed for its recipient.
    assert b"fraud-prevention" not in bytes(Porting.objects.get().content)


@pytest.mark.parametrize(("kind", "grant"), [("portability", False), ("access", True)])
def test_pc_13_nothing_goes_by_a_request_that_is_not_granted_or_of_another_kind(
    mei, bank, peer, now, kind, grant
):
    give(bank, publish(bank, now=now), now=now)
    path = ask(mei, bank, now, kind=kind, grant=grant)

    assert send(mei, path, "peer").status_code == 404
    assert Porting.objects.count() == SharingAct.objects.count() == 0


def test_pc_13_anothers_request_looks_missing(granted, peer, now):
    lin = as_person(take_token(LIN, now=now))

    assert send(lin, granted, "peer").status_code == 404
    assert Porting.objects.count() == 0


@pytest.mark.parametrize("to", ["bank", "foreign", "nobody"])
def test_pc_13_who_holds_it_or_is_abroad_or_unknown_gets_nothing(mei, granted, foreign, to):
    answer = send(mei, granted, to)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "recipient"
    assert Porting.objects.count() == SharingAct.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"status": Institution.Status.SUSPENDED}, {"reading_regions": ["SG"]}]
)
def test_pc_13_who_is_suspended_or_reads_abroad_gets_nothing(mei, granted, peer, change):
    Institution.objects.filter(slug="peer").update(**change)

    answer = send(mei, granted, "peer")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "recipient"
    assert Porting.objects.count() == SharingAct.objects.count() == 0


def test_pc_13_what_is_held_abroad_stays_there_whatever_law_the_person_names(
    mei, bank, peer, foreign, now
):
    """A request to the hub gathers what every controller holds, and the person chooses its law."""
    give(bank, publish(bank, now=now), now=now)
    said = post(mei, PATH, {"type": "portability", "regime": "gdpr"}).json()
    RightsRequest.objects.update(state="closed", outcome="granted", closed_at=now)
    path = f"{PATH}/{said['id']}"

    assert send(mei, path, "foreign").status_code == 409
    assert Porting.objects.count() == SharingAct.objects.count() == 0

    RightsRequest.objects.update(place="CN")
    assert send(mei, path, "peer").json()["items"] == 1


def test_pc_13_without_anything_given_there_is_nothing_to_send(mei, bank, peer, now):
    path = ask(mei, bank, now)

    assert send(mei, path, "peer").status_code == 409
    assert Porting.objects.count() == SharingAct.objects.count() == 0
    assert RightsRequest.objects.count() == 1


def test_pc_13_its_content_goes_when_its_time_is_over(mei, granted, peer, now, as_member):
    said = send(mei, granted, "peer").json()
    after = now + timedelta(days=30)
    assert clear_ported(actor="hub", now=after - timedelta(seconds=1)) == 0

    with time_machine.travel(after, tick=False):
        answer = as_member(peer).get(f"/api/v1/portings/{said['id']}")
    assert answer.status_code == 404

    assert clear_ported(actor="hub", now=after) == 1
    assert clear_ported(actor="hub", now=after) == 0
    assert bytes(Porting.objects.get().content) == b""
