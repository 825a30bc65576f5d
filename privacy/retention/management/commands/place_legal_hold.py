"""Place a legal hold on the records of every member, or of one: what an order to the hub says to keep."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.approvals.management.console import acting_person, refusals
from privacy.retention.scopes import HoldReason, HoldScope
from privacy.retention.services import NewHold, place_hold


class Command(BaseCommand):
    """Print the id of the hold."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what is kept, why, and whose records are bound."""
        parser.add_argument("scope", choices=[one.value for one in HoldScope])
        parser.add_argument("ref", help="keyed digest of a person, id of an alert, STIX identity")
        parser.add_argument("--reason", required=True, choices=[one.value for one in HoldReason])
        parser.add_argument("--authority", required=True, help="the order's reference")
        parser.add_argument(
            "--controller", default="", help="STIX id of whose records are bound; all by default"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Place the hold."""
        new = NewHold(
            controller=options["controller"],
            scope=HoldScope(options["scope"]),
            ref=options["ref"],
            reason=HoldReason(options["reason"]),
            authority=options["authority"],
        )
        with refusals():
            hold = place_hold(actor=acting_person(), now=timezone.now(), new=new)
        self.stdout.write(str(hold.id))
