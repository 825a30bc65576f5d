"""Give or refuse what another person asked for."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.approvals.services import decide


class Command(BaseCommand):
    """Decide an approval as the account that runs the command (control matrix PC-41)."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the approval and the answer."""
        parser.add_argument("approval", type=UUID)
        answer = parser.add_mutually_exclusive_group(required=True)
        answer.add_argument("--give", action="store_true")
        answer.add_argument("--refuse", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Decide and say how."""
        with refusals():
            approval = decide(
                actor=acting_person(),
                now=timezone.now(),
                approval_id=options["approval"],
                given=options["give"],
            )
        self.stdout.write(f"{approval.kind} of {approval.subject}: {approval.state}")
