"""Where an institution reads besides its own place; a new region opens within minutes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_member,
    read_jurisdiction,
    refusals,
    text_up_to,
)
from sharing.members.regions import declare_regions


class Command(BaseCommand):
    """Declare all regions where staff and processors of an institution read; without any, none."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the institution and the regions."""
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        parser.add_argument(
            "--region", type=read_jurisdiction, nargs="+", action="extend", default=[]
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Declare and say what waits."""
        institution = find_active_member(options["slug"])
        with refusals():
            declare_regions(
                actor=OPERATOR,
                now=timezone.now(),
                institution=institution,
                regions=options["region"],
            )
        institution.refresh_from_db()
        listed = ", ".join(institution.reading_regions) or "none"
        self.stdout.write(
            f"Declared: {listed}. Open: {', '.join(institution.open_regions) or 'none'}."
        )
