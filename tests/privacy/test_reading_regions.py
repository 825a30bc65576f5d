"""Destination is where the reader is, and where the recipient is established (PC-19)."""

from base64 import b64encode
from ipaddress import ip_network

import pytest
from django.test import Client

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from privacy.transfers.models import SharingAct
from sharing.channels.endpoints import NewWebhook, create_webhook
from sharing.channels.models import Webhook
from sharing.channels.selectors import ready_webhooks
from sharing.delivery.models import Cause, Delivery
from sharing.errors import Unusable
from sharing.members.actors import SYSTEM
from sharing.members.models import Institution, MachineCredential
from sharing.members.regions import declare_regions
from sharing.members.services import NewInstitution, Use, issue_credential, register_institution
from sharing.pipeline.rejudge import open_declared_regions
from sharing.response.models import RecallOrder
from tests.factories.journeys import send, work
from tests.factories.transfers import sign_in

pytestmark = pytest.mark.embedded

PHONE = "13800138000"
# Of the redacted copies nothing personal is left abroad: no mechanism is filed in this exchange.
READS = (
    "/api/v1/alerts",
    "/api/v1/cases",
    "/api/v1/stream",
    "/taxii2/peer/collections/inbox/objects/",
)


def declare(member, now, *regions):
    member.institution.refresh_from_db()
    declare_regions(actor=SYSTEM, now=now, institution=member.institution, regions=regions)
    member.institution.refresh_from_db()


def reader(member, now, region):
    issued = issue_credential(
        actor=SYSTEM, now=now, institution=member.institution, use=Use(reading_region=region)
    )
    pair = b64encode(f"{issued.client_id}:{issued.client_secret}".encode()).decode()
    return Client(headers={"authorization": f"Basic {pair}"})


def copies(member):
    return Delivery.objects.filter(recipient=member.institution, kind=Delivery.Kind.ALERT)


def outcome_for(member, alert_id):
    return SharingAct.objects.filter(alert=alert_id, recipient=member.stix_id).latest("id")


def test_a_copy_is_judged_for_every_region_that_its_recipient_reads_in_pc_19(exchange, now):
    declare(exchange["peer"], now, "SG")
    alert = send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)

    read_abroad = outcome_for(exchange["peer"], alert.id)
    at_home = outcome_for(exchange["platform"], alert.id)
    assert (read_abroad.outcome, read_abroad.crosses_border) == ("allow_redacted", True)
    assert (at_home.outcome, at_home.crosses_border) == ("allow_tokenised", False)


def test_who_reads_from_a_region_that_is_not_open_reads_nothing_pc_19(exchange, as_member, now):
    send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    declare(exchange["peer"], now, "SG")
    away = reader(exchange["peer"], now, "SG")

    for address in READS:
        answer = away.get(address)
        assert answer.status_code == 403, address
        assert PHONE.encode() not in answer.content

    told = away.get("/api/v1/alerts").json()
    assert told["code"] == "reading-region"
    events = AuditEvent.objects.filter(action=Action.READING_REFUSED)
    assert events.count() == len(READS) + 1
    assert {event.details["reason"] for event in events} == {"reading-region"}
    assert as_member(exchange["peer"]).get("/api/v1/alerts").status_code == 200


def test_a_region_opens_when_all_that_is_held_was_judged_for_it(exchange, as_member, now):
    personal = send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    plain = send(exchange["bank"], now=now)
    work(now)
    declare(exchange["peer"], now, "SG")
    away = reader(exchange["peer"], now, "SG")

    assert open_declared_regions(now=now) == 1

    lost = copies(exchange["peer"]).get(alert_id=personal.id)
    kept = copies(exchange["peer"]).get(alert_id=plain.id)
    assert (lost.cause, kept.withdrawn_at) == (Cause.ENTITLEMENT_LOST, None)
    assert RecallOrder.objects.get().recipient == exchange["peer"].institution
    assert copies(exchange["platform"]).filter(withdrawn_at=None).count() == 2
    listed = away.get("/api/v1/alerts").json()["items"]
    assert [one["id"] for one in listed] == [str(plain.id)]
    assert open_declared_regions(now=now) == 0


