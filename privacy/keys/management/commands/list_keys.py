"""Show the institutions' keys: ids, states, ages. Nothing of what they are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from privacy.keys.selectors import list_keys


class Command(BaseCommand):
    """List key-encryption and content keys, a line each; those of persons are left out."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whose keys."""
        parser.add_argument("--institution", help="its STIX id; without it, all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print."""
        for key in list_keys(owner=options["institution"]):
            since = (key.retired_at or key.created_at).strftime("%Y-%m-%d")
            self.stdout.write(f"{key.owner}  {key.id}  {key.kind:7}  {key.state:12}  {since}")
