"""Find personal data in texts, for scoring: JSON Lines {id, text} in, {id, spans} out."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from privacy.gate import scan_text


class Command(BaseCommand):
    """The product's own detection; types as the data set names them."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the two files."""
        parser.add_argument("input", type=Path)
        parser.add_argument("output", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, scan, write."""
        try:
            lines = options["input"].read_bytes().splitlines()
            with options["output"].open("wb") as output:
                for line in tqdm(lines, disable=None, file=sys.stderr):
                    output.write(_scan(line) + b"\n")
        except (OSError, orjson.JSONDecodeError, KeyError) as error:
            raise CommandError(f"unusable file: {type(error).__name__}") from error


def _scan(line: bytes) -> bytes:
    record = orjson.loads(line)
    spans = [
        {"start": span.start, "end": span.end, "type": str(span.type)}
        for span in scan_text(record["text"])
    ]
    return orjson.dumps({"id": record["id"], "spans": spans})