def test_a_region_that_is_declared_no_more_closes_at_once(exchange, now):
    declare(exchange["peer"], now, "SG")
    open_declared_regions(now=now)
    away = reader(exchange["peer"], now, "SG")
    assert away.get("/api/v1/alerts").status_code == 200

    declare(exchange["peer"], now)

    assert away.get("/api/v1/alerts").status_code == 403


def test_whoever_is_away_may_still_send(exchange, now):
    declare(exchange["peer"], now, "SG")
    away = reader(exchange["peer"], now, "SG")

    assert away.post("/api/v1/alerts").status_code == 415


def test_a_person_reads_from_the_region_of_the_membership(exchange, now):
    client = sign_in(exchange["peer"], now, name="far")
    assert client.get("/api/v1/alerts").status_code == 200
    membership = exchange["peer"].institution.memberships.get()

    membership.reading_region = "SG"
    membership.save()

    assert client.get("/api/v1/alerts").json()["code"] == "reading-region"
    assert client.get("/").status_code == 403
    assert AuditEvent.objects.filter(action=Action.READING_REFUSED).count() == 2


def test_a_credential_for_a_region_that_was_not_declared_is_not_issued(exchange, now):
    before = MachineCredential.objects.count()

    with pytest.raises(Unusable) as refused:
        reader(exchange["peer"], now, "SG")

    assert refused.value.place == "reading_region"
    assert MachineCredential.objects.count() == before


@pytest.mark.parametrize("regions", [("XX1",), ("nowhere",)])
def test_a_region_that_is_none_changes_nothing(exchange, now, regions):
    with pytest.raises(Unusable):
        declare(exchange["peer"], now, *regions)

    row = Institution.objects.get(id=exchange["peer"].institution.id)
    assert (row.reading_regions, row.open_regions, row.regions_declared_at) == ([], [], None)


def test_regions_told_at_registration_are_open_from_the_start(db, now):
    new = NewInstitution("far", "Far", "bank", "CN-SH", reading_regions=("EU-DE", "SG", "CN-BJ"))

    made = register_institution(actor=SYSTEM, now=now, new=new)

    assert made.reading_regions == made.open_regions == ["EEA", "SG"]


def test_a_webhook_abroad_waits_until_its_region_is_open(exchange, now, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = [ip_network("127.0.0.0/8")]
    actor, url = exchange["peer"].actor, "https://127.0.0.1/hook"
    with pytest.raises(Unusable):
        create_webhook(actor=actor, now=now, new=NewWebhook("far", url, region="SG"))
    assert Webhook.objects.count() == 0
    declare(exchange["peer"], now, "SG")

    create_webhook(actor=actor, now=now, new=NewWebhook("far", url, region="SG"))
    create_webhook(actor=actor, now=now, new=NewWebhook("near", url))

    assert [row.name for row in ready_webhooks(now)] == ["near"]
    open_declared_regions(now=now)
    assert sorted(row.name for row in ready_webhooks(now)) == ["far", "near"]


@pytest.mark.parametrize("suspended", ["peer", "bank"])
def test_a_region_stays_closed_while_nobody_can_judge_what_is_held_pc_19(exchange, now, suspended):
    """Suspended while it is declared, and back afterwards: nothing was judged meanwhile."""
    send(exchange["bank"], now=now, description=f"Call {PHONE}.")
    work(now)
    declare(exchange["peer"], now, "SG")
    away = reader(exchange["peer"], now, "SG")
    rows = Institution.objects.filter(slug=suspended)
    rows.update(status=Institution.Status.SUSPENDED)

    assert open_declared_regions(now=now) == 0
    rows.update(status=Institution.Status.ACTIVE)
    assert away.get("/api/v1/alerts").status_code == 403

    assert open_declared_regions(now=now) == 1
    assert away.get("/api/v1/alerts").json()["items"] == []
