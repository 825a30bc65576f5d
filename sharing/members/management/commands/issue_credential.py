"""New machine credentials. A lost secret is not found again: revoke and issue another."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.gate import PURPOSES
from sharing.members.actors import MACHINE_SCOPES, Scope
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    describe_secret,
    find_active_member,
    number_between,
    one_of,
    read_jurisdiction,
    refusals,
    text_up_to,
)
from sharing.members.services import CREDENTIAL_LIFE, Use, issue_credential

SCOPES = tuple(sorted(MACHINE_SCOPES))


class Command(BaseCommand):
    """Issue a machine credential. Its secret is printed this once and never logged."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the institution and what the credential may do."""
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        parser.add_argument(
            "--scope",
            type=one_of(SCOPES),
            nargs="+",
            action="extend",
            default=[],
            help=f"any of {', '.join(SCOPES)}; without it, all",
        )
        parser.add_argument("--label", type=text_up_to(100))
        parser.add_argument(
            "--reading-region",
            type=read_jurisdiction,
            help="where it reads, one of those declared; without it, the institution's own place",
        )
        parser.add_argument(
            "--purpose",
            type=one_of(sorted(PURPOSES)),
            help="what it reads for where a request states nothing else",
        )
        most = CREDENTIAL_LIFE.days
        parser.add_argument(
            "--days",
            type=number_between(1, most),
            default=most,
            help=f"how long it lives, {most} at most",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue and show."""
        with refusals():
            issued = issue_credential(
                actor=OPERATOR,
                now=timezone.now(),
                institution=find_active_member(options["slug"]),
                scopes=frozenset(Scope(word) for word in options["scope"] or SCOPES),
                use=Use(
                    options["label"] or "",
                    options["reading_region"] or "",
                    options["purpose"] or "",
                ),
                life=timedelta(days=options["days"]),
            )
        self.stdout.write(describe_secret(issued))
