"""Accounts of people. The password is made and printed once, or read from standard input."""

import secrets
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from hub.accounts.services import add_person
from sharing.members.actors import Role
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_member,
    one_of,
    text_up_to,
)

ROLES = tuple(role.value for role in Role)
LONGEST_EMAIL = 254


class Command(BaseCommand):
    """Make the account of a person who acts for an institution; its password is to be changed."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the person, the institution and the roles."""
        parser.add_argument("email", type=_read_email)
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        parser.add_argument(
            "--role",
            type=one_of(ROLES),
            nargs="+",
            action="extend",
            required=True,
            help=", ".join(ROLES),
        )
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="take the password from the first line of standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and show the password that was made."""
        institution = find_active_member(options["slug"])
        given = _read_password() if options["password_stdin"] else None
        password = secrets.token_urlsafe(12) if given is None else given
        try:
            user_id = add_person(
                actor=OPERATOR,
                now=timezone.now(),
                email=options["email"],
                password=password,
                institution=institution,
                roles=frozenset(Role(word) for word in options["role"]),
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except IntegrityError as error:
            raise CommandError("this address has an account already") from error
        self.stdout.write(f"user {user_id} acts for {institution.slug}")
        if given is None:
            self.stdout.write(f"one-time password: {password}")
            self.stdout.write("It is shown this once, and neither kept in clear nor logged.")
        place = settings.BASE_URL + reverse("account_change_password")
        self.stdout.write(f"The person must change the password at {place}")


def _read_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError as error:
        raise ArgumentTypeError("must be an e-mail address") from error
    # Unpaired surrogates pass the validator; no database stores them.
    if len(text) > LONGEST_EMAIL or not text.isprintable():
        raise ArgumentTypeError(f"must be printable and have at most {LONGEST_EMAIL} characters")
    return text


def _read_password() -> str:
    """Return the first line of standard input. Raises CommandError unless it is UTF-8."""
    try:
        return sys.stdin.buffer.readline().decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise CommandError("the password must be UTF-8 text") from error
