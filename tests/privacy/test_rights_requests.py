"""Requests of natural persons: clocks, identity, endings (PC-12 to PC-17)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from privacy.audit.models import AuditEvent
from privacy.errors import PersonNeeded
from privacy.retention import registry
from privacy.retention.registry import Item
from privacy.rights.codes import (
    ExtensionReason,
    RefusalReason,
    RequestOutcome,
    RequestType,
    VerificationMethod,
)
from privacy.rights.entries import describe_request
from privacy.rights.errors import RecordNotFound, StepNotPossible, Unfit
from privacy.rights.holdings import export_answer
from privacy.rights.models import PersonIdentifier, RequestStep, RightsRequest
from privacy.rights.overdue import note_overdue
from privacy.rights.requests import (
    MOST_OPEN,
    MOST_WRONG_PROOFS,
    Ending,
    NewRequest,
    Proof,
    close_request,
    end_restriction,
    extend_term,
    open_request,
    verify_identity,
)
from privacy.rights.selectors import (
    find_human_review,
    find_subjects,
    get_own_request,
    get_request,
    list_own_requests,
    list_requests,
)
from privacy.subjects.identifiers import IDENTITY, subject_key
from tests.factories.persons import LIN, MEI, FakeHolder, officer_for, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK, OTHER = "identity--bank", "identity--other"
# Made up; the check digit holds.
NUMBER = "11010519491231002X"
GRANTED = Ending(RequestOutcome.GRANTED)
REFUSED = Ending(
    RequestOutcome.REFUSED, RefusalReason.LEGAL_DUTY, "The law obliges us to keep it.", "The court."
)
SEEN = Proof(VerificationMethod.DOCUMENT_AT_COUNTER, True, ((IDENTITY, NUMBER),))


@pytest.fixture
def holder(monkeypatch):
    """Be the only keeper of data of this test."""
    fake = FakeHolder()
    monkeypatch.setattr(registry, "_holders", {fake.name: fake})
    return fake


@pytest.fixture
def mei(now):
    return sign_in(MEI, now=now)


def ask(person, kind=RequestType.ACCESS, *, now, **changes):
    changes = {"controller": BANK, "place": "CN-SH"} | changes
    return open_request(actor=person, now=now, new=NewRequest(type=kind, **changes))


def stored(request_id):
    return RightsRequest.objects.get(pk=request_id)


def events(action):
    return list(AuditEvent.objects.filter(action=action).values_list("actor", "details"))


def test_a_request_starts_its_clock_and_gets_a_receipt(mei, now):
    row = stored(ask(mei, now=now, text="What do you hold?"))

    assert (row.regime, row.state, row.identity_state) == ("pipl", "open", "contact")
    assert row.receipt.startswith("R-2026-")
    # 23 November 2026 and fifteen working days.
    assert row.due_at == datetime(2026, 12, 14, 15, 59, 59, tzinfo=UTC)
    assert b"What do you hold?" not in bytes(row.text)
    assert describe_request(row, now=now).text == "What do you hold?"
    assert events("rights.request.opened") == [
        (mei.name, {"type": "access", "regime": "pipl", "rule": "pipl.rights"})
    ]


def test_the_law_follows_the_controller_and_may_be_chosen_of_the_hub(mei, now):
    german = stored(ask(mei, now=now, place="EU-DE"))
    chosen = stored(ask(mei, now=now, controller="", place="", regime="gdpr"))

    assert (german.regime, chosen.regime, chosen.place) == ("gdpr", "gdpr", "EU")
    assert german.due_at == datetime(2026, 12, 23, 22, 59, 59, tzinfo=UTC)


def test_nobody_sees_the_request_of_another(mei, now):
    request_id = ask(mei, now=now)
    lin = sign_in(LIN, now=now)

    assert list_own_requests(person_id=lin.person_id) == []
    with pytest.raises(RecordNotFound):
        get_own_request(person_id=lin.person_id, request_id=request_id)
    with pytest.raises(RecordNotFound):
        get_request(controllers=frozenset({OTHER, ""}), request_id=request_id)
    assert list_requests(controllers=frozenset({OTHER})) == []
    assert len(list_requests(controllers=frozenset({BANK}))) == 1


def test_another_institution_can_take_no_step(mei, holder, now):
    request_id = ask(mei, RequestType.ERASURE, now=now)
    stranger = officer_for(OTHER)

    for step, more in (
        (verify_identity, {"proof": SEEN}),
        (extend_term, {"reason": ExtensionReason.COMPLEXITY}),
        (close_request, {"ending": GRANTED}),
        (end_restriction, {}),
    ):
        with pytest.raises(RecordNotFound):
            step(actor=stranger, now=now, request_id=request_id, **more)

    assert stored(request_id).state == "open"
    assert holder.asked == []
    assert RequestStep.objects.count() == 1


def test_papers_prove_what_the_person_claims_and_are_never_kept(mei, now):
    request_id = ask(mei, now=now, claims=((IDENTITY, NUMBER.lower()),))
    assert stored(request_id).state == "verifying"

    verify_identity(actor=officer_for(BANK), now=now, request_id=request_id, proof=SEEN)

    row = stored(request_id)
    assert (row.state, row.identity_state) == ("in-progress", "verified")
    proved = {subject_key(IDENTITY, NUMBER)}
    assert find_subjects(person_id=mei.person_id, controller=BANK) == mei.subjects | proved
    # What one institution has seen opens nothing elsewhere.
    assert find_subjects(person_id=mei.person_id, controller=OTHER) == mei.subjects
    assert find_subjects(person_id=mei.person_id) == mei.subjects
    assert events("rights.request.verified") == [
        ("user:7@bank", {"method": "document-at-counter", "passed": True})
    ]
    kept = [*PersonIdentifier.objects.values_list(), *RequestStep.objects.values_list()]
    assert not any(NUMBER in str(value) for row in kept for value in row)


def test_an_institution_links_nothing_that_the_person_did_not_claim(mei, now):
    request_id = ask(mei, now=now, claims=((IDENTITY, NUMBER),))
    other = Proof(VerificationMethod.KNOWN_CUSTOMER, True, (("phone", LIN),))
    silent = Proof(VerificationMethod.KNOWN_CUSTOMER, True)

    for proof in (other, silent):
        with pytest.raises(Unfit) as refusal:
            verify_identity(actor=officer_for(BANK), now=now, request_id=request_id, proof=proof)
        assert refusal.value.place == "identifiers"

    assert stored(request_id).identity_state == "claimed"
    assert find_subjects(person_id=mei.person_id) == mei.subjects


def test_claims_count_for_nothing_until_they_are_verified(mei, holder, now):
    request_id = ask(mei, now=now, claims=((IDENTITY, NUMBER),))

    with pytest.raises(StepNotPossible):
        close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=GRANTED)

    assert stored(request_id).state == "verifying"
    assert find_subjects(person_id=mei.person_id) == mei.subjects


def test_a_failed_check_ends_in_a_refusal_and_the_claim_is_gone(mei, holder, now):
    request_id = ask(mei, RequestType.ERASURE, now=now, claims=((IDENTITY, NUMBER),))
    failed = Proof(VerificationMethod.DOCUMENT_REMOTE, False)
    officer = officer_for(BANK)

    verify_identity(actor=officer, now=now, request_id=request_id, proof=failed)
    with pytest.raises(StepNotPossible):
        close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)
    unknown = Ending(
        RequestOutcome.REFUSED, RefusalReason.IDENTITY_NOT_ESTABLISHED, "Not shown.", "The court."
    )
    close_request(actor=officer, now=now, request_id=request_id, ending=unknown)

    assert stored(request_id).outcome == "refused"
    assert PersonIdentifier.objects.exclude(verified_at__isnull=False).count() == 0
    assert holder.asked == []


@pytest.mark.parametrize(
    ("missing", "place"),
    [
        ({"reason_code": None}, "reason_code"),
        ({"reason": " "}, "reason"),
        ({"remedy": ""}, "remedy"),
    ],
)
@pytest.mark.parametrize("outcome", [RequestOutcome.REFUSED, RequestOutcome.PARTLY])
def test_pc_17_no_refusal_without_reason_words_and_remedy(
    mei, holder, now, outcome, missing, place
):
    request_id = ask(mei, now=now)
    whole = {
        "reason_code": RefusalReason.LEGAL_CLAIMS,
        "reason": "A claim is open.",
        "remedy": "The court.",
    }

    with pytest.raises(Unfit) as refusal:
        close_request(
            actor=officer_for(BANK),
            now=now,
            request_id=request_id,
            ending=Ending(outcome, **whole | missing),
        )

    assert refusal.value.place == place
    assert stored(request_id).state == "open"


def test_a_refusal_shows_reason_and_remedy_and_keeps_them_sealed(mei, holder, now):
    request_id = ask(mei, now=now)

    close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=REFUSED)

    row = stored(request_id)
    shown = describe_request(row, now=now)
    assert (shown.outcome, shown.reason_code) == ("refused", "legal-duty")
    assert (shown.reason, shown.remedy) == (REFUSED.reason, REFUSED.remedy)
    assert REFUSED.reason.encode() not in bytes(row.reason)
    assert holder.asked == []


@pytest.mark.parametrize(
    ("kind", "ending"), [(RequestType.ERASURE, GRANTED), (RequestType.ACCESS, REFUSED)]
)
def test_a_machine_neither_erases_nor_refuses(mei, holder, now, kind, ending):
    request_id = ask(mei, kind, now=now)
    machine = officer_for(BANK, name="client:bank-1")

    with pytest.raises(PersonNeeded):
        close_request(actor=machine, now=now, request_id=request_id, ending=ending)

    assert stored(request_id).state == "open"
    assert holder.asked == []


def test_a_closed_request_takes_no_step(mei, holder, now):
    request_id = ask(mei, now=now)
    officer = officer_for(BANK)
    close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)

    for step, more in (
        (verify_identity, {"proof": SEEN}),
        (extend_term, {"reason": ExtensionReason.COMPLEXITY}),
        (close_request, {"ending": REFUSED}),
    ):
        with pytest.raises(StepNotPossible):
            step(actor=officer, now=now, request_id=request_id, **more)
    assert stored(request_id).outcome == "granted"


@pytest.mark.parametrize(
    ("kind", "verb"),
    [
        (RequestType.ERASURE, "erase"),
        (RequestType.RESTRICTION, "restrict"),
        (RequestType.OBJECTION, "object"),
    ],
)
def test_what_is_granted_is_carried_out_for_that_controller_alone(mei, holder, now, kind, verb):
    request_id = ask(mei, kind, now=now)

    close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=GRANTED)

    assert holder.asked == [(verb, mei.subjects, BANK)]


def test_the_hub_carries_out_for_all(mei, holder, now):
    request_id = ask(mei, RequestType.ERASURE, now=now, controller="", place="")

    close_request(actor=officer_for(""), now=now, request_id=request_id, ending=GRANTED)

    assert holder.asked == [("erase", mei.subjects, "")]


@pytest.mark.parametrize(
    "kind",
    [
        RequestType.ACCESS,
        RequestType.EXPLANATION,
        RequestType.WITHDRAW_AUTOMATED,
    ],
)
def test_other_requests_change_no_data_by_themselves(mei, holder, now, kind):
    request_id = ask(mei, kind, now=now)

    close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=GRANTED)

    assert holder.asked == []


def test_a_keeper_that_fails_leaves_the_request_open(mei, holder, now, monkeypatch):
    request_id = ask(mei, RequestType.ERASURE, now=now)

    def fail(**asked):
        raise LookupError

    monkeypatch.setattr(holder, "erase", fail)

    with pytest.raises(LookupError):
        close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=GRANTED)

    assert stored(request_id).state == "open"
    assert events("rights.request.closed") == []


def test_a_restriction_ends_when_the_last_request_for_it_does(mei, holder, now):
    officer, kind = officer_for(BANK), RequestType.RESTRICTION
    first, second = (ask(mei, kind, now=now) for _ in range(2))
    for request_id in (first, second):
        close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)
    holder.asked.clear()

    end_restriction(actor=officer, now=now, request_id=first)
    assert holder.asked == []
    end_restriction(actor=officer, now=now, request_id=second)
    assert holder.asked == [("release", mei.subjects, BANK)]
    with pytest.raises(StepNotPossible):
        end_restriction(actor=officer, now=now, request_id=second)


def test_pc_16_an_objection_and_a_restriction_end_apart(mei, holder, now):
    officer = officer_for(BANK)
    asked = [ask(mei, kind, now=now) for kind in (RequestType.RESTRICTION, RequestType.OBJECTION)]
    for request_id in asked:
        close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)
    holder.asked.clear()

    for request_id in reversed(asked):
        end_restriction(actor=officer, now=now, request_id=request_id)

    assert [verb for verb, _, _ in holder.asked] == ["end-objection", "release"]


def test_pc_17_an_officer_guesses_no_identifiers(mei, now):
    request_id = ask(mei, now=now, claims=((IDENTITY, NUMBER),))
    officer = officer_for(BANK)
    guess = Proof(VerificationMethod.KNOWN_CUSTOMER, True, (("phone", LIN),))

    for _ in range(MOST_WRONG_PROOFS):
        with pytest.raises(Unfit):
            verify_identity(actor=officer, now=now, request_id=request_id, proof=guess)

    with pytest.raises(StepNotPossible):
        verify_identity(actor=officer, now=now, request_id=request_id, proof=SEEN)
    assert stored(request_id).identity_state == "claimed"
    close_request(actor=officer, now=now, request_id=request_id, ending=REFUSED)
    assert stored(request_id).outcome == "refused"


def test_a_term_is_extended_once_and_inside_the_first_one(mei, now):
    officer, why = officer_for(BANK), ExtensionReason.COMPLEXITY
    request_id = ask(mei, now=now, place="EU-DE")
    first = stored(request_id).due_at

    with pytest.raises(StepNotPossible):
        extend_term(
            actor=officer, now=first + timedelta(seconds=1), request_id=request_id, reason=why
        )
    extend_term(actor=officer, now=first, request_id=request_id, reason=why)

    row = stored(request_id)
    assert row.due_at == row.extended_to == datetime(2027, 2, 23, 22, 59, 59, tzinfo=UTC)
    with pytest.raises(StepNotPossible):
        extend_term(actor=officer, now=first, request_id=request_id, reason=why)
    steps = [step.code for step in describe_request(row, now=now).steps]
    assert steps == ["opened", "extended"]


def test_a_law_without_an_extension_gives_none(mei, now):
    request_id = ask(mei, now=now)
    before = stored(request_id).due_at

    with pytest.raises(StepNotPossible):
        extend_term(
            actor=officer_for(BANK),
            now=now,
            request_id=request_id,
            reason=ExtensionReason.NUMBER_OF_REQUESTS,
        )

    assert stored(request_id).due_at == before


def test_the_person_is_told_by_letter_that_there_is_news_and_not_what(
    mei, holder, now, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        request_id = ask(mei, now=now, place="EU-DE")
        assert mail.outbox == []
        extend_term(
            actor=officer_for(BANK),
            now=now,
            request_id=request_id,
            reason=ExtensionReason.COMPLEXITY,
        )
        close_request(actor=officer_for(BANK), now=now, request_id=request_id, ending=REFUSED)

    receipt = stored(request_id).receipt
    told = [(one.to, one.subject, one.body) for one in mail.outbox]
    body = f"There is news about your request {receipt}. Sign in to read it.\n"
    assert told == [([MEI], "News about your request", body)] * 2


def test_what_is_overdue_is_noted_once(mei, holder, now):
    late, done = ask(mei, now=now), ask(mei, now=now)
    close_request(actor=officer_for(BANK), now=now, request_id=done, ending=GRANTED)
    due = stored(late).due_at

    assert note_overdue(actor="hub", now=due) == 0
    assert note_overdue(actor="hub", now=due + timedelta(seconds=1)) == 1
    assert note_overdue(actor="hub", now=due + timedelta(days=1)) == 0
    event = AuditEvent.objects.get(action="rights.request.overdue")
    assert event.subject == f"rights-request:{late}"
    assert describe_request(stored(late), now=due + timedelta(days=1)).is_overdue


def test_too_many_at_once_are_not_taken(mei, now):
    for _ in range(MOST_OPEN):
        ask(mei, now=now)

    with pytest.raises(StepNotPossible):
        ask(mei, now=now)

    assert RightsRequest.objects.count() == MOST_OPEN


def test_steps_are_never_changed(mei, now):
    ask(mei, now=now)
    step = RequestStep.objects.get()

    with pytest.raises(TypeError):
        step.save()
    with pytest.raises(TypeError):
        RequestStep.objects.update(code="closed")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rights_requeststep SET code = 'closed'")
    assert RequestStep.objects.get().code == "opened"


def test_pc_13_only_what_the_person_gave_is_taken_elsewhere(mei, holder, now):
    holder.subjects = mei.subjects
    holder.items = [Item("alert", "a", BANK, now, {"phone": LIN}), Item("alert", "b", OTHER, now)]
    officer = officer_for(BANK)
    access, away = ask(mei, now=now), ask(mei, RequestType.PORTABILITY, now=now)

    with pytest.raises(RecordNotFound):
        export_answer(actor=mei, now=now, request_id=access)
    for request_id in (access, away):
        close_request(actor=officer, now=now, request_id=request_id, ending=GRANTED)

    whole = export_answer(actor=mei, now=now, request_id=access)
    own = export_answer(actor=mei, now=now, request_id=away)
    assert sorted(item.id for item in whole) == sorted(["a", str(access), str(away)])
    assert {item.kind for item in own} == {"rights-request"}
    assert events("rights.export.made") == [(mei.name, {"items": 3}), (mei.name, {"items": 2})]


def test_pc_11_a_person_may_ask_for_human_review(mei, holder, now):
    lin = sign_in(LIN, now=now)
    granted, refused = (ask(one, RequestType.WITHDRAW_AUTOMATED, now=now) for one in (mei, lin))
    both = mei.subjects | lin.subjects
    assert find_human_review(both) == frozenset()

    close_request(actor=officer_for(BANK), now=now, request_id=granted, ending=GRANTED)
    close_request(actor=officer_for(BANK), now=now, request_id=refused, ending=REFUSED)

    assert find_human_review(both) == {(BANK, one) for one in mei.subjects}
