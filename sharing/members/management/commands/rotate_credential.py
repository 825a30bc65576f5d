"""Successors of machine credentials: same scopes, a full life, a secret printed once."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    describe_secret,
    find_active_member,
    number_between,
    refusals,
    text_up_to,
)
from sharing.members.selectors import find_credential
from sharing.members.services import rotate_credential

MOST_HOURS = 30 * 24


class Command(BaseCommand):
    """Issue the successor of a machine credential; both work for the overlap, then only the new."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the credential and the overlap."""
        parser.add_argument("client_id", type=text_up_to(LONGEST_SLUG))
        parser.add_argument(
            "--overlap-hours",
            type=number_between(0, MOST_HOURS),
            default=24,
            help=f"how long the old one still works: 0 to {MOST_HOURS}; without it, 24",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and show."""
        now = timezone.now()
        credential = find_credential(options["client_id"])
        if credential is None:
            raise CommandError("no credential has this client id")
        if credential.revoked_at is not None or credential.expires_at <= now:
            raise CommandError("the credential is revoked or expired; issue a new one")
        find_active_member(credential.institution.slug)
        overlap = timedelta(hours=options["overlap_hours"])
        with refusals():
            issued = rotate_credential(
                actor=OPERATOR, now=now, credential=credential, overlap=overlap
            )
        self.stdout.write(describe_secret(issued))
        ends = credential.expires_at.isoformat(timespec="seconds")
        self.stdout.write(f"The old credential ends at {ends}.")
