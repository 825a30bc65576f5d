"""Open a submission's sealed body for the pipeline."""

from dataclasses import dataclass
from typing import Any

import msgspec
import orjson

from privacy.keys.services import unseal
from sharing.ingest.models import Submission, place_of_body
from sharing.stix.alert import AlertFacts


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
    facts, _, raw = body.partition(b"\n")
    return Opened(
        submission=submission,
        facts=msgspec.json.decode(facts, type=AlertFacts),
        bundle=orjson.loads(raw),
        raw=raw,
    )
