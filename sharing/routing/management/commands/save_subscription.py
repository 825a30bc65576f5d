"""Subscriptions to the inbox: several of one institution add up; one without any wants all."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_member,
    number_between,
    read_jurisdiction,
    text_up_to,
)
from sharing.routing.match import Filter
from sharing.routing.services import save_subscription
from sharing.stix.vocabulary import RISK_CATEGORIES, SEVERITY_WORDS

KINDS = ("platform", "bank", "payment", "regulator", "association")


class Command(BaseCommand):
    """Save what an institution wants of what it is entitled to; replaces that name's filter."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the institution, the name and the filter."""
        parser.add_argument("slug", type=text_up_to(LONGEST_SLUG), help="slug of the institution")
        parser.add_argument("name", type=text_up_to(100))
        parser.add_argument(
            "--category",
            type=_read_category,
            nargs="+",
            action="extend",
            default=[],
            help=f"without it, all. Words: {', '.join(sorted(RISK_CATEGORIES))}",
        )
        parser.add_argument(
            "--jurisdiction",
            type=read_jurisdiction,
            nargs="+",
            action="extend",
            default=[],
            help="where the risk is, such as CN, which holds CN-SH; without it, anywhere",
        )
        parser.add_argument(
            "--min-severity",
            type=_read_severity,
            default=0,
            help=f"{', '.join(SEVERITY_WORDS)} or 0 to 100; without it, 0",
        )
        parser.add_argument(
            "--min-score", type=number_between(0, 100), default=0, help="without it, 0"
        )
        for name, kind, text in _LISTS:
            parser.add_argument(name, type=kind, nargs="+", action="extend", default=[], help=text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Save it."""
        institution = find_member(options["slug"])
        wanted = Filter(
            categories=frozenset(options["category"]),
            jurisdictions=frozenset(options["jurisdiction"]),
            min_severity=options["min_severity"],
            min_score=options["min_score"],
            groups=frozenset(options["group"]),
            reporter_kinds=frozenset(options["reporter_kind"]),
        )
        save_subscription(
            actor=OPERATOR,
            now=timezone.now(),
            institution=institution,
            name=options["name"],
            wanted=wanted,
        )
        self.stdout.write(f"the subscription of {institution.slug} is saved")


def _read_category(text: str) -> str:
    # The list is long: --help shows it.
    if text not in RISK_CATEGORIES:
        raise ArgumentTypeError("must be a risk category of the profile; --help lists them")
    return text


def _read_severity(text: str) -> int:
    if text in SEVERITY_WORDS:
        return SEVERITY_WORDS[text]
    try:
        return number_between(0, 100)(text)
    except ArgumentTypeError as error:
        words = ", ".join(SEVERITY_WORDS)
        raise ArgumentTypeError(f"must be {words} or a whole number from 0 to 100") from error


def _read_kind(text: str) -> str:
    if text not in KINDS:
        raise ArgumentTypeError(f"must be one of {', '.join(KINDS)}")
    return text


_LISTS: tuple[tuple[str, Callable[[str], str], str], ...] = (
    ("--group", text_up_to(LONGEST_SLUG), "slugs of groups that the alert was addressed to"),
    ("--reporter-kind", _read_kind, "kinds of reporters, where they are named"),
)
