"""Entry into sharing groups; a former member comes back."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.groups.management.search import find_named_group
from sharing.groups.services import join_group
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_member,
    refusals,
    text_up_to,
)


class Command(BaseCommand):
    """Let an institution into a sharing group, from now on."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the two."""
        parser.add_argument("group", type=text_up_to(LONGEST_SLUG), help="slug of the group")
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")

    def handle(self, *args: Any, **options: Any) -> None:
        """Let it in."""
        group = find_named_group(options["group"])
        institution = find_active_member(options["slug"])
        with refusals():
            join_group(actor=OPERATOR, now=timezone.now(), group=group, institution=institution)
        self.stdout.write(f"{institution.slug} is in {group.slug}")
