"""Notices, consents, assessments, retention, approvals, recalls, incidents and rules on the pages."""

from uuid import uuid4

import pytest

from hub.portal.officer.words import VOCABULARIES
from privacy import Category, Treatment
from privacy.consent.content import list_items
from privacy.consent.models import NoticeVersion
from privacy.consent.services.consents import withdraw_consent
from privacy.gate import LEGAL_BASES, PURPOSES
from privacy.incidents.clocks import list_reports, load_rules
from privacy.incidents.codes import Effect
from privacy.incidents.models import Incident, IncidentReport
from privacy.policy import RULES_VERSION, Outcome, describe_rules
from privacy.policy.types import EvidenceKind
from privacy.retention.schedules import load_schedules
from privacy.rights.codes import Cause, RefusalReason
from sharing.holds.proposals import HoldAction
from sharing.holds.selectors import STATES as HOLD_STATES
from sharing.members.actors import Role
from sharing.response.models import RecallOrder
from sharing.response.recalls import recall_own_alert
from sharing.response.selectors import RECALL_STATES
from tests.conftest import NOW
from tests.factories.consents import give, make_texts, publish
from tests.factories.journeys import send, work
from tests.hub.portal.conftest import Page
from tests.hub.portal.officer.matters import open_one

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

NOTICES, CONSENTS, INCIDENTS = "/privacy/notices/", "/privacy/consents/", "/privacy/incidents/"
SCOPE = {
    "code": "fraud-alerts",
    "purposes": ["fraud-prevention"],
    "recipient_classes": ["bank"],
    "categories": ["PI"],
    "kinds": ["sharing"],
}


def written(*, without=(), **changes):
    texts = {
        f"text-{language}-{item}": text
        for language, items in make_texts().items()
        for item, text in items.items()
        if (language, item) not in without
    }
    return SCOPE | texts | changes


def test_a_check_names_each_text_that_is_missing_and_publishes_nothing(exchange, officer, clock):
    body = written(without=[("zh-Hant", "who"), ("en", "withdrawal")])

    answer = officer.post(f"{NOTICES}new", body | {"step": "check"})

    shown = Page(answer)
    assert answer.status_code == 200
    assert "2 texts are missing" in shown.text
    assert "Who we are · 繁體中文 PIPL 17(1)(1)" in shown.text
    assert shown.find("a", href="#id_text-en-withdrawal")
    assert not NoticeVersion.objects.exists()


def test_an_incomplete_notice_is_not_published(exchange, officer, clock):
    body = written(without=[("en", "who")])

    answer = officer.post(f"{NOTICES}new", body | {"step": "publish"})

    assert answer.status_code == 422
    assert "1 text is missing" in Page(answer).text
    assert not NoticeVersion.objects.exists()


def test_a_complete_notice_is_published_and_followed_by_a_version(exchange, officer, clock, page):
    checked = officer.post(f"{NOTICES}new", written(step="check"))
    assert "It is complete" in Page(checked).text

    answer = officer.post(f"{NOTICES}new", written(step="publish"))
    first = NoticeVersion.objects.get()
    assert answer.headers["location"] == f"{NOTICES}{first.notice_id}/1"
    shown = page(officer, f"{NOTICES}{first.notice_id}/1")
    assert "who (zh-Hant)" in shown.text
    again = page(officer, f"{NOTICES}{first.notice_id}/new")
    ticked = {one["value"] for one in again.find("input", name="purposes") if "checked" in one}
    assert ticked == {"fraud-prevention"}
    later = written(purposes=["fraud-prevention", "aml-cft"], step="publish")
    wider = officer.post(f"{NOTICES}{first.notice_id}/new", later)

    assert wider.status_code == 422
    assert "is material" in Page(wider).text
    done = officer.post(f"{NOTICES}{first.notice_id}/new", later | {"material": "on"})
    assert done.headers["location"] == f"{NOTICES}{first.notice_id}/2"
    assert "Version 2 material" in page(officer, NOTICES).text


def test_a_consent_is_found_by_the_number_of_its_receipt(exchange, officer, clock, page):
    bank = exchange["bank"]
    row = give(bank, publish(bank, now=clock), now=clock)
    assert page(officer, CONSENTS).find("a", href=f"?reference={row.id}")
    withdraw_consent(actor="user:1@bank", now=clock, controller=bank.stix_id, consent_id=row.id)

    shown = page(officer, f"{CONSENTS}?reference={row.id}")

    assert "Sharing with others Withdrawn" in shown.text
    assert row.receipt in shown.source
    assert (
        "Sharing with others"
        not in page(officer, f"{CONSENTS}?state=valid").text.partition("No consent found")[2]
    )


