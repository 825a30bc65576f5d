"""Record that a sharing programme was assessed: drafted by one person and approved by another."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy import Category
from privacy.errors import PrivacyError
from privacy.transfers.grounds import ASSESSMENTS
from privacy.transfers.scope import Scope
from privacy.transfers.services.assessments import NewAssessment, assess
from privacy.transfers.terms import ZONE

# option, what it says; each may be given several times and none means all.
LISTS = (
    ("--recipient-kind", "kind of recipient, such as bank; without it, all"),
    ("--region", "legal region of destination, such as CN; without it, all"),
)


def read_day(text: str) -> date:
    """Return a day written as 2027-12-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("must be a day such as 2027-12-31") from None


class Command(BaseCommand):
    """Draft and approve an assessment of the whole exchange, or of one institution."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is assessed, by whom, and until when."""
        parser.add_argument("--title", required=True)
        parser.add_argument("--kind", choices=sorted(ASSESSMENTS), default="pipia")
        parser.add_argument("--purpose", action="append", required=True, metavar="PURPOSE")
        categories = [category.value for category in Category]
        parser.add_argument("--category", action="append", required=True, choices=categories)
        for option, words in LISTS:
            parser.add_argument(option, action="append", default=[], help=words)
        parser.add_argument("--controller", default="", help="STIX id; without it, everybody")
        parser.add_argument("--document", default="", help="SHA-256 of the assessment's text")
        parser.add_argument("--author", required=True, help="who wrote it, such as user:3@bank")
        parser.add_argument("--approver", required=True, help="another person, named likewise")
        parser.add_argument(
            "--until", required=True, type=read_day, help="last day on which it holds"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Record the assessment and print its id."""
        new = NewAssessment(
            kind=options["kind"],
            title=options["title"],
            controller=options["controller"],
            scope=Scope(
                purposes=frozenset(options["purpose"]),
                categories=frozenset(map(Category, options["category"])),
                recipient_kinds=frozenset(options["recipient_kind"]),
                regions=frozenset(options["region"]),
            ),
            document=options["document"],
            valid_until=datetime.combine(options["until"], time.max, tzinfo=ZONE),
        )
        try:
            row = assess(
                now=timezone.now(),
                author=options["author"],
                approver=options["approver"],
                new=new,
            )
        except PrivacyError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"assessment {row.id} approved")
