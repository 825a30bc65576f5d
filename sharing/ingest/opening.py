"""Open a submission's sealed body for the pipeline."""

from dataclasses import dataclass
from typing import Any

import msgspec
import orjson

from privacy.keys.services import unseal
from sharing.ingest.models import Submission, place_of_body
from sharing.stix.alert import AlertFacts


@dataclass(frozen=True)
class _Head:
    """What stands before the content: its facts, and the bundle it was read as if that differs."""

    facts: AlertFacts
    bundle: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A submission in clear; lives in memory only."""

    submission: Submission
    facts: AlertFacts
    bundle: dict[str, Any]
    raw: bytes


def open_submission(submission: Submission) -> Opened:
    """Return the facts and the bundle of a submission."""
    body = unseal(place=place_of_body(submission.id), sealed=bytes(submission.body or b""))
    line, _, raw = body.partition(b"\n")
    head = msgspec.json.decode(line, type=_Head)
    return Opened(
        submission=submission,
        facts=head.facts,
        bundle=orjson.loads(raw) if head.bundle is None else head.bundle,
        raw=raw,
    )
