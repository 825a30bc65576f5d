"""Exit from sharing groups: the group is no route to who left, and what came by it alone is taken back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.groups.management.search import find_named_group
from sharing.groups.services import leave_group
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_member,
    refusals,
    text_up_to,
)


class Command(BaseCommand):
    """End an institution's time in a sharing group; what it may see no longer is taken back."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the two."""
        parser.add_argument("group", type=text_up_to(LONGEST_SLUG), help="slug of the group")
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")

    def handle(self, *args: Any, **options: Any) -> None:
        """Let it out."""
        group = find_named_group(options["group"])
        institution = find_member(options["slug"])
        with refusals():
            leave_group(actor=OPERATOR, now=timezone.now(), group=group, institution=institution)
        self.stdout.write(f"{institution.slug} has left {group.slug}")