@pytest.mark.parametrize("reference", ["nothing", str(uuid4()), "' or 1=1"])
def test_an_unknown_receipt_is_not_found(exchange, officer, clock, page, reference):
    assert "No consent found" in page(officer, f"{CONSENTS}?reference={reference}").text


def test_others_consents_and_notices_are_not_found(exchange, as_person, clock, page):
    bank = exchange["bank"]
    version = publish(bank, now=clock)
    row = give(bank, version, now=clock)
    stranger = as_person(exchange["peer"], Role.PRIVACY_OFFICER)

    assert "No consent found" in page(stranger, f"{CONSENTS}?reference={row.id}").text
    page(stranger, f"{NOTICES}{version.notice_id}/1", status=404)
    page(stranger, f"{NOTICES}{version.notice_id}/new", status=404)


def test_an_incident_runs_its_clocks_and_its_report_meets_one(exchange, officer, clock, page):
    row = open_one(exchange["bank"], now=clock)
    address = f"{INCIDENTS}{row.id}"
    shown = page(officer, INCIDENTS)
    assert "A copy of the ledger went to the wrong member" in shown.text
    # Four hours from awareness, of which one has passed.
    assert "First report 3 hours left" in shown.text
    draft = {
        "report-report": "cac.first",
        "report-to": "cac-shanghai",
        "report-text": "What is known.",
    }

    assert officer.post(f"{address}/reports", draft).status_code == 302
    assert IncidentReport.objects.get().sent_at is None
    assert officer.post(f"{address}/reports/1/send").status_code == 302

    assert IncidentReport.objects.get().sent_at == clock
    assert "1. First report Sent" in page(officer, address).text
    again = officer.post(f"{address}/reports/1/send")
    assert again.status_code == 409
    assert "sent before" in Page(again).text


def test_an_incident_is_opened_and_corrected_by_form(exchange, officer, clock, page):
    body = {
        "reference": "INC-1",
        "title": "Lost laptop",
        "operator": "other",
        "classification": "general",
        "regimes": ["gdpr"],
        "occurred_at": "2026-11-01T08:00",
        "aware_at": "2026-11-01T09:00",
    }

    answer = officer.post(f"{INCIDENTS}new", body)

    row = Incident.objects.get()
    assert answer.headers["location"] == f"{INCIDENTS}{row.id}"
    changed = officer.post(
        f"{INCIDENTS}{row.id}/change", {"change-classification": "major", "change-regimes": ["cac"]}
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.classification, sorted(row.regimes)) == ("major", ["cac", "gdpr"])
    taken = officer.post(f"{INCIDENTS}new", body)
    assert taken.status_code == 422
    assert "Give one that no other incident of yours has." in Page(taken).text
    assert officer.post(f"{INCIDENTS}new", {}).status_code == 422
    assert Incident.objects.count() == 1


def test_an_auditor_reads_incidents_and_changes_none(exchange, as_person, clock, page):
    row = open_one(exchange["bank"], now=clock)
    auditor = as_person(exchange["bank"], Role.AUDITOR)

    assert "Draft a report" not in page(auditor, f"{INCIDENTS}{row.id}").text
    page(auditor, f"{INCIDENTS}new", status=404)
    assert auditor.post(f"{INCIDENTS}{row.id}/change", {}).status_code == 404
    page(as_person(exchange["peer"], Role.PRIVACY_OFFICER), f"{INCIDENTS}{row.id}", status=404)


def test_recalls_tell_who_has_confirmed(exchange, officer, as_person, clock, page):
    bank, platform = exchange["bank"], exchange["platform"]
    sent = send(bank, now=clock)
    work(clock)
    recall_own_alert(actor=bank.actor, now=clock, alert_id=sent.id, reason="")
    total = RecallOrder.objects.count()
    assert f"0 of {total} confirmed" in page(officer, f"/privacy/recalls/{sent.id}").text
    assert "Platform Institution" in page(officer, "/privacy/recalls/").text

    RecallOrder.objects.filter(recipient=platform.institution).update(
        confirmed_at=clock, copies_destroyed=True
    )

    shown = page(officer, f"/privacy/recalls/{sent.id}")
    assert f"1 of {total} confirmed" in shown.text
    assert "All copies are destroyed" in shown.text
    theirs = as_person(platform, Role.PRIVACY_OFFICER)
    assert "Open and confirm" in page(theirs, "/privacy/recalls/?direction=received").text
    page(theirs, f"/privacy/recalls/{sent.id}", status=404)


