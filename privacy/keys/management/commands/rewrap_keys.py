"""Wrap every key by the one it belongs under: after a rotation, or a change of the suite."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from privacy.approvals.management.console import acting_person, refusals
from privacy.keys.rotation import count_outdated, rewrap_keys


class Command(BaseCommand):
    """Move keys in batches; safe to stop and to repeat."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Move all and say how many."""
        moved = 0
        with (
            refusals(),
            tqdm(total=count_outdated(), desc="keys", disable=None, file=sys.stderr) as bar,
        ):
            while count := rewrap_keys(actor=acting_person(), now=timezone.now()):
                moved += count
                bar.update(count)
        self.stdout.write(f"keys rewrapped: {moved}")
