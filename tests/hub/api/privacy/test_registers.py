"""Registers over REST: by day, by page, as CSV, for an institution and for its regulator."""

import csv
from io import StringIO

import pytest

from privacy.audit.models import AuditEvent
from privacy.transfers.services.ledger import record_acts
from privacy.transfers.terms import day_of
from sharing.members.actors import Role
from tests.conftest import make_member
from tests.factories.transfers import make_decision, new_act, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

RECORDS = "/api/v1/records-of-processing"
TRANSFERS = "/api/v1/transfers"


@pytest.fixture
def period(now):
    return {"from": day_of(now).isoformat(), "to": day_of(now).isoformat()}


@pytest.fixture
def ledger(exchange, now):
    """Two acts of the bank within China, one abroad, and one of the outsider."""
    bank, peer, foreign = (exchange[name].stix_id for name in ("bank", "peer", "foreign"))
    acts = [
        new_act(bank, peer),
        new_act(bank, peer),
        new_act(bank, foreign, recipient_region="EU-DE"),
        new_act(exchange["outsider"].stix_id, peer),
    ]
    record_acts(now=now, acts=acts)
    return acts


def test_an_institution_reads_its_records_of_processing_pc_22(exchange, ledger, as_member, period):
    bank, peer, foreign = (exchange[name] for name in ("bank", "peer", "foreign"))

    answer = as_member(bank).get(RECORDS, period)

    assert answer.status_code == 200
    items = answer.json()["items"]
    assert {(one["recipient"]["id"], one["acts"]) for one in items} == {
        (peer.stix_id, 2),
        (foreign.stix_id, 1),
    }
    line = next(one for one in items if one["acts"] == 2)
    assert line == {
        "day": period["from"],
        "kind": "disclosure",
        "exporter": {"id": bank.stix_id, "name": "Bank Institution"},
        "recipient": {"id": peer.stix_id, "name": "Peer Institution"},
        "categories": ["PI", "THREAT"],
        "purposes": ["fraud-prevention"],
        "bases": ["pipl.statutory_duty"],
        "mechanism": "",
        "measures": ["sealed", "tokenised"],
        "outcome": "allow_tokenised",
        "retain_until": None,
        "acts": 2,
    }
    assert answer.json()["next"] is None


def test_a_recipient_reads_what_it_received_and_others_read_nothing(
    exchange, ledger, as_member, period
):
    received = as_member(exchange["foreign"]).get(RECORDS, period).json()["items"]
    nothing = as_member(exchange["platform"]).get(RECORDS, period).json()["items"]

    assert [(one["exporter"]["id"], one["acts"]) for one in received] == [
        (exchange["bank"].stix_id, 1)
    ]
    assert nothing == []


def test_a_regulator_reads_for_the_institutions_of_its_jurisdiction_pc_35(
    exchange, ledger, as_member, period
):
    items = as_member(exchange["regulator"]).get(RECORDS, period).json()["items"]

    assert sorted((one["exporter"]["name"], one["acts"]) for one in items) == [
        ("Bank Institution", 1),
        ("Bank Institution", 2),
        ("Outsider Institution", 1),
    ]


def test_a_regulator_of_another_jurisdiction_reads_what_reached_it_alone(
    exchange, ledger, as_member, period
):
    elsewhere = make_member("elsewhere", "regulator", "EU-FR")

    assert as_member(elsewhere).get(RECORDS, period).json()["items"] == []


def test_the_exporter_learns_of_no_stranger_unless_personal_data_went_there(
    exchange, now, as_member, period
):
    outsider, peer = exchange["outsider"], exchange["peer"]
    harmless = make_decision(treatments=())
    act = new_act(outsider.stix_id, peer.stix_id, decision=harmless, categories=frozenset())
    record_acts(now=now, acts=[act])

    (line,) = as_member(outsider).get(RECORDS, period).json()["items"]

    assert line["recipient"] is None
    assert peer.stix_id not in str(line)


def test_pages_of_records_neither_miss_nor_repeat(exchange, ledger, as_member, period):
    client = as_member(exchange["bank"])
    whole = client.get(RECORDS, period).json()["items"]

    first = client.get(RECORDS, period | {"limit": 1}).json()
    second = client.get(RECORDS, period | {"limit": 1, "cursor": first["next"]}).json()

    assert [*first["items"], *second["items"]] == whole
    assert second["next"] is None


