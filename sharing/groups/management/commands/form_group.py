"""New sharing groups: members receive each other's alerts up to TLP:AMBER+STRICT."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from sharing.groups.services import form_group
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_members,
    slug_up_to,
    text_up_to,
)


class Command(BaseCommand):
    """Form a sharing group with its first members."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the group and its members."""
        parser.add_argument("slug", type=slug_up_to(LONGEST_SLUG))
        parser.add_argument("--name", type=text_up_to(200), required=True)
        parser.add_argument(
            "--member",
            type=text_up_to(LONGEST_SLUG),
            nargs="+",
            action="extend",
            required=True,
            help="slugs of institutions",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Form it."""
        members = find_active_members(options["member"])
        try:
            group = form_group(
                actor=OPERATOR,
                now=timezone.now(),
                slug=options["slug"],
                name=options["name"],
                members=members,
            )
        except IntegrityError as error:
            raise CommandError("a group has this slug already") from error
        self.stdout.write(f"{group.slug} is formed of {', '.join(one.slug for one in members)}")
