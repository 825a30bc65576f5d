"""The registers are made of real acts, and each reader sees of an act what is its own."""

from datetime import timedelta
from typing import Any

import pytest

from privacy import Category, Treatment
from privacy.audit.models import AuditEvent
from privacy.policy.types import Outcome
from privacy.transfers.selectors.registers import (
    Period,
    Reader,
    list_acts_of,
    list_records,
    walk_records,
)
from privacy.transfers.services.ledger import end_acts, record_acts
from privacy.transfers.services.registers import export_records, read_records, read_transfers
from tests.factories.transfers import make_decision, new_act

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, PEER, FOREIGN = "identity--bank", "identity--peer", "identity--foreign"


def reader_of(*institutions: str, knows=(), **more) -> Reader:
    return Reader(frozenset(institutions), frozenset(knows), **more)


def days(now, before: int = 7) -> Period:
    return Period((now - timedelta(days=before)).date(), (now + timedelta(days=1)).date())


def abroad(exporter, recipient, **changes):
    changes = {"recipient_region": "EU-DE", **changes}
    return new_act(exporter, recipient, **changes)


def masked() -> dict[str, Any]:
    """What an act looks like in which nothing of a person travelled."""
    decision = make_decision(treatments=((Category.PI, Treatment.MASK),))
    return {"decision": decision, "categories": frozenset({Category.PI, Category.THREAT})}


def transfers(now, reader, **more):
    asked = {"period": days(now), "limit": 10, **more}
    return read_transfers(actor="user:1@bank", now=now, reader=reader, **asked)


def test_records_count_acts_by_all_that_tells_them_apart_pc_22(now):
    record_acts(
        now=now,
        acts=[
            new_act(BANK, PEER),
            new_act(BANK, PEER),
            new_act(BANK, PEER, purposes=("aml-cft",)),
            new_act(PEER, BANK),
        ],
    )
    record_acts(now=now - timedelta(days=1), acts=[new_act(BANK, PEER)])

    records = list(walk_records(reader=reader_of(BANK), period=days(now)))

    assert [(one.day, one.exporter, one.purposes, one.acts) for one in records] == [
        ((now - timedelta(days=1)).date(), BANK, ("fraud-prevention",), 1),
        (now.date(), BANK, ("aml-cft",), 1),
        (now.date(), BANK, ("fraud-prevention",), 2),
        (now.date(), PEER, ("fraud-prevention",), 1),
    ]
    first = records[0]
    assert (first.recipient, first.kind, first.outcome) == (PEER, "disclosure", "allow_tokenised")
    assert (first.categories, first.bases) == (("PI", "THREAT"), ("pipl.statutory_duty",))
    assert (first.measures, first.retain_until) == (("sealed", "tokenised"), None)


def test_records_name_the_latest_time_limit_of_their_acts_pc_22(now):
    limits = [now + timedelta(days=days) for days in (30, 90)]
    record_acts(now=now, acts=[new_act(BANK, PEER, retain_until=limit) for limit in limits])

    (record,) = walk_records(reader=reader_of(BANK), period=days(now))

    assert (record.acts, record.retain_until) == (2, limits[1])


def test_pages_of_records_neither_miss_nor_repeat(now):
    for day in range(3):
        acts = [new_act(BANK, PEER, purposes=(purpose,)) for purpose in ("aml-cft", "statistics")]
        record_acts(now=now - timedelta(days=day), acts=acts)
    reader, period = reader_of(BANK), days(now)
    whole = list(walk_records(reader=reader, period=period))

    seen, after = [], None
    while page := list_records(reader=reader, period=period, after=after, limit=2):
        seen += [record for record, _ in page]
        after = page[-1][1]

    assert len(whole) == 6
    assert seen == whole


def test_a_period_includes_its_first_and_its_last_day(now):
    for day in range(4):
        record_acts(now=now - timedelta(days=day), acts=[new_act(BANK, PEER)])
    period = Period((now - timedelta(days=2)).date(), (now - timedelta(days=1)).date())

    assert [one.day for one in walk_records(reader=reader_of(BANK), period=period)] == [
        period.first,
        period.last,
    ]


