"""Destroy a retired key, in two steps: ask; then, when another person has approved, destroy."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.keys.destruction import ask_destruction, destroy_key

LONGEST_REASON = 500


class Command(BaseCommand):
    """Without --approval ask for one, with it destroy the key (control matrix PC-30, PC-41)."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the key, the approval, and the permission to lose what is sealed under it."""
        parser.add_argument("key", type=UUID)
        parser.add_argument("--approval", type=UUID, help="given by another person")
        parser.add_argument("--reason", default="", help="why; without personal data")
        parser.add_argument(
            "--crypto-shred",
            action="store_true",
            help="also when something is still sealed under it, which is lost then",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask or destroy, and say which."""
        act = {
            "actor": acting_person(),
            "now": timezone.now(),
            "key_id": options["key"],
            "crypto_shred": options["crypto_shred"],
        }
        if len(options["reason"]) > LONGEST_REASON:
            raise CommandError(f"the reason may have {LONGEST_REASON} characters at most")
        with refusals():
            if options["approval"]:
                count = destroy_key(approval_id=options["approval"], **act)
                self.stdout.write(f"keys destroyed: {count}")
            else:
                asked = ask_destruction(reason=options["reason"], **act)
                self.stdout.write(f"approval needed: {asked}")
