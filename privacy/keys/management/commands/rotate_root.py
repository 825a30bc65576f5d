"""Make another root key active and wrap the institutions' keys by it; no process needs a restart."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.keys.rotation import rotate_root


class Command(BaseCommand):
    """Add a root key, make it active, rewrap. Back the keyring up before and after."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the first of two steps, for hubs of several machines."""
        parser.add_argument(
            "--prepare",
            action="store_true",
            help="only add the root; bring the keyring to every machine, then run this again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate and rewrap."""
        prepare = options["prepare"]
        with refusals():
            root = rotate_root(actor=acting_person(), now=timezone.now(), prepare_only=prepare)
        self.stdout.write(f"{root} {'prepared' if prepare else 'active'}")
        if not prepare:
            call_command("rewrap_keys", stdout=self.stdout, stderr=self.stderr)
