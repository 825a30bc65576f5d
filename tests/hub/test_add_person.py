"""People get an account, one institution and a password to be changed, or nothing at all."""

import io
import re
import sys

import pytest
from django.test import Client

from hub.accounts.models import User
from privacy.audit.models import AuditEvent
from sharing.members.actors import Role
from sharing.members.models import Membership
from sharing.members.selectors import actor_of_person
from tests.factories.console import refuse, run

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

STRONG = "四个词 correct horse staple"
COMMAND = "add_person"


@pytest.fixture
def type_in(monkeypatch):
    """Return a function that puts bytes where a pipe would."""

    def put(raw: bytes):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))

    return put


def test_a_person_gets_an_account_roles_and_a_one_time_password(bank, settings, caplog):
    output = run(COMMAND, "Li.Na@Bank.example", "bank", "--role", "analyst", "approver")

    user = User.objects.get()
    found = re.search(r"one-time password: (\S{16})\n", output)
    assert found
    password = found.group(1)
    assert user.email == "li.na@bank.example"
    assert user.check_password(password)
    assert Membership.objects.get(user_id=user.pk).roles == [Role.ANALYST, Role.APPROVER]
    actor = actor_of_person(user.pk)
    assert actor is not None
    assert actor.institution_id == bank.institution.id
    event = AuditEvent.objects.latest("id")
    assert (event.action, event.actor, event.subject) == (
        "members.membership.granted",
        "operator",
        bank.stix_id,
    )
    assert event.details == {"user": user.pk, "roles": ["analyst", "approver"]}
    assert f"must change the password at {settings.BASE_URL}/accounts/password/change/" in output
    records = str(list(AuditEvent.objects.values_list())) + caplog.text
    assert password not in records
    assert "li.na" not in records.lower()


def test_the_printed_password_signs_in_and_reaches_the_page_that_changes_it(bank):
    output = run(COMMAND, "li.na@bank.example", "bank", "--role", "analyst")
    password = re.findall(r"one-time password: (\S+)", output)[0]
    client = Client()

    client.post("/accounts/login/", {"login": "li.na@bank.example", "password": password})

    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert client.get("/accounts/password/change/").status_code == 200


def test_a_password_may_come_from_standard_input_and_is_not_printed(bank, type_in):
    type_in(f"{STRONG}\nrest".encode())

    output = run(COMMAND, "li.na@bank.example", "bank", "--role", "admin", "--password-stdin")

    assert User.objects.get().check_password(STRONG)
    assert STRONG not in output
    assert "one-time" not in output


@pytest.mark.parametrize(
    ("raw", "rule"),
    [
        (b"", "too short"),
        (b"tiny\n", "too short"),
        (b"password1234\n", "too common"),
        (b"li.na@bank.example\n", "too similar"),
        (b"\xff\xfe correct horse\n", "must be UTF-8 text"),
    ],
)
def test_a_weak_password_makes_no_account_and_is_not_repeated(bank, type_in, raw, rule):
    type_in(raw)

    message = refuse(COMMAND, "li.na@bank.example", "bank", "--role", "admin", "--password-stdin")

    assert rule in message
    assert not raw.strip() or raw.strip().decode(errors="replace") not in message


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (("li.na@bank.example", "nobody", "--role", "analyst"), "no institution has this slug"),
        (("li.na@bank.example", "bank", "--role", "boss"), "--role: must be one of analyst"),
        (("li.na@bank.example", "bank"), "arguments are required: --role"),
        (("li.na", "bank", "--role", "analyst"), "email: must be an e-mail address"),
        (("a@b.\udcffcom", "bank", "--role", "analyst"), "email: must be"),
        ((f"a@{'b.' * 130}example", "bank", "--role", "analyst"), "email: must"),
    ],
)
def test_a_wrong_word_makes_no_account(bank, arguments, rule):
    message = refuse(COMMAND, *arguments)

    assert rule in message
    assert arguments[0] not in message


def test_an_address_that_has_an_account_keeps_its_password_and_its_institution(bank, peer):
    run(COMMAND, "li.na@bank.example", "bank", "--role", "analyst")

    message = refuse(COMMAND, "LI.NA@bank.example", "peer", "--role", "admin")

    assert message == "this address has an account already"


def test_nobody_is_added_to_a_suspended_institution(bank):
    run("set_institution_status bank suspended")

    message = refuse(COMMAND, "li.na@bank.example", "bank", "--role", "analyst")

    assert message == "an institution is suspended or has left; list_members shows which"
