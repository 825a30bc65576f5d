"""Make the sketch of an alert as somebody sees it, with the hub's keyed digests."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from privacy.keys.keyring import keyed_digest
from sharing.cases.matching.codec import dump_sketch
from sharing.cases.matching.sketch import make_sketch

DIGEST_BYTES = 8
# What redaction and erasure write in the place of a value (privacy.redaction, privacy.subjects).
_MASK = re.compile(r"masked(?:-[0-9a-f]+)?")
_STAND_IN = re.compile(
    r"(?:https?://)?masked(?:-[0-9a-f]+)?\.invalid/?|masked(?:-[0-9a-f]+)?@redacted\.invalid"
    r"|(?<=')masked(?:-[0-9a-f]+)?(?=')|\[erased\]"
)
# The form of sketches that this release writes and compares: their first byte.
VERSION = dump_sketch(
    make_sketch(
        (),
        reporter="",
        root_id="",
        exercise=False,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        digest=lambda _: 0,
    )
)[0]


@dataclass(frozen=True, slots=True)
class Seen:
    """What sketches need beside the objects: who sent the alert, its main object, and when it came.

    `reporter` is empty where it is not named; `is_partial` says that something is withheld or erased.
    """

    reporter: str
    root_id: str
    exercise: bool
    at: datetime
    is_partial: bool = False


def sketch(objects: Sequence[Mapping[str, Any]], seen: Seen) -> bytes:
    """Return the sketch of the objects that a reader sees of one alert, as it is stored.

    What stands in the place of a withheld or erased value is left out: it is alike in all alerts.
    """
    made = make_sketch(
        [_clean(item) for item in objects],
        reporter=seen.reporter,
        root_id=seen.root_id,
        exercise=seen.exercise,
        at=seen.at,
        digest=_digest,
    )
    # Two that read alike need not have said the same.
    return dump_sketch(replace(made, content=0) if seen.is_partial else made)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return "" if _MASK.fullmatch(value) else _STAND_IN.sub("", value)
    if isinstance(value, Mapping):
        return {name: _clean(inner) for name, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list) else value


def _digest(text: str) -> int:
    return int.from_bytes(keyed_digest("case-sketch", text.encode())[:DIGEST_BYTES])
