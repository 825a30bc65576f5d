"""What the command shows: results on stdout, everything else on stderr, nothing that moves a cursor."""

import json
import sys
from collections.abc import Mapping
from typing import Any

from tqdm import tqdm

from riskhub.errors import Fault, Problem, RiskHubError

MOST_FAULTS = 20


def show(*words: str) -> None:
    """Show a result."""
    tqdm.write(printable("  ".join(words).rstrip()), file=sys.stdout)
    sys.stdout.flush()


def show_json(content: Mapping[str, Any], *, indent: int | None = None) -> None:
    """Show a result as JSON, on one line unless indented."""
    # JSON escapes control characters itself.
    tqdm.write(json.dumps(content, ensure_ascii=False, indent=indent), file=sys.stdout)
    sys.stdout.flush()


def tell(text: str) -> None:
    """Say something beside the results."""
    tqdm.write(printable(text), file=sys.stderr)


def tell_error(error: RiskHubError) -> None:
    """Say what went wrong, and each fault with its place."""
    tell(f"riskhub: {error}")
    for line in list_faults(error):
        tell(f"  {line}")


def list_faults(error: RiskHubError | None) -> list[str]:
    """Return the faults of a problem for people."""
    faults = error.faults if isinstance(error, Problem) else ()
    shown = [write_fault(fault) for fault in faults[:MOST_FAULTS]]
    left = len(faults) - len(shown)
    return [*shown, f"and {left} more"] if left else shown


def write_fault(fault: Fault) -> str:
    """Return a fault for people."""
    return f"{fault.place or '(document)'}: {fault.detail} [{fault.code}]"


def printable(text: str) -> str:
    """Return a text without what terminals take for commands."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text)
