"""Make the sketches that cases rest on anew, where rules have changed, and place the alerts again."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from sharing.cases.rebuilding import (
    begin_afresh,
    count_outdated,
    is_of_older_form,
    rebuild_some,
)
from sharing.delivery.resketching import (
    begin_renditions_afresh,
    count_outdated_renditions,
    sketch_some_again,
)

BATCH = 100


class Command(BaseCommand):
    """Works batch by batch beside the running hub; stopped, it goes on where it was when begun again."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whether all is to be made anew."""
        parser.add_argument(
            "--afresh", action="store_true", help="forget all sketches and keys, and begin anew"
        )
        parser.add_argument("--batch", type=int, default=BATCH, help="alerts at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them: those of originals first, for renditions are found where these stand."""
        if options["afresh"] or is_of_older_form():
            begin_renditions_afresh()
            begin_afresh()
        size = max(1, options["batch"])
        total = count_outdated_renditions() + count_outdated()
        bar = tqdm(total=total, disable=None, file=sys.stderr)
        renditions = alerts = 0
        while done := rebuild_some(now=timezone.now(), limit=size):
            alerts += done
            bar.update(done)
        while done := sketch_some_again(now=timezone.now(), limit=size):
            renditions += done
            bar.update(done)
        bar.close()
        self.stdout.write(f"alerts: {alerts}")
        self.stdout.write(f"renditions: {renditions}")
