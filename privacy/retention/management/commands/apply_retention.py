"""Apply the retention schedules to all that is due, or say what they would do."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from privacy.keys.services import HUB
from privacy.retention.applying import Line, apply_class
from privacy.retention.registry import list_keepers

_ROW = "{:<26} {:<12} {:>9} {:>9} {:>9}  {}"


class Command(BaseCommand):
    """One row a class: due, done, kept by a legal hold."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the dry run."""
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply class by class and print the table."""
        now = timezone.now()
        lines = [
            apply_class(actor=HUB, now=now, keeper=keeper, dry_run=options["dry_run"])
            for keeper in tqdm(list_keepers(), disable=None, file=sys.stderr)
        ]
        self.stdout.write(_ROW.format("class", "action", "due", "done", "held", "").rstrip())
        for line in lines:
            self.stdout.write(_show(line))


def _show(line: Line) -> str:
    note = "" if line.scheduled else "no schedule: nothing is done"
    return _ROW.format(line.item_class, line.action, line.due, line.done, line.held, note).rstrip()
