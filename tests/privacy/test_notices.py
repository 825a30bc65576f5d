"""Notices: complete in three languages or not at all, versioned, never changed (PC-10, PC-06, PC-07)."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from privacy.approvals.services import decide
from privacy.audit.models import AuditEvent
from privacy.consent.content import list_items
from privacy.consent.errors import (
    AppendOnly,
    ConsentNotFound,
    ConsentUnusable,
    Missing,
    NoticeIncomplete,
)
from privacy.consent.models import Notice, NoticeException, NoticeVersion
from privacy.consent.selectors import get_version, list_notices, load_notices
from privacy.consent.services.exceptions import NewException, ask_exception, grant_exception
from privacy.consent.services.standing import read_standing
from privacy.consent.vocabulary import ExceptionCode
from privacy.errors import ApprovalNeeded, PersonNeeded, SelfApproval
from privacy.policy.types import EvidenceKind
from tests.factories.consents import make_texts, publish, publish_next

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

OFFICER, SECOND = "user:1@bank", "user:2@bank"


def without(item, *languages):
    texts = make_texts()
    for language in languages:
        del texts[language][item]
    return texts


@pytest.mark.parametrize("row", list_items(), ids=lambda row: row.item)
def test_pc_10_each_item_that_is_lacking_is_named_with_its_article_in_its_language(bank, now, row):
    with pytest.raises(NoticeIncomplete) as refusal:
        publish(bank, now=now, texts=without(row.item, "zh-Hant"))

    assert refusal.value.missing == (Missing(f"texts.zh-Hant.{row.item}", row.source),)
    assert NoticeVersion.objects.count() == Notice.objects.count() == 0
    assert AuditEvent.objects.filter(action="consent.notice.published").count() == 0


def test_pc_10_all_that_is_lacking_is_named_at_once_and_blanks_do_not_count(bank, now):
    texts = without("who", "zh-Hans", "en")
    texts["en"]["contact"] = " \u3000\n"

    with pytest.raises(NoticeIncomplete) as refusal:
        publish(bank, now=now, texts=texts)

    places = [one.place for one in refusal.value.missing]
    assert places == ["texts.zh-Hans.who", "texts.en.who", "texts.en.contact"]


def test_pc_10_items_about_consent_sensitive_data_and_abroad_are_asked_for_where_they_apply(
    bank, now
):
    always = {row.item for row in list_items() if row.when == "always"}
    texts = {language: dict.fromkeys(always, "said") for language in make_texts()}

    version = publish(bank, now=now, texts=texts, kinds=(), regions=(), categories=("PI",))

    assert version.number == 1
    for change in ({"kinds": ("sharing",)}, {"categories": ("SPI",)}, {"regions": ("SG",)}):
        scope = {"kinds": (), "regions": (), "categories": ("PI",)} | change
        with pytest.raises(NoticeIncomplete):
            publish(bank, now=now, code="other", texts=texts, **scope)


def test_pc_06_the_digest_is_that_of_exactly_what_is_shown(bank, now):
    version = publish(bank, now=now)

    stored = get_version(controller=bank.stix_id, notice_id=version.notice_id, number=1)
    canonical = json.dumps(
        stored.content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )

    assert bytes(stored.digest) == hashlib.sha256(canonical.encode()).digest()
    assert stored.content["texts"]["zh-Hans"]["who"] == "who (zh-Hans)"
    event = AuditEvent.objects.get(action="consent.notice.published")
    assert event.details["sha256"] == bytes(stored.digest).hex()
    assert (event.subject, event.details["version"]) == (str(version.notice_id), 1)


def test_versions_are_numbered_and_the_latest_is_listed(bank, peer, now):
    first = publish(bank, now=now)
    second = publish_next(bank, first, now=now, material=False)
    publish(peer, now=now)

    listed = list_notices(controller=bank.stix_id, before=None, limit=9)

    assert (first.number, second.number) == (1, 2)
    assert [row.id for row in listed] == [second.id]


def test_pc_07_only_a_material_version_moves_the_standing(bank, now):
    first = publish(bank, now=now)
    before = read_standing()

    publish_next(bank, first, now=now, material=False)
    editorial = read_standing()
    publish_next(bank, first, now=now, material=True)

    assert (before, editorial, read_standing()) == (0, 0, 1)


def test_pc_07_a_wider_version_cannot_pass_for_editorial(bank, now):
    first = publish(bank, now=now, purposes=("fraud-prevention",))

    with pytest.raises(ConsentUnusable) as refusal:
        publish_next(bank, first, now=now, material=False)

    assert refusal.value.place == "material"
    assert NoticeVersion.objects.count() == 1


def test_a_code_is_used_once_and_others_notices_look_missing(bank, peer, now):
    version = publish(bank, now=now)

    with pytest.raises(ConsentUnusable, match="code"):
        publish(bank, now=now)
    with pytest.raises(ConsentNotFound):
        publish_next(peer, version, now=now, material=True)
    with pytest.raises(ConsentNotFound):
        get_version(controller=peer.stix_id, notice_id=version.notice_id, number=1)

    assert NoticeVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"purposes": ("marketing",)}, "purposes"),
        ({"categories": ("C3",)}, "categories"),
        ({"kinds": ("everything",)}, "kinds"),
        ({"recipient_classes": ()}, "recipient_classes"),
        ({"regions": ()}, "regions"),
        ({"texts": make_texts() | {"fr": {}}}, "texts"),
        ({"texts": make_texts() | {"en": {"anything": "said"}}}, "texts.en"),
    ],
)
def test_scope_outside_the_closed_lists_is_refused_by_its_place(bank, now, change, place):
    with pytest.raises(ConsentUnusable) as refusal:
        publish(bank, now=now, **change)

    assert refusal.value.place == place
    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_notice SET code = code",
        "UPDATE consent_noticeversion SET material = material",
        "DELETE FROM consent_notice",
        "DELETE FROM consent_noticeversion",
    ],
)
def test_pc_06_notices_can_be_neither_edited_nor_deleted(bank, now, statement):
    version = publish(bank, now=now)

    for change in (version.save, version.delete, NoticeVersion.objects.all().delete):
        with pytest.raises(AppendOnly):
            change()
    with pytest.raises(AppendOnly):
        NoticeVersion.objects.update(material=True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)

    assert NoticeVersion.objects.count() == 1


@pytest.fixture
def exception(now):
    return NewException(
        code=ExceptionCode.PIPL_CONFIDENTIAL,
        purposes=("aml-cft",),
        categories=("PI",),
        valid_until=now + timedelta(days=30),
    )


def ask(bank, now, exception):
    return ask_exception(
        actor=OFFICER, now=now, controller=bank.stix_id, new=exception, reason="as agreed"
    )


def grant(bank, now, exception, approval):
    return grant_exception(
        actor=OFFICER, now=now, controller=bank.stix_id, approval_id=approval.id, new=exception
    )


def test_pc_10_an_exception_has_an_author_and_another_approver_and_is_evidence(
    bank, now, exception
):
    approval = ask(bank, now, exception)
    decide(actor=SECOND, now=now, approval_id=approval.id, given=True)

    row = grant(bank, now, exception, approval)

    assert (row.author, row.approver) == (OFFICER, SECOND)
    (proof,) = load_notices([bank.stix_id], now)[bank.stix_id]
    assert (proof.kind, proof.reference) == (EvidenceKind.NOTICE_EXCEPTION, str(row.id))
    assert (proof.code, proof.valid_to) == ("pipl-18-confidential", exception.valid_until)
    assert load_notices([bank.stix_id], exception.valid_until) == {}


def test_pc_10_an_exception_without_an_approver_fails(bank, now, exception):
    approval = ask(bank, now, exception)

    with pytest.raises(SelfApproval):
        decide(actor=OFFICER, now=now, approval_id=approval.id, given=True)
    with pytest.raises(ApprovalNeeded):
        grant(bank, now, exception, approval)
    with pytest.raises(PersonNeeded):
        ask_exception(
            actor=bank.actor.name, now=now, controller=bank.stix_id, new=exception, reason=""
        )

    assert NoticeException.objects.count() == 0


def test_pc_10_an_approval_is_for_exactly_what_was_asked(bank, now, exception):
    approval = ask(bank, now, exception)
    decide(actor=SECOND, now=now, approval_id=approval.id, given=True)
    wider = NewException(exception.code, exception.purposes, ("PI", "SPI"), exception.valid_until)

    with pytest.raises(ApprovalNeeded):
        grant(bank, now, wider, approval)

    assert NoticeException.objects.count() == 0


def test_the_latest_versions_prove_that_people_were_told(
    bank, peer, now, django_assert_num_queries
):
    first = publish(bank, now=now)
    second = publish_next(bank, first, now=now, material=False)
    publish(peer, now=now)

    with django_assert_num_queries(2):
        proved = load_notices([bank.stix_id, peer.stix_id], now)

    (proof,) = proved[bank.stix_id]
    assert proof.reference == str(second.id)
    assert proof.regions == {"SG", "EEA"}
    assert len(proved) == 2
