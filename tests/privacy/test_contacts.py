"""Who answers for personal information: named, in date, or no notice goes out (PC-34)."""

from datetime import timedelta
from uuid import UUID

import pytest

from privacy.approvals import matters
from privacy.arrangements.errors import ArrangementMissing, ArrangementUnfit, ContactLapsed
from privacy.arrangements.models import Contact, PersonAlarm
from privacy.arrangements.selectors import find_gap
from privacy.arrangements.services.contacts import NewContact, end_contact, name_contact
from privacy.arrangements.services.persons import note_counts
from privacy.audit.models import AuditEvent
from privacy.consent.models import Notice
from privacy.subjects.models import Mention
from privacy.subjects.selectors import count_persons
from tests.factories.consents import publish

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

MINE = "identity--mine"
MILLION = 1_000_000


def new_contact(now, **changes):
    values = {
        "institution": MINE,
        "role": "data-protection-officer",
        "mailbox": "dpo@bank.example",
        "valid_from": now,
    }
    return NewContact(**values | changes)


def name(now, **changes):
    return name_contact(actor="client:bank-1", now=now, new=new_contact(now, **changes))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"role": "chief"}, "role"),
        ({"mailbox": "li.wei@bank.example"}, "mailbox"),
        ({"mailbox": "dpo13800138000@bank.example"}, "mailbox"),
        ({"mailbox": "DPO@bank.example"}, "mailbox"),
        ({"mailbox": "dpo"}, "mailbox"),
        # A name beside the word of the role, and a word inside a name.
        ({"mailbox": "li.wei.dpo@bank.example"}, "mailbox"),
        ({"mailbox": "adpoole@bank.example"}, "mailbox"),
        ({"mailbox": "privacy-7@bank.example"}, "mailbox"),
        ({"mailbox": "team@bank.example"}, "mailbox"),
    ],
)
def test_pc_34_a_contact_is_a_role_and_nobody(now, changes, place):
    with pytest.raises(ArrangementUnfit) as refusal:
        name(now, **changes)

    assert refusal.value.place == place
    assert Contact.objects.count() == AuditEvent.objects.count() == 0


@pytest.mark.parametrize(
    "local", ["privacy", "dpo.eu", "data-protection", "legal_cn", "pipo-office"]
)
def test_pc_34_a_role_has_several_words(now, local):
    assert name(now, mailbox=f"{local}@bank.example").mailbox == f"{local}@bank.example"


def test_pc_34_a_contact_names_no_mailbox_in_the_log(now):
    row = name(now)

    (event,) = AuditEvent.objects.all()
    assert (event.action, event.subject) == ("arrangements.contact.named", str(row.id))
    assert event.details == {"institution": MINE, "role": "data-protection-officer"}


def test_pc_34_an_absent_contact_blocks_publication_and_says_what_to_do(bank, now):
    Contact.objects.all().delete()

    with pytest.raises(ContactLapsed, match="Name a contact in date"):
        publish(bank, now=now)

    assert Notice.objects.count() == 0


def test_pc_34_a_lapsed_contact_blocks_publication_until_its_successor_is_named(bank, now):
    Contact.objects.all().delete()
    name(now, institution=bank.stix_id, valid_to=now + timedelta(days=1))
    later = now + timedelta(days=1)

    publish(bank, now=later - timedelta(seconds=1))
    with pytest.raises(ContactLapsed):
        publish(bank, now=later, code="second")
    name(later, institution=bank.stix_id)
    publish(bank, now=later, code="second")

    assert Notice.objects.count() == 2


def test_pc_34_a_representative_alone_does_not_do_and_a_lapsed_one_is_replaced_or_ended(now):
    end = now + timedelta(days=1)
    representative = name(now, role="representative-eu", valid_to=end)
    assert find_gap(institution=MINE, now=now).startswith("Name a contact")

    name(now)
    assert find_gap(institution=MINE, now=now) == ""
    assert find_gap(institution=MINE, now=end).endswith("representative-eu.")

    end_contact(actor="client:bank-1", now=end, institution=MINE, contact_id=representative.id)
    assert find_gap(institution=MINE, now=end) == ""


def test_anothers_contact_looks_missing(now):
    row = name(now)

    with pytest.raises(ArrangementMissing):
        end_contact(actor="x", now=now, institution="identity--other", contact_id=row.id)

    row.refresh_from_db()
    assert row.ended_at is None


def test_pc_34_officers_are_told_of_an_alarm_once(now, monkeypatch):
    told: list[tuple[str, str]] = []
    tellers = {"test": lambda _now, found: told.extend((one.desk, one.id) for one in found)}
    monkeypatch.setattr(matters, "_tellers", tellers)

    for _ in range(2):
        note_counts(actor="hub", now=now, counts={MINE: 800_000})

    assert told == [(MINE, "pipl-52-one-million")]


def test_pc_34_alarms_start_at_four_fifths_and_are_given_once(now):
    assert note_counts(actor="hub", now=now, counts={MINE: 800_000 - 1}) == 0
    assert note_counts(actor="hub", now=now, counts={MINE: 800_000}) == 1
    assert note_counts(actor="hub", now=now, counts={MINE: 900_000}) == 0
    assert note_counts(actor="hub", now=now, counts={MINE: 8 * MILLION}) == 1

    assert list(PersonAlarm.objects.order_by("id").values_list("limit", "persons")) == [
        (MILLION, 800_000),
        (10 * MILLION, 8 * MILLION),
    ]
    actions = AuditEvent.objects.values_list("action", "subject", flat=False)
    assert set(actions) == {("arrangements.persons.alarmed", MINE)}


def test_pc_34_persons_are_counted_once_whatever_mentions_them(now):
    for number, (subject, strong) in enumerate(
        [(b"a", True), (b"a", True), (b"b", True), (b"c", False)]
    ):
        Mention.objects.create(
            subject=subject * 16,
            item_kind="alert",
            item_id=UUID(int=number),
            controller=MINE,
            kind="phone",
            strong=strong,
            at=now,
        )

    assert count_persons() == {MINE: 2}
