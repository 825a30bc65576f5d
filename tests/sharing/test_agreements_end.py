"""An agreement ends: routing stops at midnight, copies go back, and that they are gone is certified (PC-21)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from privacy.audit.models import AuditEvent
from privacy.keys.statements import open_statement
from privacy.transfers.models import SharingAct
from sharing.delivery.models import Delivery
from sharing.groups.endings import KIND, list_certificates, settle_agreement
from sharing.groups.models import Agreement, DeletionCertificate, ReturnDuty
from sharing.groups.selectors import load_network
from sharing.groups.services import NewAgreement, sign_agreement
from sharing.members.actors import SYSTEM
from sharing.pipeline.ending import certify_ended, end_agreements
from sharing.pipeline.lapse import reassess_lapses
from sharing.response.models import RecallOrder
from sharing.response.recalls import confirm_recall
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TEXT = "Call 13800138000."
HOLDERS = {"peer", "platform"}


@pytest.fixture
def end(now):
    """When the agreement of the cast ends: a midnight in Shanghai, which is 16:00 in UTC."""
    return datetime(2026, 11, 24, 16, tzinfo=UTC)


@pytest.fixture
def copy(exchange, now, end):
    Agreement.objects.update(ends_at=end)
    alert = send(exchange["bank"], now=now, description=TEXT)
    work(now)
    return alert


def standing(alert):
    rows = Delivery.objects.filter(alert_id=alert.id, kind="alert", withdrawn_at=None)
    return set(rows.values_list("recipient__slug", flat=True))


def orders(alert):
    return {row.recipient.slug: row for row in RecallOrder.objects.filter(alert_id=alert.id)}


def confirm(member, order, now):
    confirm_recall(
        actor=member.actor, now=now, order_id=order.id, copies_destroyed=True, note_code=""
    )


def test_pc_21_expiry_at_midnight_of_its_zone_stops_routing(exchange, now, end, bank):
    Agreement.objects.update(ends_at=end)
    before, after = end - timedelta(seconds=1), end
    parties = [exchange[slug].institution.id for slug in ("bank", "peer")]

    assert load_network(now=before).agreements_of(*parties)
    assert load_network(now=after).agreements_of(*parties) == ()
    outcomes = []
    for moment in (before, after):
        alert = send(exchange["bank"], now=moment, description=TEXT)
        work(moment)
        acts = SharingAct.objects.filter(alert=alert.id, recipient=exchange["peer"].stix_id)
        outcomes.append(list(acts.values_list("outcome", flat=True)))
    # Nobody agreed on a purpose or a basis any more: it waits for a human, and goes to nobody.
    assert outcomes == [["allow_tokenised"], []]


@pytest.mark.parametrize(
    ("zone", "first", "last", "starts_at", "ends_at"),
    [
        ("Europe/Berlin", "2026-01-01", "2099-07-01", "2025-12-31T23", "2099-06-30T22"),
        # Spring forward at midnight: the day begins at one o'clock there.
        ("Africa/Cairo", "2026-04-24", "2027-01-01", "2026-04-23T22", "2026-12-31T22"),
        # Back at one o'clock: of two midnights, the first.
        ("America/Havana", "2026-11-01", "2027-11-07", "2026-11-01T04", "2027-11-07T04"),
    ],
)
def test_pc_21_the_days_of_an_agreement_begin_where_its_zone_says(
    exchange, capsys, zone, first, last, starts_at, ends_at
):
    Agreement.objects.all().delete()
    call_command(
        "sign_agreement",
        "Circle",
        *("--party", "bank", "peer", "--purpose", "fraud-prevention", "--basis", "contract"),
        *("--from", first, "--until", last, "--zone", zone),
    )

    agreement = Agreement.objects.get()
    assert agreement.starts_at == datetime.fromisoformat(f"{starts_at}:00+00:00")
    assert agreement.ends_at == datetime.fromisoformat(f"{ends_at}:00+00:00")


def test_pc_21_copies_under_it_alone_are_ordered_back_once(exchange, copy, end):
    everyone = standing(copy)
    assert end_agreements(now=end - timedelta(seconds=1)) == 0

    assert end_agreements(now=end) == 2
    assert end_agreements(now=end + timedelta(days=1)) == 0

    # What was masked for who is abroad, or goes by statute, stays.
    assert everyone - standing(copy) == set(orders(copy)) == HOLDERS
    assert {row.cause for row in orders(copy).values()} == {"entitlement-lost"}
    assert ReturnDuty.objects.count() == 2
    events = AuditEvent.objects.filter(action="groups.agreement.ended")
    assert [event.details for event in events] == [{"orders": 2}]


def test_pc_21_what_time_took_away_before_is_ordered_back_as_well(exchange, copy, end):
    reassess_lapses(now=end)

    assert end_agreements(now=end) == 2
    assert set(orders(copy)) == HOLDERS


def test_pc_21_a_copy_that_another_agreement_covers_stays(exchange, copy, now, end):
    terms = NewAgreement(
        title="Renewal",
        purposes=("fraud-prevention",),
        legal_bases=("contract",),
        starts_at=end,
        ends_at=end + timedelta(days=365),
    )
    parties = [exchange[slug].institution for slug in ("bank", "peer")]
    sign_agreement(actor=SYSTEM, now=now, new=terms, parties=parties)

    assert end_agreements(now=end) == 1
    assert set(orders(copy)) == {"platform"}
    assert "peer" in standing(copy)


def test_pc_21_the_deletion_certificate_is_recorded_and_its_reporter_reads_it(
    exchange, copy, end, as_member
):
    end_agreements(now=end)
    assert certify_ended(now=end) == 0
    found = orders(copy)
    confirm(exchange["peer"], found["peer"], end)

    assert certify_ended(now=end) == 1
    assert certify_ended(now=end) == 0

    certificate = DeletionCertificate.objects.get()
    said = open_statement(KIND, certificate.statement) or {}
    assert (said["holder"], said["copies"]) == (exchange["peer"].stix_id, 1)
    assert said["agreement"] == str(certificate.agreement_id)
    assert exchange["bank"].stix_id not in certificate.statement
    # In a circle it would tell the holder which of its alerts came from one unnamed reporter.
    for slug, count in {"peer": 0, "bank": 1, "platform": 0, "outsider": 0}.items():
        mine = exchange[slug].institution.id
        assert len(list_certificates(institution_id=mine, limit=9)) == count
        shown = as_member(exchange[slug]).get("/api/v1/deletion-certificates").json()["items"]
        assert [one["statement"] for one in shown] == [certificate.statement] * count
    assert AuditEvent.objects.filter(action="groups.deletion.certified").count() == 1


def test_pc_21_between_two_parties_the_holder_reads_its_certificate_as_well(
    exchange, now, end, as_member
):
    agreement = Agreement.objects.get()
    agreement.parties.set([exchange[slug].institution for slug in ("bank", "peer")])
    Agreement.objects.update(ends_at=end)
    alert = send(exchange["bank"], now=now, description=TEXT)
    work(now)
    end_agreements(now=end)
    confirm(exchange["peer"], orders(alert)["peer"], end)
    certify_ended(now=end)

    for slug, count in {"peer": 1, "bank": 1, "platform": 0}.items():
        shown = as_member(exchange[slug]).get("/api/v1/deletion-certificates").json()["items"]
        assert len(shown) == count


def test_pc_21_a_run_beside_another_orders_nothing(exchange, copy, end):
    agreement = Agreement.objects.get()
    asked = []
    end_agreements(now=end)

    def due():
        asked.append(True)
        yield from ()

    assert settle_agreement(actor=SYSTEM, now=end, agreement=agreement, due=due()) == 0
    assert asked == []
    assert RecallOrder.objects.count() == ReturnDuty.objects.count() == 2


def test_pc_21_copies_that_remain_are_not_certified(exchange, copy, end):
    end_agreements(now=end)
    order = orders(copy)["peer"]
    confirm_recall(
        actor=exchange["peer"].actor,
        now=end,
        order_id=order.id,
        copies_destroyed=False,
        note_code="retained-by-law",
    )

    assert certify_ended(now=end) == 0
    assert DeletionCertificate.objects.count() == 0
