"""Confirm, as another person than the one who placed it, that a legal hold stands."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.retention.services import confirm_hold


class Command(BaseCommand):
    """Unconfirmed, it ends after the days of `HUB_LEGAL_HOLD_CONFIRM_DAYS`; again changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add which hold, and whose records it binds."""
        parser.add_argument("hold", type=UUID)
        parser.add_argument("--controller", default="", help="as it was placed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Confirm."""
        with refusals():
            confirm_hold(
                actor=acting_person(),
                now=timezone.now(),
                controller=options["controller"],
                hold_id=options["hold"],
            )
        self.stdout.write("confirmed")
