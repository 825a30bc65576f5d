"""Mechanisms over REST: filed by one person and approved by another, evidence until they end."""

import pytest
from django.utils import timezone

from privacy.transfers.models import Mechanism
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.mechanisms import file_mechanism
from tests.factories.transfers import new_mechanism, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

PATH = "/api/v1/mechanisms"
IMPORTER = "identity--0f0e0d0c-0b0a-4908-8706-050403020100"
BODY = {
    "kind": "standard-contract",
    "importer": IMPORTER,
    "reference": "SC-2026-17",
    "regions": ["EU-DE"],
    "categories": ["SPI", "PI"],
    "valid_from": "2026-01-01T08:00:00+08:00",
    "valid_to": "2028-01-01T00:00:00Z",
}


def write(client, body=BODY):
    return client.post(PATH, body, content_type="application/json")


@pytest.fixture
def officer(bank, now):
    return sign_in(bank, now, name="li")


@pytest.fixture
def second(bank, now):
    return sign_in(bank, now, name="wu")


def approve(client, filed):
    return client.post(f"{PATH}/{filed['id']}/approve")


def kinds_of(member):
    grounds = load_evidence(now=timezone.now())
    return [one.kind for one in grounds.for_act(exporter=member.stix_id, recipient=IMPORTER)]


def test_a_person_files_for_their_own_institution_and_another_approves_pc_19(
    bank, peer, officer, second
):
    answer = write(officer)

    assert answer.status_code == 201
    filed = answer.json()
    assert (filed["exporter"], filed["importer"]) == (bank.stix_id, IMPORTER)
    assert (filed["regions"], filed["categories"]) == (["EEA"], ["PI", "SPI"])
    assert filed["valid_from"] == "2026-01-01T00:00:00Z"
    assert (filed["state"], filed["approver"], filed["approved_at"]) == ("filed", "", None)
    assert officer.get(PATH).json() == {"items": [filed], "next": None}
    assert kinds_of(bank) == []

    approved = approve(second, filed)

    assert approved.status_code == 200
    assert approved.json()["state"] == "approved"
    assert second.get(PATH).json() == {"items": [approved.json()], "next": None}
    assert kinds_of(bank) == ["standard-contract"]
    assert kinds_of(peer) == []


def test_a_machine_reads_but_files_approves_and_ends_nothing_pc_41(bank, officer, as_member):
    filed = write(officer).json()
    machine = as_member(bank)

    answers = [
        write(machine),
        approve(machine, filed),
        machine.post(f"{PATH}/{filed['id']}/end"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert machine.get(PATH).json()["items"] == [filed]
    assert kinds_of(bank) == []


def test_nobody_approves_what_they_filed_nor_anything_twice_pc_41(bank, officer, second):
    filed = write(officer).json()

    assert approve(officer, filed).status_code == 403
    assert kinds_of(bank) == []
    assert approve(second, filed).status_code == 200
    assert approve(second, filed).status_code == 409
    assert Mechanism.objects.get().approver.startswith("user:")


def test_an_ended_mechanism_proves_nothing(bank, officer, second):
    filed = write(officer).json()
    approve(second, filed)

    ends = [officer.post(f"{PATH}/{filed['id']}/end") for _ in range(2)]

    assert [answer.status_code for answer in ends] == [200, 200]
    assert ends[0].json() == ends[1].json()
    assert ends[0].json()["ended_at"] is not None
    assert kinds_of(bank) == []


def test_other_institutions_neither_see_nor_end_it(peer, officer, now):
    filed = write(officer).json()
    stranger = sign_in(peer, now, name="zhao")

    assert stranger.get(PATH).json()["items"] == []
    assert stranger.post(f"{PATH}/{filed['id']}/end").status_code == 404
    assert approve(stranger, filed).status_code == 404
    assert Mechanism.objects.get().state == "filed"


def test_what_serves_every_exporter_is_seen_by_all_and_changed_by_none(officer, now):
    row = file_mechanism(actor="operator", now=now, new=new_mechanism(now))

    (shown,) = officer.get(PATH).json()["items"]

    assert (shown["id"], shown["exporter"]) == (str(row.id), "")
    assert officer.post(f"{PATH}/{row.id}/end").status_code == 404
    assert approve(officer, {"id": row.id}).status_code == 404
    assert Mechanism.objects.get().state == "filed"


def test_lists_go_by_page(officer):
    for number in range(3):
        write(officer, BODY | {"reference": f"SC-{number}"})

    first = officer.get(PATH, {"limit": 2}).json()
    second = officer.get(PATH, {"limit": 2, "cursor": first["next"]}).json()

    seen = [item["reference"] for item in [*first["items"], *second["items"]]]
    assert seen == ["SC-2", "SC-1", "SC-0"]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "assessment"}, "kind"),
        ({"kind": "human-release"}, "kind"),
        ({"reference": ""}, "reference"),
        ({"importer": "Bank of Elsewhere"}, "importer"),
        ({"exporter": "identity--00000000-0000-4000-8000-000000000000"}, "body"),
        ({"kind": "authority-approval"}, "alerts"),
        ({"importer": None}, "importer"),
        ({"valid_to": None}, "valid_to"),
        ({"kind": "standard-clauses", "importer": None}, "importer"),
        ({"kind": "statute"}, "code"),
        ({"kind": "security-assessment", "valid_to": None}, "valid_to"),
        ({"kind": "certificate", "valid_to": "2029-01-01T00:00:01Z"}, "valid_to"),
        ({"valid_to": "2025-01-01T00:00:00Z"}, "valid_to"),
        ({"valid_from": "0001-01-01T00:00:00+12:00"}, "valid_from"),
        ({"regions": ["XYZ"]}, "regions[0]"),
    ],
)
def test_what_cannot_be_filed_is_refused_by_place_and_never_repeated(officer, change, place):
    answer = write(officer, BODY | change)

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [place]
    for value in ("Elsewhere", "0000-4000", "XYZ", "0001-"):
        assert value not in answer.content.decode()
    assert Mechanism.objects.count() == 0
