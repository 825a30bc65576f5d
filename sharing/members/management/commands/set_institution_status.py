"""Membership on and off: credentials and people are kept, and work only while it is active."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_member,
    one_of,
    text_up_to,
)
from sharing.members.models import Institution
from sharing.members.services import change_status


class Command(BaseCommand):
    """Suspend an institution, let it back, or note that it has left, from the next request on."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the institution and its new status."""
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        words = Institution.Status.values
        parser.add_argument("status", type=one_of(words), help=", ".join(words))

    def handle(self, *args: Any, **options: Any) -> None:
        """Change the status."""
        institution = find_member(options["slug"])
        status = Institution.Status(options["status"])
        if institution.status == status:
            raise CommandError(f"the institution is {status.value} already")
        change_status(actor=OPERATOR, now=timezone.now(), institution=institution, status=status)
        self.stdout.write(f"{institution.slug} is {status.value}")
