"""Record that an authority designates an institution, or does so no longer."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.transfers.models import Designation
from privacy.transfers.services.mechanisms import designate, end_designation

# Who acts, as the audit log writes it: whoever holds the machine.
OPERATOR = "operator"


class Command(BaseCommand):
    """Name a critical operator (row X5) or a restricted recipient (row X4), or end that."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the institution by its STIX id, what it is, and where that stands."""
        parser.add_argument("institution", metavar="STIX_ID")
        parser.add_argument("kind", choices=Designation.Kind.values)
        says = parser.add_mutually_exclusive_group(required=True)
        says.add_argument("--source", help="the list or decision that says so")
        says.add_argument("--end", action="store_true", help="it holds no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Record it and say what holds."""
        named = {"kind": options["kind"], "institution": options["institution"]}
        now = timezone.now()
        if options["end"]:
            ended = end_designation(actor=OPERATOR, now=now, **named)
            self.stdout.write("ended" if ended else "there was nothing to end")
        else:
            designate(actor=OPERATOR, now=now, source=options["source"], **named)
            self.stdout.write("designated")