def test_a_recipient_sees_neither_refusals_nor_the_exporters_reasons_pc_25(now):
    refused = make_decision(Outcome.DENY)
    held = make_decision(Outcome.HOLD)
    sent = abroad(BANK, FOREIGN)
    record_acts(
        now=now,
        acts=[
            sent,
            abroad(BANK, FOREIGN, decision=refused),
            abroad(BANK, FOREIGN, decision=held),
        ],
    )

    (act,) = transfers(now, reader_of(FOREIGN))
    own = transfers(now, reader_of(BANK))

    assert act.alert == sent.alert
    assert act.categories == ("PI", "THREAT")
    assert (act.treatments, act.reasons, act.grounds, act.agreements) == ({}, (), (), ())
    assert sorted(one.outcome for one in own) == ["allow_tokenised", "deny", "hold"]
    assert own[-1].treatments == {"C2": "mask", "PI": "tokenise", "THREAT": "clear"}
    assert own[-1].reasons == ("tokenised_in_region",)
    assert own[-1].grounds == ("assessment-1",)
    assert [one.acts for one in walk_records(reader=reader_of(FOREIGN), period=days(now))] == [1]


def test_an_outsider_sees_nothing(now):
    act = abroad(BANK, FOREIGN)
    record_acts(now=now, acts=[act])

    assert transfers(now, reader_of(PEER)) == []
    assert list(walk_records(reader=reader_of(PEER), period=days(now))) == []
    assert list_acts_of(reader=reader_of(PEER), alert=act.alert) == []


def test_a_reporter_that_stays_unnamed_stays_unnamed_in_the_registers(now):
    unnamed = make_decision(attribution=False)
    record_acts(now=now, acts=[abroad(BANK, FOREIGN, decision=unnamed)])

    (act,) = transfers(now, reader_of(FOREIGN))
    (record,) = walk_records(reader=reader_of(FOREIGN), period=days(now))
    (own,) = transfers(now, reader_of(BANK))

    assert (act.exporter, act.origin_region, record.exporter) == ("", "", "")
    assert (own.exporter, own.origin_region) == (BANK, "CN-SH")


def test_an_exporter_knows_who_received_data_of_persons_and_else_its_partners_alone(now):
    record_acts(now=now, acts=[abroad(BANK, FOREIGN, **masked()), abroad(BANK, PEER)])

    strangers = transfers(now, reader_of(BANK))
    partners = transfers(now, reader_of(BANK, knows=[FOREIGN]))
    supervised = transfers(now, reader_of(BANK, is_supervisor=True))

    assert [(one.recipient, one.recipient_region) for one in strangers] == [
        (PEER, "EU-DE"),
        ("", ""),
    ]
    assert [one.recipient for one in partners] == [PEER, FOREIGN]
    assert [one.recipient for one in supervised] == [PEER, FOREIGN]


def test_transfers_are_the_acts_that_crossed_a_border_newest_first_pc_19(now):
    record_acts(now=now - timedelta(days=1), acts=[abroad(BANK, FOREIGN)])
    acts = [new_act(BANK, PEER), abroad(BANK, FOREIGN), abroad(BANK, FOREIGN)]
    numbers = record_acts(now=now, acts=acts)
    end_acts(now=now, cause="withdrawn", alerts=[acts[1].alert])

    first = transfers(now, reader_of(BANK), limit=2)
    second = transfers(now, reader_of(BANK), limit=2, before=(first[-1].day, first[-1].id))

    assert [one.id for one in first] == [numbers[2], numbers[1]]
    assert [one.end_cause for one in first] == ["", "withdrawn"]
    assert [one.day for one in second] == [(now - timedelta(days=1)).date()]


def test_acts_of_one_alert_stand_in_their_order(now):
    act = new_act(BANK, PEER)
    numbers = record_acts(
        now=now, acts=[act, new_act(BANK, FOREIGN, alert=act.alert), new_act(BANK, PEER)]
    )

    acts = list_acts_of(reader=reader_of(BANK), alert=act.alert)

    assert [one.id for one in acts] == list(numbers[:2])


def test_each_reading_of_a_register_is_logged_with_its_period(now):
    asked = {"actor": "user:1@bank", "now": now, "reader": reader_of(BANK), "period": days(now)}
    read_records(**asked, limit=5)
    export_records(**asked)
    read_transfers(**asked, limit=5)

    events = AuditEvent.objects.order_by("id")
    assert list(events.values_list("action", "actor", "subject")) == [
        ("transfers.register.read", "user:1@bank", "records-of-processing"),
        ("transfers.register.read", "user:1@bank", "records-of-processing"),
        ("transfers.register.read", "user:1@bank", "transfers"),
    ]
    assert events[0].details == {
        "first": days(now).first.isoformat(),
        "last": days(now).last.isoformat(),
        "institutions": 1,
    }
