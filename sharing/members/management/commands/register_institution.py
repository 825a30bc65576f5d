"""Registration: from then on a member receives; it sends once it has people or credentials."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone

from sharing.members.management.console import (
    OPERATOR,
    one_of,
    read_jurisdiction,
    refusals,
    slug_up_to,
    text_up_to,
)
from sharing.members.models import Institution
from sharing.members.services import NewInstitution, register_institution
from sharing.stix.markings import Tlp

# A client id is the slug, a hyphen and eight digits, in 60 characters.
LONGEST_MEMBER_SLUG = 51
OWNERS = "a word for its owners; members of one group corroborate nothing to each other"
CLEARANCES = {level.value_2_0: int(level) for level in Tlp}
_IDENTITY = re.compile(
    r"identity--[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)


class Command(BaseCommand):
    """Register an institution as an active member of the exchange, with its data key."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what is known of the institution."""
        parser.add_argument("slug", type=slug_up_to(LONGEST_MEMBER_SLUG))
        parser.add_argument("--name", type=text_up_to(200), required=True)
        kinds = Institution.Kind.values
        parser.add_argument("--kind", type=one_of(kinds), required=True, help=", ".join(kinds))
        parser.add_argument(
            "--jurisdiction",
            type=read_jurisdiction,
            required=True,
            help="whose law it is under: CN, CN-SH; a state of the EU as EU-DE",
        )
        parser.add_argument("--alias", type=text_up_to(200), nargs="+", action="extend", default=[])
        for option, meaning in (
            ("--covers", "where it operates or supervises; without it, its own jurisdiction"),
            ("--reading-region", "where its staff and processors read besides"),
        ):
            parser.add_argument(
                option,
                type=read_jurisdiction,
                nargs="+",
                action="extend",
                default=[],
                help=meaning,
            )
        parser.add_argument(
            "--clearance",
            type=one_of(CLEARANCES),
            default=Tlp.RED.value_2_0,
            help=f"the strictest TLP it may receive: {', '.join(CLEARANCES)}; without it, red",
        )
        parser.add_argument("--owner-group", type=slug_up_to(60), help=OWNERS)
        parser.add_argument("--stix-id", type=_read_identity, help="identity--UUID")

    def handle(self, *args: Any, **options: Any) -> None:
        """Register it and print its STIX identity."""
        new = NewInstitution(
            slug=options["slug"],
            name=options["name"],
            kind=options["kind"],
            jurisdiction=options["jurisdiction"],
            aliases=tuple(dict.fromkeys(options["alias"])),
            covers=tuple(dict.fromkeys(options["covers"])),
            clearance=CLEARANCES[options["clearance"]],
            stix_id=options["stix_id"] or "",
            reading_regions=tuple(options["reading_region"]),
            owner_group=options["owner_group"] or "",
        )
        try:
            with refusals():
                made = register_institution(actor=OPERATOR, now=timezone.now(), new=new)
        except IntegrityError as error:
            raise CommandError("an institution has this slug or STIX id already") from error
        self.stdout.write(f"{made.slug} is registered as {made.stix_id}")


def _read_identity(text: str) -> str:
    if not _IDENTITY.fullmatch(text):
        raise ArgumentTypeError(
            "must be a STIX identity id: identity, two hyphens, lower-case UUID"
        )
    return text
