"""Give institutions new keys; the old ones only open from then on."""

import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from privacy.approvals.management.console import acting_person, refusals
from privacy.keys.rotation import rotate_keys
from privacy.keys.selectors import list_due


class Command(BaseCommand):
    """Rotate the keys of one institution, or of all whose keys are old; then rewrap."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whose keys."""
        whose = parser.add_mutually_exclusive_group(required=True)
        whose.add_argument("--institution", help="its STIX id")
        whose.add_argument(
            "--older-than", type=int, metavar="DAYS", help="all whose keys are older than this"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and say how many."""
        now = timezone.now()
        with refusals():
            if options["institution"]:
                owners = [options["institution"]]
            else:
                owners = list_due(created_before=now - timedelta(days=options["older_than"]))
            for owner in tqdm(owners, desc="institutions", disable=None, file=sys.stderr):
                rotate_keys(actor=acting_person(), now=now, owner=owner)
        self.stdout.write(f"institutions rotated: {len(owners)}")
        call_command("rewrap_keys", stdout=self.stdout, stderr=self.stderr)
