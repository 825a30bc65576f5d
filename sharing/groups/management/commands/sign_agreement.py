"""Sharing agreements: without one in force no personal data travels between two (PC-21)."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from privacy.gate import LEGAL_BASES, PERSONAL, PURPOSES
from sharing.groups.services import NewAgreement, sign_agreement
from sharing.members.management.console import (
    LONGEST_SLUG,
    OPERATOR,
    find_active_members,
    one_of,
    text_up_to,
)
from sharing.stix.vocabulary import RISK_CATEGORIES

# Option, words it may hold, whether it must be given, what it means.
LISTS = (
    ("--purpose", sorted(PURPOSES), True, "what data may be used for"),
    ("--basis", sorted(LEGAL_BASES), True, "legal bases on which data is shared"),
    ("--risk-category", sorted(RISK_CATEGORIES), False, "risks it covers; without it, all"),
    ("--clear-category", sorted(PERSONAL), False, "data that is seen in clear; without it, none"),
)
DAYS = (
    ("--from", "starts_at", "the first day of the term, YYYY-MM-DD"),
    ("--until", "ends_at", "the first day after the term, YYYY-MM-DD"),
)
# Bases that say no more than that some law asks for it: the agreement has to name which (PC-01).
STATUTORY = ("legal-obligation", "public-task")
LONGEST_STATUTE = 200


class Command(BaseCommand):
    """Record an agreement: who shares, for what, on which bases, what is seen in clear, how long."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the parties, the terms and the days."""
        parser.add_argument("title", type=text_up_to(200))
        parser.add_argument(
            "--party",
            type=text_up_to(LONGEST_SLUG),
            nargs="+",
            action="extend",
            required=True,
            help="slugs of institutions",
        )
        _add_terms(parser)
        _add_days(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the term and the parties, record."""
        now, zone = timezone.now(), options["zone"]
        starts_at, ends_at = (_begin(options[name], zone) for _, name, _ in DAYS)
        _check_statutes(options["basis"], [basis for basis, _ in options["statute"]])
        if ends_at <= max(now, starts_at):
            raise CommandError("--until must lie after --from and in the future")
        parties = find_active_members(options["party"])
        if len(parties) < 2:
            raise CommandError("an agreement needs two different parties")
        terms = NewAgreement(
            title=options["title"],
            purposes=_distinct(options["purpose"]),
            legal_bases=_distinct(options["basis"]),
            starts_at=starts_at,
            ends_at=ends_at,
            risk_categories=_distinct(options["risk_category"]),
            clear_categories=_distinct(options["clear_category"]),
            statutes=tuple(dict.fromkeys(options["statute"])),
        )
        agreement = sign_agreement(actor=OPERATOR, now=now, new=terms, parties=parties)
        term = f"{starts_at.isoformat()} until {ends_at.isoformat()}"
        self.stdout.write(f"agreement {agreement.id} holds from {term}")


def _add_terms(parser: ArgumentParser) -> None:
    for option, words, required, meaning in LISTS:
        parser.add_argument(
            option,
            type=one_of(words),
            nargs="+",
            action="extend",
            required=required,
            default=[],
            help=f"{meaning}. Words: {', '.join(words)}",
        )
    parser.add_argument(
        "--statute",
        metavar="BASIS=TEXT",
        type=_read_statute,
        action="append",
        default=[],
        help="the law that a basis rests on; required for " + " and ".join(STATUTORY),
    )


def _add_days(parser: ArgumentParser) -> None:
    for option, name, meaning in DAYS:
        parser.add_argument(
            option, dest=name, metavar="DATE", type=_read_day, required=True, help=meaning
        )
    parser.add_argument(
        "--zone",
        type=_read_zone,
        default=timezone.get_default_timezone(),
        help="at whose midnight the days begin, such as Europe/Berlin; without it, the exchange's",
    )


def _read_statute(text: str) -> tuple[str, str]:
    """Return the basis and the statute that it rests on."""
    basis, _, statute = (part.strip() for part in text.partition("="))
    if basis not in LEGAL_BASES or not statute:
        raise ArgumentTypeError("must be a basis and its law, such as legal-obligation=AML Law 7")
    return basis, text_up_to(LONGEST_STATUTE)(statute)


def _check_statutes(bases: Iterable[str], named: Iterable[str]) -> None:
    """Refuse a basis that rests on no named law, and a law of a basis that is not agreed."""
    agreed, told = set(bases), set(named)
    for basis in STATUTORY:
        if basis in agreed - told:
            raise CommandError(f"{basis} rests on a law: name it with --statute {basis}=TEXT")
    for basis in sorted(told - agreed):
        raise CommandError(f"--statute names {basis}, which is not among --basis")


def _read_day(text: str) -> date:
    """Return a day."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("must be a day such as 2027-01-31") from error
    # The first and the last days of the calendar have no counterpart in UTC, which is stored.
    if not date.min < day < date.max:
        raise ArgumentTypeError("must be a day such as 2027-01-31")
    return day


def _read_zone(text: str) -> tzinfo:
    """Return a time zone by its name."""
    if text not in available_timezones():
        raise ArgumentTypeError("must be a time zone such as Asia/Shanghai")
    return ZoneInfo(text)


def _begin(day: date, zone: tzinfo) -> datetime:
    """Return the midnight with which a day begins in a time zone."""
    return datetime.combine(day, time.min, zone)


def _distinct(words: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
