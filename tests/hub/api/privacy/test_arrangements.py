"""Contacts, arrangements and requests of authorities over REST: one's own, by those who may (PC-20, 34, 38)."""

from uuid import uuid4

import pytest

from privacy.arrangements.models import Arrangement, Contact
from privacy.consent.models import Notice
from privacy.transfers.models import AuthorityRequest
from tests.factories.consents import make_texts
from tests.factories.transfers import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

CONTACTS, ARRANGEMENTS = "/api/v1/contacts", "/api/v1/arrangements"
ASKED = "/api/v1/authority-requests"
PAST = "2026-01-01T00:00:00Z"


def write(client, path, body):
    return client.post(path, body, content_type="application/json")


@pytest.fixture
def officers(bank, peer, now):
    """Two of the bank, one of the peer."""
    one, two = (sign_in(bank, now, name=name) for name in ("li", "wu"))
    return one, two, sign_in(peer, now, name="zhao")


def test_pc_34_a_lapsed_contact_blocks_a_notice_and_the_error_says_what_to_do(bank, as_member):
    Contact.objects.all().delete()
    api = as_member(bank)
    notice = {
        "code": "programme",
        "purposes": ["fraud-prevention"],
        "recipient_classes": ["bank", "payment"],
        "categories": ["PI"],
        "kinds": ["sharing"],
        "texts": make_texts(),
    }

    answer = write(api, "/api/v1/notices", notice)

    assert answer.status_code == 400
    (fault,) = answer.json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("contact", "contact-lapsed")
    assert fault["detail"].startswith("Name a contact in date")
    assert Notice.objects.count() == 0
    assert api.get(CONTACTS).json()["gap"] == fault["detail"]

    body = {"role": "person-in-charge", "mailbox": "privacy@bank.example", "valid_from": PAST}
    named = write(api, CONTACTS, body)
    assert named.status_code == 201
    assert api.get(CONTACTS).json() == {"items": [named.json()], "gap": "", "alarms": []}
    assert write(api, "/api/v1/notices", notice).status_code == 201

    ended = api.post(f"{CONTACTS}/{named.json()['id']}/end")
    assert (ended.status_code, ended.json()["ended_at"] is None) == (200, False)


def test_pc_34_a_persons_mailbox_is_refused_and_not_repeated(bank, as_member):
    api = as_member(bank)
    body = {"role": "person-in-charge", "mailbox": "li.wei@bank.example", "valid_from": PAST}

    answer = write(api, CONTACTS, body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "mailbox"
    assert b"li.wei" not in answer.content
    assert Contact.objects.count() == 1


def test_pc_38_an_arrangement_is_filed_approved_notified_and_seen_by_its_members(
    bank, peer, outsider, officers, as_member
):
    first, second, other = officers
    body = {
        "basis": "eu-dora-45",
        "title": "Trusted community",
        "assessment": str(uuid4()),
        "members": [peer.stix_id],
        "valid_from": PAST,
    }
    filed = write(first, ARRANGEMENTS, body)
    assert filed.status_code == 201
    path = f"{ARRANGEMENTS}/{filed.json()['id']}"

    assert first.post(f"{path}/approve").status_code == 403
    assert other.post(f"{path}/approve").status_code == 404
    assert second.post(f"{path}/approve").json()["state"] == "approved"
    told = {"authority": "BaFin", "reference": "N-1", "notified_at": PAST}
    said = write(other, f"{path}/notify", told).json()
    assert {one["institution"]: one["authority"] for one in said["members"]} == {
        bank.stix_id: "",
        peer.stix_id: "BaFin",
    }
    assert as_member(peer).get(ARRANGEMENTS).json() == {"items": [said], "next": None}
    # The file number is its own: to the host it tells no more than that the authority was told.
    numbers = {}
    for slug, reader in {"peer": other, "bank": first}.items():
        members = reader.get(path).json()["members"]
        numbers[slug] = sorted(one["reference"] for one in members)
    assert numbers == {"peer": ["", "N-1"], "bank": ["", ""]}
    assert as_member(outsider).get(path).status_code == 404
    assert other.post(f"{path}/leave").status_code == 200
    assert other.post(f"{path}/leave").status_code == 409
    assert first.post(f"{path}/end").json()["state"] == "ended"
    assert second.post(f"{path}/approve").status_code == 409
    assert Arrangement.objects.count() == 1


def test_pc_20_a_request_is_recorded_and_answered_by_two(bank, peer, officers, as_member):
    first, second, other = officers
    body = {
        "authority": "District Court",
        "place": "US",
        "reference": "26-1",
        "asked": "The alert on a merchant.",
        "recipient": f"identity--{uuid4()}",
        "alerts": [str(uuid4())],
        "received_at": PAST,
    }
    machine = as_member(bank)
    made = write(machine, ASKED, body)
    assert made.status_code == 201
    path = made["Location"]
    assert machine.get(path).json() == made.json()
    assert made.json()["state"] == "received"

    approval = {"reference": "MOJ-7", "valid_from": PAST, "valid_to": "2030-01-01T00:00:00Z"}
    assert write(machine, f"{path}/attach", approval).status_code == 403
    assert write(other, f"{path}/attach", approval).status_code == 404
    assert write(first, f"{path}/attach", approval).json()["state"] == "attached"
    assert first.post(f"{path}/approve").status_code == 403
    assert second.post(f"{path}/approve").json()["state"] == "approved"
    assert second.post(f"{path}/refuse").json()["state"] == "refused"
    assert second.post(f"{path}/refuse").status_code == 409
    assert as_member(peer).get(ASKED).json() == {"items": [], "next": None}

    refused = write(machine, ASKED, body | {"asked": "All of 13800138000"})
    assert refused.status_code == 400
    assert b"13800138000" not in refused.content
    assert AuthorityRequest.objects.count() == 1
