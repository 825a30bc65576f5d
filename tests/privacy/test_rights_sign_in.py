"""Natural persons sign in by a one-time code; nothing tells whether an address is known (PC-12, PC-40)."""

from datetime import timedelta

import pytest
from django.core import mail

from privacy.audit.models import AuditEvent
from privacy.rights.errors import SignInRefused, Unfit
from privacy.rights.models import Person, PersonIdentifier, PersonSession, SignInCode
from privacy.rights.persons import (
    MOST_CODES,
    MOST_CODES_OF_ALL,
    TRIES,
    clear_sign_ins,
    close_session,
    open_session,
    recognise,
    start_sign_in,
)
from privacy.rights.selectors import find_subjects
from privacy.subjects.identifiers import EMAIL, subject_key
from tests.factories.persons import LIN, MEI, read_code, sign_in, take_token

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


class Code(str):
    """A code with the attempt that it was sent for."""

    attempt = ""


def ask(contact=MEI, *, now, source="192.0.2.1"):
    attempt = start_sign_in(now=now, contact=contact, language="en", source=source)
    code = Code(read_code(contact))
    code.attempt = attempt
    return code


def answer(code, contact=MEI, *, now, attempt=""):
    return open_session(
        now=now, contact=contact, code=code, language="en", attempt=attempt or code.attempt
    )


def test_answering_the_code_proves_the_address(now):
    person = sign_in(MEI, now=now)

    identifier = PersonIdentifier.objects.get()
    assert person.subjects == {subject_key(EMAIL, MEI)}
    assert (identifier.kind, identifier.method, identifier.verified_at) == (
        EMAIL,
        "one-time-code",
        now,
    )
    event = AuditEvent.objects.get(action="rights.person.signed-in")
    assert (event.actor, event.details) == (person.name, {})


def test_every_spelling_of_an_address_is_one_person(now):
    first = sign_in("13800138000", now=now)
    second = sign_in("+86 138-0013-8000", now=now)

    assert first.person_id == second.person_id
    assert Person.objects.count() == 1


def test_nothing_is_kept_in_clear(now):
    token = take_token(MEI, now=now)
    code = read_code(MEI)

    kept = [
        value
        for model in (Person, PersonIdentifier, SignInCode, PersonSession)
        for row in model.objects.values_list()
        for value in row
    ]
    for secret in (MEI, token, code):
        assert not any(secret.encode() in bytes(one) for one in kept if isinstance(one, bytes))
        assert not any(secret in one for one in kept if isinstance(one, str))


def test_asking_does_the_same_for_known_and_unknown_addresses(now, django_assert_num_queries):
    sign_in(MEI, now=now)

    with django_assert_num_queries(4):
        ask(MEI, now=now)
    with django_assert_num_queries(4):
        ask("nobody@person.example", now=now)
    assert Person.objects.count() == 1


def test_a_code_is_good_once(now):
    code = ask(now=now)
    answer(code, now=now)

    with pytest.raises(SignInRefused):
        answer(code, now=now)
    assert PersonSession.objects.count() == 1


def test_a_code_is_good_for_ten_minutes(now):
    code = ask(now=now)

    with pytest.raises(SignInRefused):
        answer(code, now=now + timedelta(minutes=10))
    assert answer(code, now=now + timedelta(minutes=9, seconds=59)).token


def test_five_wrong_answers_spoil_a_code(now):
    code = ask(now=now)
    wrong = f"{(int(code) + 1) % 10**8:08d}"

    for _ in range(TRIES):
        with pytest.raises(SignInRefused):
            answer(wrong, now=now, attempt=code.attempt)

    with pytest.raises(SignInRefused):
        answer(code, now=now)
    assert not Person.objects.exists()
    assert not PersonSession.objects.exists()


def test_another_who_burns_codes_of_an_address_keeps_nobody_out(now):
    mine = ask(now=now)
    for _ in range(MOST_CODES):
        theirs = ask(now=now, source="198.51.100.7")
        for _ in range(TRIES):
            with pytest.raises(SignInRefused):
                answer(f"{(int(theirs) + 1) % 10**8:08d}", now=now, attempt=theirs.attempt)

    # A code is good for the attempt that asked for it alone.
    with pytest.raises(SignInRefused):
        answer(mine, now=now, attempt=theirs.attempt)
    assert answer(ask(now=now), now=now).token
    assert answer(mine, now=now).token


def test_all_together_get_no_more_codes_than_the_address_bears(now):
    for number in range(MOST_CODES_OF_ALL + 3):
        ask(now=now, source=f"198.51.100.{number}")

    assert SignInCode.objects.count() == MOST_CODES_OF_ALL


