"""What renditions are compared by: sketches of what they show, so that what is withheld takes no part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson

from sharing.cases.sketching import Seen, sketch


@dataclass(frozen=True, slots=True)
class Shown:
    """What a rendition shows: its objects in order, and the id each has by the id its reporter gave.

    `reporter` is empty where it is not named; `is_partial` says that something is withheld.
    """

    reporter: str
    ids: Mapping[str, str]
    objects: tuple[bytes, ...]
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Original:
    """What is known of the alert itself: its main object, as its reporter named it, and when it came."""

    root_id: str
    exercise: bool
    received_at: datetime


def sketch_shown(shown: Shown, original: Original) -> bytes:
    """Return the sketch of a rendition."""
    # A main object that is not shown is nobody else's: two without one are no versions of each other.
    unseen = f"{original.root_id} {original.received_at.isoformat()}"
    seen = Seen(
        reporter=shown.reporter,
        root_id=shown.ids.get(original.root_id, unseen),
        exercise=original.exercise,
        at=original.received_at,
        is_partial=shown.is_partial,
    )
    return sketch([orjson.loads(body) for body in shown.objects], seen)