def test_the_csv_holds_all_lines_and_no_formula(exchange, now, as_member, period):
    bank, peer = exchange["bank"], exchange["peer"]
    acts = [
        new_act(bank.stix_id, peer.stix_id, purposes=(purpose,), bases=("=cmd()",))
        for purpose in ("aml-cft", "statistics")
    ]
    record_acts(now=now, acts=acts)

    answer = as_member(bank).get(RECORDS, period | {"format": "csv", "limit": 1})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = list(csv.DictReader(StringIO(answer.getvalue().decode(), newline="")))
    assert [line["purposes"] for line in lines] == ["aml-cft", "statistics"]
    assert {line["bases"] for line in lines} == {"'=cmd()"}
    assert lines[0]["exporter"] == bank.stix_id
    assert lines[0]["recipient_name"] == "Peer Institution"
    assert (lines[0]["categories"], lines[0]["acts"]) == ("PI THREAT", "1")
    assert (lines[0]["measures"], lines[0]["retain_until"]) == ("sealed tokenised", "")


def test_transfers_are_the_acts_abroad_with_the_exporters_grounds_pc_19(
    exchange, ledger, as_member, period
):
    bank, foreign = exchange["bank"], exchange["foreign"]

    (sent,) = as_member(bank).get(TRANSFERS, period).json()["items"]
    (received,) = as_member(foreign).get(TRANSFERS, period).json()["items"]

    assert sent["alert"] == received["alert"] == str(ledger[2].alert)
    assert sent["recipient"] == {"id": foreign.stix_id, "name": "Foreign Institution"}
    assert sent["treatments"] == {"C2": "mask", "PI": "tokenise", "THREAT": "clear"}
    assert sent["grounds"] == ["assessment-1"]
    assert (received["treatments"], received["grounds"], received["reasons"]) == ({}, [], [])
    assert received["exporter"]["id"] == bank.stix_id


def test_pages_of_transfers_neither_miss_nor_repeat(exchange, now, as_member, period):
    bank, foreign = exchange["bank"].stix_id, exchange["foreign"].stix_id
    acts = [new_act(bank, foreign, recipient_region="EU-DE") for _ in range(3)]
    numbers = record_acts(now=now, acts=acts)
    client = as_member(exchange["bank"])

    first = client.get(TRANSFERS, period | {"limit": 2}).json()
    second = client.get(TRANSFERS, period | {"limit": 2, "cursor": first["next"]}).json()

    seen = [one["id"] for one in [*first["items"], *second["items"]]]
    assert seen == sorted(numbers, reverse=True)
    assert second["next"] is None


def test_reading_is_logged_under_the_readers_name(exchange, ledger, as_member, period):
    AuditEvent.objects.all().delete()

    as_member(exchange["bank"]).get(TRANSFERS, period)

    event = AuditEvent.objects.get()
    assert (event.action, event.subject) == ("transfers.register.read", "transfers")
    assert event.actor == exchange["bank"].actor.name


@pytest.mark.parametrize("path", [RECORDS, TRANSFERS])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("from", "yesterday"),
        ("to", "2026-W01-1"),
        ("to", "20261123"),
        ("from", "2026-02-30"),
        ("format", "xml"),
        ("cursor", "mine"),
        ("whose", "everybody"),
    ],
)
def test_unusable_parameters_are_named_and_nothing_is_read(exchange, as_member, path, name, value):
    AuditEvent.objects.all().delete()

    answer = as_member(exchange["bank"]).get(path, {name: value})

    assert answer.status_code == 400
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [name]
    assert value not in answer.content.decode()
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(
    "period",
    [
        {"from": "2026-12-31", "to": "2026-01-01"},
        {"to": "0001-01-01"},
        {"from": "9999-12-31"},
        {},
    ],
)
def test_any_period_is_answered(exchange, as_member, period):
    client = as_member(exchange["bank"])

    for path in (RECORDS, TRANSFERS):
        assert client.get(path, period).json() == {"items": [], "next": None}


def test_analysts_do_not_read_registers(exchange, now):
    analyst = sign_in(exchange["bank"], now, name="sun", role=Role.ANALYST)
    auditor = sign_in(exchange["bank"], now, name="qian", role=Role.AUDITOR)

    assert [analyst.get(path).status_code for path in (RECORDS, TRANSFERS)] == [403, 403]
    assert [auditor.get(path).status_code for path in (RECORDS, TRANSFERS)] == [200, 200]