def test_assessments_show_until_when_they_hold(exchange, officer, clock, page):
    shown = page(officer, "/privacy/assessments/")

    assert "of the whole hub" in shown.text
    assert "Approved" in shown.text
    assert "No assessment here" in page(officer, "/privacy/assessments/?state=draft").text


def test_retention_shows_what_a_run_would_find(officer, clock, page):
    shown = page(officer, "/privacy/retention/")

    assert "Looking changes nothing." in shown.text
    assert "Consents" in shown.text
    assert len(shown.find("tr")) > 5


def test_approvals_wait_for_another_person(officer, second, waiting, page):
    assert "Nothing to approve" in page(officer, "/privacy/approvals/").text
    hold = f"/privacy/holds/{waiting[0].id}"
    officer.post(f"{hold}/propose", {"action": "refuse", "note": "Not needed."})

    mine, theirs = (page(one, "/privacy/approvals/") for one in (officer, second))

    assert "another person" in mine.text
    assert "you may" in theirs.text
    assert theirs.find("a", href=hold)
    assert "1 Approvals" in page(second, "/privacy/").text


def test_the_rules_answer_what_would_happen(officer, clock, page):
    facts = "origin=CN-SH&destination=CN-BJ&recipient=bank&wording=reported&agreement=on"

    cleared = page(officer, f"/privacy/rules/?{facts}&categories=THREAT")
    held = page(
        officer,
        f"/privacy/rules/?{facts}&categories=PI&purposes=fraud-prevention&bases=legal-obligation"
        "&evidence=statute",
    )
    denied = page(officer, f"/privacy/rules/?{facts}&categories=C3")

    assert "The rules answer Goes as it is" in cleared.text
    assert "The alert holds no personal data." in cleared.text
    assert "The rules answer Waits for two persons" in held.text
    assert "No approved impact assessment in date" in held.text
    assert "The rules answer Does not go" in denied.text
    assert all(RULES_VERSION in one.text for one in (cleared, held, denied))


def test_facts_that_cannot_be_read_are_told(officer, clock, page):
    shown = page(officer, "/privacy/rules/?origin=x&recipient=nobody", status=422)

    assert "Something below cannot be used yet." in shown.text
    assert "Write a place as CN or CN-SH." in shown.text


def test_rules_are_read_table_by_table(officer, clock, page):
    shown = page(officer, "/privacy/rules/?table=transfers&text=X3")

    assert "X3 PIPL 41; DSL 36; AML Law 50; control matrix PC-20" in shown.text
    assert "No rule fits" in page(officer, "/privacy/rules/?text=nowhere-at-all").text


def test_every_code_of_the_rooms_has_its_word():
    """No officer meets a code: what the rooms know, the vocabularies name."""
    known = {
        "authority": {row.to for row in load_rules()},
        "report": list_reports(load_rules()),
        "item": {row.item for row in list_items()},
        "class-of-records": {row.item_class for row in load_schedules()},
        "starts": {row.start for row in load_schedules()},
        "retention": {row.action.value for row in load_schedules()},
        "evidence": set(EvidenceKind),
        "decision": set(Outcome),
        "category": set(Category),
        "treatment": set(Treatment),
        "purpose": PURPOSES,
        "basis": LEGAL_BASES,
        "table": {line.table for line in describe_rules(NOW)},
        "refusal": set(RefusalReason),
        "cause": set(Cause),
        "effect": set(Effect),
        "hold": set(HOLD_STATES),
        "action": set(HoldAction),
        "recall": set(RECALL_STATES),
    }

    unnamed = {
        vocabulary: sorted(set(map(str, codes)) - set(VOCABULARIES[vocabulary]))
        for vocabulary, codes in known.items()
        if set(map(str, codes)) - set(VOCABULARIES[vocabulary])
    }

    assert unnamed == {}
