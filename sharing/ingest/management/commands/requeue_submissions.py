"""Put held or failed submissions back into the queue, after their cause is gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.ingest.held import requeue
from sharing.ingest.models import Submission


class Command(BaseCommand):
    """Every decision is taken anew; whatever is still not allowed is held or fails again."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the state to start from."""
        parser.add_argument("state", choices=("held", "failed"))

    def handle(self, *args: Any, **options: Any) -> None:
        """Requeue and say how many."""
        state = Submission.State(options["state"])
        count = requeue(actor="operator", now=timezone.now(), state=state)
        self.stdout.write(f"{count} submissions are in the queue again")
