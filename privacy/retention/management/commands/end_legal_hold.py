"""Ask for the end of a legal hold, or end it where another person asked within seven days."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.retention.services import end_hold


class Command(BaseCommand):
    """Say whether it is asked for or ended."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add which hold, and whose records it binds."""
        parser.add_argument("hold", type=UUID)
        parser.add_argument("--controller", default="", help="as it was placed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, or end."""
        with refusals():
            hold = end_hold(
                actor=acting_person(),
                now=timezone.now(),
                controller=options["controller"],
                hold_id=options["hold"],
            )
        self.stdout.write("ended" if hold.ended_at else "asked: another person ends it")
