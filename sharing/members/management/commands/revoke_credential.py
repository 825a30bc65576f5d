"""The end of machine credentials; others of the institution go on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    text_up_to,
)
from sharing.members.selectors import find_credential
from sharing.members.services import revoke_credential


class Command(BaseCommand):
    """End a machine credential and the access tokens made from it, at once and for good."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the credential."""
        parser.add_argument("client_id", type=text_up_to(LONGEST_SLUG))

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke it."""
        credential = find_credential(options["client_id"])
        if credential is None:
            raise CommandError("no credential has this client id")
        if credential.revoked_at is not None:
            raise CommandError("the credential is revoked already")
        revoke_credential(actor=OPERATOR, now=timezone.now(), credential=credential)
        self.stdout.write(f"{credential.client_id} is revoked")
