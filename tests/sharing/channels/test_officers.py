"""Officers are told of what waits for them: once for each state, by id and link, and nothing of a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.urls import resolve

from privacy.approvals.matters import Matter, MatterKind, tell
from privacy.incidents.codes import IncidentClass, Operator, Regime
from privacy.incidents.services import NewIncident, note_alarms, open_incident
from privacy.rights.codes import RequestType
from privacy.rights.overdue import note_overdue
from privacy.rights.requests import NewRequest, open_request
from privacy.transfers.models import Assessment
from sharing.channels.models import Dispatch
from sharing.channels.officers import write_matter
from sharing.holds.models import Hold
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership
from sharing.response.escalation import escalate
from sharing.response.recalls import recall_own_alert
from tests.factories.channels import push
from tests.factories.holdings import MEI
from tests.factories.journeys import send, work
from tests.factories.persons import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def hire(member, now, name="li", role=Role.PRIVACY_OFFICER):
    user = get_user_model().objects.create_user(f"{name}@{member.slug}.example", joined_at=now)
    grant_membership(
        actor=SYSTEM,
        now=now,
        user_id=user.id,
        institution=member.institution,
        roles=frozenset({role}),
    )
    return user


def told(kind):
    rows = Dispatch.objects.filter(kind=Dispatch.Kind.MATTER)
    mine = (row for row in rows if row.details["kind"] == kind)
    return sorted(row.reader.email for row in mine if row.reader is not None)


def test_a_request_that_is_overdue_is_told_once_to_the_officers_of_its_desk(exchange, now):
    bank, later = exchange["bank"], now + timedelta(days=90)
    hire(bank, now)
    hire(bank, now, "wu", Role.ANALYST)
    hire(exchange["peer"], now)
    new = NewRequest(RequestType.ACCESS, controller=bank.stix_id, place="CN-SH")
    request_id = open_request(actor=sign_in(now=now), now=now, new=new)

    for _ in range(2):
        note_overdue(actor=SYSTEM, now=later)

    assert told("rights-request-overdue") == ["li@bank.example"]
    push(later)
    (letter,) = mail.outbox
    assert letter.to == ["li@bank.example"]
    assert f"/privacy/requests/{request_id}" in letter.body
    assert "mei@person.example" not in letter.body
    assert "overdue" in letter.subject
    push(later)
    assert len(mail.outbox) == 1


def test_the_clock_of_an_incident_is_told_at_each_mark_once(exchange, now):
    bank = exchange["bank"]
    hire(bank, now)
    new = NewIncident(
        reference="INC-1",
        title="Lost laptop",
        operator=Operator.OTHER,
        classification=IncidentClass.LARGER,
        regimes=frozenset({Regime.GDPR}),
        occurred_at=now,
        aware_at=now,
    )
    open_incident(actor="user:1@bank", now=now, institution=bank.stix_id, new=new)

    for hours in (1, 40, 41):
        note_alarms(actor=SYSTEM, now=now + timedelta(hours=hours))

    rows = Dispatch.objects.filter(kind=Dispatch.Kind.MATTER)
    assert [row.details["mark"] for row in rows] == [50]
    assert "Lost laptop" not in str([row.details for row in rows])


def test_what_is_held_is_told_to_who_reported_it(exchange, now):
    hire(exchange["bank"], now)
    hire(exchange["peer"], now)
    Assessment.objects.all().delete()

    send(exchange["bank"], now=now, description=f"Call {MEI}.")
    work(now)

    # One letter an alert, however many copies of it wait.
    assert Hold.objects.count() > 1
    assert told("hold") == ["li@bank.example"]
    push(now)
    assert not any(MEI in letter.body for letter in mail.outbox)


def test_both_sides_are_told_of_a_recall_that_is_overdue_and_then_suspended(exchange, now):
    for slug in ("bank", "platform"):
        hire(exchange[slug], now)
    submission = send(exchange["bank"], now=now, description=f"Call {MEI}.")
    work(now)
    recall_own_alert(actor=exchange["bank"].actor, now=now, alert_id=submission.id, reason="")

    for days in (4, 5, 8, 9):
        escalate(now=now + timedelta(days=days))

    for kind in ("recall-overdue", "recall-suspended"):
        assert told(kind).count("li@platform.example") == 1
        assert "li@bank.example" in told(kind)


@pytest.mark.parametrize("kind", MatterKind)
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_kind_of_matter_has_its_words_and_its_address(exchange, now, kind, language):
    hire(exchange["bank"], now)
    tell(now=now, matters=[Matter(exchange["bank"].stix_id, kind, "x-1")])

    letter = write_matter(Dispatch.objects.get(), address="li@bank.example", language=language)

    assert letter.subject.isascii() is (language == "en")
    assert "x-1" in letter.body.split(settings.BASE_URL)[1]


PAGES = {
    MatterKind.HOLD: "officer-hold",
    MatterKind.REQUEST_OVERDUE: "officer-request",
    MatterKind.COMPLAINT_OVERDUE: "officer-complaint",
    MatterKind.RECALL_OVERDUE: "officer-recalls",
    MatterKind.RECALL_SUSPENDED: "officer-recalls",
    MatterKind.INCIDENT_CLOCK: "officer-incident",
}


@pytest.mark.parametrize(("kind", "name"), PAGES.items())
def test_what_has_a_page_is_linked_to_its_page(kind, name):
    row = Dispatch(details={"kind": kind.value, "id": str(uuid4()), "mark": 0})

    letter = write_matter(row, address="li@bank.example", language="en")

    (link,) = (line for line in letter.body.splitlines() if line.startswith(settings.BASE_URL))
    path = link.removeprefix(settings.BASE_URL).partition("#")[0]
    assert resolve(path).view_name == f"portal:{name}"


def test_who_left_is_told_nothing_any_more(exchange, now):
    user = hire(exchange["bank"], now)
    tell(now=now, matters=[Matter(exchange["bank"].stix_id, MatterKind.HOLD, "x")])
    get_user_model().objects.filter(id=user.id).update(is_active=False)

    tell(now=now, matters=[Matter(exchange["bank"].stix_id, MatterKind.HOLD, "y")])

    assert told("hold") == ["li@bank.example"]


def test_where_nobody_has_the_role_nothing_is_planned(exchange, now):
    tell(now=now, matters=[Matter("", MatterKind.COMPLAINT_OVERDUE, "x")])

    assert not Dispatch.objects.exists()
