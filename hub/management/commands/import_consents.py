"""Record the consents of a file for an institution, a line each."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from hub.api.privacy.consent_lines import import_lines
from hub.api.problems import describe
from privacy.consent.services.consents import Given
from sharing.members.management.console import LONGEST_SLUG, OPERATOR, find_member, slug_up_to


class Command(BaseCommand):
    """Good lines are recorded even where others are refused; the same file again changes nothing."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the institution."""
        parser.add_argument(
            "file", type=Path, help="One JSON object a line, as POST /api/v1/consents takes it."
        )
        parser.add_argument("--institution", required=True, type=slug_up_to(LONGEST_SLUG))

    def handle(self, *args: Any, **options: Any) -> None:
        """Record line by line; each refusal is told with its line, nothing of the line itself."""
        member = find_member(options["institution"])
        lines = import_lines(
            actor=OPERATOR,
            now=timezone.now(),
            controller=member.stix_id,
            lines=_read_lines(options["file"]),
        )
        recorded = repeated = refused = 0
        for line in tqdm(lines, unit=" consents", disable=None, file=sys.stderr):
            if not isinstance(line.outcome, Given):
                refused += 1
                told = {"line": line.number, "errors": _explain(line.outcome)}
                self.stderr.write(orjson.dumps(told).decode())
            elif line.outcome.is_new:
                recorded += 1
            else:
                repeated += 1
        self.stdout.write(f"recorded {recorded}, recorded before {repeated}, refused {refused}")
        if refused:
            raise CommandError("some lines were refused; correct them and import the file again")


def _read_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, text in enumerate(file, 1):
                if text.strip():
                    yield number, text
    except OSError as error:
        raise CommandError("the file cannot be read") from error


def _explain(error: Exception) -> Any:
    problem = describe(error)
    if problem is None:
        raise error
    return problem.get("errors", problem["detail"])
