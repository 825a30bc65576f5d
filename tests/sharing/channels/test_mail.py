"""Mail says little, to the right people, within a budget, and is sent again after a crash."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail

from hub.accounts.services import add_person
from privacy.audit.models import AuditEvent
from sharing.channels.mail import send_digests
from sharing.channels.models import Dispatch
from sharing.channels.schedule import Quiet, next_hour
from sharing.channels.services import take_back
from sharing.delivery.models import Cause
from sharing.delivery.sequencer import publish
from sharing.delivery.withdrawal import TakeBack
from sharing.members.actors import SYSTEM, Role
from sharing.members.models import Membership
from sharing.routing.wishes import MailPlan
from tests.factories.channels import push, subscribe
from tests.factories.envelopes import make_envelope_raw
from tests.factories.journeys import send, work

PHONE = "13800138000"


@pytest.fixture(autouse=True)
def _in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.BASE_URL = "https://hub.example"


@pytest.fixture
def reader(exchange, now):
    """An analyst of the platform."""
    return add_reader(exchange["platform"], Role.ANALYST, now)


def add_reader(member, role, now, email="li@platform.example"):
    return add_person(
        actor=SYSTEM,
        now=now,
        email=email,
        password="a-long-passphrase-of-li",
        institution=member.institution,
        roles=frozenset({role}),
    )


def want_mail(exchange, now, *readers, **plan):
    mail_plan = MailPlan(readers=readers, **plan)
    return subscribe(exchange["platform"], "mail", now=now, mail=mail_plan)


def deliver(exchange, now, **changes):
    submission = send(exchange["bank"], now=now, **changes)
    work(now)
    return submission.id


def html_of(letter: Any) -> str:
    return str(letter.alternatives[0][0])


def digest(now):
    return send_digests(clock=lambda: now, end=now + timedelta(seconds=60))


def test_a_mail_holds_reference_words_numbers_and_a_link(exchange, reader, now):
    want_mail(exchange, now, reader)
    alert = deliver(exchange, now, name="Phishing page imitates a bank")

    push(now)

    (letter,) = mail.outbox
    row: Any = Dispatch.objects.get()
    assert letter.to == ["li@platform.example"]
    assert letter.subject == f"{row.alert.reference}: new alert, severity High"
    assert str(letter.body).splitlines()[:6] == [
        f"{row.alert.reference}  Phishing page imitates a bank",
        "Phishing",
        "Severity: High (75), Score: 63",
        "Your subscription “all”",
        f"https://hub.example/alerts/{alert}",
        "",
    ]
    assert letter.extra_headers["Message-ID"].startswith(f"<{row.id}@")
    assert letter.extra_headers["List-Unsubscribe"] == "<https://hub.example/>"
    assert 'href="https://hub.example/alerts/' in html_of(letter)
    assert (row.state, row.attempts) == ("sent", 1)
    event = AuditEvent.objects.get(action="channels.mail.sent")
    assert (event.subject, event.details["alerts"]) == (f"user:{reader}", [str(alert)])


def test_a_mail_holds_no_personal_data_and_no_reporter_that_is_withheld(exchange, reader, now):
    want_mail(exchange, now, reader)
    deliver(exchange, now, name=f"Caller from {PHONE} poses as a bank", description=PHONE)

    push(now)

    (letter,) = mail.outbox
    everything = letter.message().as_string() + str(letter.body) + html_of(letter)
    assert PHONE not in everything
    assert exchange["bank"].institution.name not in everything


@pytest.mark.parametrize(
    ("language", "subject", "category"),
    [("zh-hans", "严重程度高", "钓鱼"), ("zh-hant", "嚴重程度高", "網路釣魚")],
)
def test_a_mail_is_in_the_language_of_the_subscription(
    exchange, reader, now, language, subject, category
):
    want_mail(exchange, now, reader, language=language)
    deliver(exchange, now)

    push(now)

    (letter,) = mail.outbox
    assert subject in letter.subject
    assert category in str(letter.body)
    assert f'lang="{language}"' in html_of(letter)


def test_a_title_cannot_write_html_or_headers(exchange, reader, now):
    want_mail(exchange, now, reader)
    deliver(exchange, now, name="<img src=x>\nBcc: all@example.org")

    push(now)

    (letter,) = mail.outbox
    assert "<img" not in html_of(letter)
    assert "Bcc" not in dict(letter.message().items())


def test_a_digest_comes_at_its_hour_with_one_line_a_case(exchange, reader, now):
    want_mail(exchange, now, reader, mode="digest", digest_hour=9, time_zone="Asia/Shanghai")
    first = deliver(exchange, now)
    second = deliver(exchange, now)
    other = deliver(
        exchange, now, pattern="[domain-name:value = 'elsewhere.example']", name="Another page"
    )
    before = digest(now)
    at_nine = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

    count = digest(at_nine)

    (letter,) = mail.outbox
    assert (before, count) == (0, 1)
    assert letter.subject == "3 risk alerts in your digest"
    body = str(letter.body)
    assert body.count("One case, 2 alerts: RA-2026-") == 1
    assert [str(one) in body for one in (first, second)].count(True) == 1
    assert f"https://hub.example/alerts/{other}" in body
    assert body.count("https://hub.example/alerts/") == 2
    assert html_of(letter).count("<h3>") == 2
    assert list(Dispatch.objects.values_list("state", flat=True)) == ["sent"] * 3
    assert AuditEvent.objects.filter(action="channels.mail.sent").count() == 1


def test_what_is_beyond_the_budget_of_a_day_goes_into_the_digest_and_is_said_so(
    exchange, reader, now
):
    want_mail(exchange, now, reader, daily_budget=1, digest_hour=9, time_zone="UTC")
    deliver(exchange, now)
    deliver(exchange, now)
    push(now)
    single = [letter.subject for letter in mail.outbox]

    digest(next_hour(now, "UTC", 9))

    assert len(single) == 1
    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject == "1 risk alert in your digest"
    assert mail.outbox[1].body.startswith("1 of these came after today's mails were used up.")


@pytest.mark.parametrize(
    "urgent",
    [
        {"labels": ("category:phishing", "severity:critical")},
        {"raw": "expected"},
    ],
    ids=["critical", "imminent"],
)
def test_what_cannot_wait_passes_the_budget_of_a_day(exchange, reader, now, urgent):
    want_mail(exchange, now, reader, daily_budget=1, digest_hour=9, time_zone="UTC")
    deliver(exchange, now)
    push(now)
    if "raw" in urgent:
        urgent = {"raw": expected_soon()}

    deliver(exchange, now, **urgent)
    push(now)

    assert len(mail.outbox) == 2
    assert list(Dispatch.objects.values_list("in_digest", flat=True)) == [False, False]


def expected_soon():
    """Return an alert of low severity about what is expected within a day."""
    window = {
        "severity": 30,
        "expected_from": "2026-11-23T20:00:00.000Z",
        "expected_to": "2026-11-24T20:00:00.000Z",
    }
    return make_envelope_raw(alert=window)


def test_the_most_urgent_case_stands_first_in_a_digest(exchange, reader, now):
    want_mail(exchange, now, reader, mode="digest", digest_hour=9, time_zone="UTC")
    low = deliver(
        exchange,
        now,
        name="Minor",
        labels=("category:data-breach", "severity:low"),
        pattern="[domain-name:value = 'minor.example']",
    )
    high = deliver(exchange, now)

    digest(next_hour(now, "UTC", 9))

    body = str(mail.outbox[0].body)
    assert body.index(str(high)) < body.index(str(low))


def test_mail_waits_for_the_end_of_quiet_hours(exchange, reader, now):
    want_mail(exchange, now, reader, quiet_from=1, quiet_until=6, time_zone="UTC")
    deliver(exchange, now)

    push(now)
    at_two = len(mail.outbox)
    push(now.replace(hour=6))

    assert now.hour == 2
    assert at_two == 0
    assert len(mail.outbox) == 1


def test_nobody_who_left_or_may_not_read_alerts_gets_mail(exchange, reader, now):
    want_mail(exchange, now, reader)
    deliver(exchange, now)
    Membership.objects.filter(user_id=reader).update(roles=[Role.ADMIN])

    push(now)

    assert mail.outbox == []
    row = Dispatch.objects.get()
    assert (row.state, row.error) == ("dropped", "no-longer-wanted")


def test_a_mail_server_that_fails_is_tried_again(exchange, reader, now, monkeypatch):
    def fail(*args, **facts):
        raise SMTPServerDisconnected

    want_mail(exchange, now, reader)
    deliver(exchange, now)
    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        push(now)
    failed = Dispatch.objects.get()
    push(now + timedelta(seconds=10))

    assert (failed.state, failed.error) == ("waiting", "mail-refused")
    assert len(mail.outbox) == 1
    assert Dispatch.objects.get().state == "sent"


def test_a_worker_killed_while_it_mailed_mails_again_under_the_same_message_id(
    exchange, reader, now, monkeypatch
):
    want_mail(exchange, now, reader)
    deliver(exchange, now)
    with monkeypatch.context() as patched:
        patched.setattr("sharing.channels.mail.finish", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            push(now)
    push(now + timedelta(seconds=61))

    assert len(mail.outbox) == 2
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_who_was_mailed_an_alert_is_mailed_that_it_was_taken_back(exchange, reader, now):
    subscription = want_mail(exchange, now, reader, daily_budget=1)
    alert = deliver(exchange, now)
    push(now)
    subscription.delete()

    take_back(actor=SYSTEM, now=now, orders=[TakeBack(alert, Cause.CORRECTED)])
    publish(now=now)
    push(now)

    letter = mail.outbox[1]
    assert letter.subject.endswith("was taken back")
    assert "Its reporter replaced it by a corrected version." in str(letter.body)
    assert "Phishing" not in str(letter.body)


@pytest.mark.parametrize(("hour", "end"), [(21, 21), (22, 6), (23, 6), (5, 6), (6, 6)])
def test_quiet_hours_may_pass_midnight(hour, end):
    now = datetime(2026, 11, 23, hour, 30, tzinfo=UTC)

    allowed = Quiet("UTC", 22, 6).end_of(now)

    assert allowed.hour == end
    assert (allowed == now) == (hour in (21, 6))
