"""API roots of TAXII: which one holds an institution's collection of a group."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.groups.management.search import find_named_group
from sharing.groups.services import place_group
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_member,
    refusals,
    slug_up_to,
    text_up_to,
)


class Command(BaseCommand):
    """Put an institution's collection of a group into one of its API roots; a new name opens one."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add group, institution, root and the root's title."""
        parser.add_argument("group", type=text_up_to(LONGEST_SLUG), help="slug of the group")
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        parser.add_argument(
            "root", type=slug_up_to(LONGEST_SLUG), help="API root; the institution's slug: default"
        )
        parser.add_argument("--title", type=text_up_to(200), help="its title")

    def handle(self, *args: Any, **options: Any) -> None:
        """Place it."""
        group = find_named_group(options["group"])
        institution = find_active_member(options["slug"])
        with refusals():
            place_group(
                actor=OPERATOR,
                now=timezone.now(),
                group=group,
                institution=institution,
                root=options["root"],
                title=options["title"] or "",
            )
        self.stdout.write(f"{group.slug} of {institution.slug} is in {options['root']}")
