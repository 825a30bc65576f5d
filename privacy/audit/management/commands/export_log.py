"""The log as lines of JSON, for an auditor: all of it, or what serves one control (PC-33)."""

from argparse import ArgumentParser
from typing import Any

import orjson
from django.core.management.base import BaseCommand
from django.utils import timezone

from privacy.audit.evidence import AT_ONCE, Asked, export_evidence, list_controls, walk_log

OPERATOR = "operator"


class Command(BaseCommand):
    """Write events with their leaves, in the order of the log; `deploy/verify_log.py` checks them."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the control; without it, the whole log."""
        parser.add_argument("--control", choices=list_controls())

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one line an event."""
        control, now = options["control"], timezone.now()
        found = _walk(control) if control else walk_log(actor=OPERATOR, now=now)
        for one in found:
            self.stdout.write(orjson.dumps(one).decode())


def _walk(control: str) -> Any:
    after = 0
    while True:
        page = export_evidence(
            actor=OPERATOR,
            now=timezone.now(),
            asked=Asked(control, after=after),
            limit=AT_ONCE,
        )
        yield from page
        if len(page) < AT_ONCE:
            return
        after = page[-1].sequence
