"""Where the shared corpora lie: beside the project, read-only, and absent on most machines."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the shared corpora are not beside the project"
)


def read_lines(relative: str) -> Iterator[Any]:
    """Yield each JSON line of a file of the shared data."""
    with (SHARED / relative).open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