def test_pc_17_an_address_that_was_silent_for_long_proves_nothing(now, settings):
    """Numbers are given to others: the new bearer sees nothing of the old one."""
    before = sign_in(LIN, now=now)
    used = now + timedelta(days=settings.PERSON_STALE_DAYS)
    assert sign_in(LIN, now=used).person_id == before.person_id

    after = sign_in(LIN, now=used + timedelta(days=settings.PERSON_STALE_DAYS, seconds=1))

    assert after.person_id != before.person_id
    assert after.everything == frozenset()
    assert not find_subjects(person_id=before.person_id)
    assert bytes(Person.objects.get(id=before.person_id).contact) == b""
    # And signing in once more changes nothing.
    again = sign_in(LIN, now=used + timedelta(days=settings.PERSON_STALE_DAYS + 1))
    assert (again.person_id, again.everything) == (after.person_id, frozenset())


def test_a_code_of_one_address_opens_no_other(now):
    code = ask(MEI, now=now)
    ask(LIN, now=now)

    with pytest.raises(SignInRefused):
        answer(code, LIN, now=now)


def test_whoever_answers_may_ask_again_at_once(now):
    for _ in range(MOST_CODES + 3):
        assert take_token(MEI, now=now)


def test_no_more_codes_wait_for_an_answer_than_five(now):
    codes = {ask(now=now) for _ in range(MOST_CODES + 3)}

    assert SignInCode.objects.count() == MOST_CODES
    assert len(codes) <= MOST_CODES
    ask(now=now + timedelta(minutes=10))
    assert SignInCode.objects.count() == MOST_CODES + 1


@pytest.mark.parametrize(
    "contact",
    ["", "abc", "a@b", "@", "12345", "mei@person.example\n, x@y.example"],
)
def test_what_is_no_address_is_refused_unrepeated(contact, now):
    with pytest.raises(Unfit) as refusal:
        start_sign_in(now=now, contact=contact, language="en")

    assert refusal.value.place == "contact"
    assert len(contact) < 2 or contact not in str(refusal.value)
    assert not SignInCode.objects.exists()


def test_codes_go_by_mail_where_the_hub_is_real(now, settings):
    settings.PERSON_CODES_DIR = None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    start_sign_in(now=now, contact=MEI, language="zh-Hans")
    start_sign_in(now=now, contact=LIN, language="en")
    settings.PERSON_SMS_GATEWAY = "sms.example"
    start_sign_in(now=now, contact=LIN, language="en")

    assert [one.to for one in mail.outbox] == [[MEI], ["8613800138000@sms.example"]]
    assert mail.outbox[0].subject == "您的登录验证码"


def test_a_mail_server_that_is_down_changes_no_answer(now, settings, caplog, monkeypatch):
    settings.PERSON_CODES_DIR = None

    def fail(*args, **kwargs):
        raise ConnectionRefusedError(MEI)

    monkeypatch.setattr("privacy.rights.letters.send_mail", fail)

    start_sign_in(now=now, contact=MEI, language="en")

    assert MEI not in caplog.text


def test_the_file_of_codes_is_private(now, settings):
    ask(now=now)

    (path,) = settings.PERSON_CODES_DIR.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert settings.PERSON_CODES_DIR.stat().st_mode & 0o777 == 0o700
    assert MEI not in path.name


def test_a_session_lives_on_while_it_is_used_and_no_longer_than_half_a_day(now):
    token = take_token(MEI, now=now)

    recognise(now=now + timedelta(minutes=29), token=token)
    recognise(now=now + timedelta(minutes=58), token=token)
    with pytest.raises(SignInRefused):
        recognise(now=now + timedelta(minutes=88), token=token)

    token, at = take_token(MEI, now=now), now
    while at < now + timedelta(hours=11, minutes=30):
        at += timedelta(minutes=25)
        recognise(now=at, token=token)
    with pytest.raises(SignInRefused):
        recognise(now=now + timedelta(hours=12), token=token)


def test_signing_out_ends_the_token_at_once(now):
    token = take_token(MEI, now=now)
    other = take_token(MEI, now=now)

    close_session(token=token)

    with pytest.raises(SignInRefused):
        recognise(now=now, token=token)
    assert recognise(now=now, token=other).subjects


def test_what_is_over_is_cleared(now):
    take_token(MEI, now=now)

    assert clear_sign_ins(now=now + timedelta(minutes=9)) == 0
    assert clear_sign_ins(now=now + timedelta(minutes=30)) == 2
    assert not SignInCode.objects.exists()
    assert not PersonSession.objects.exists()
