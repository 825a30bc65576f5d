"""MISP events as STIX 2.1, by the optional extra ``misp``; each event is an alert of its own.

The converter runs as a program of its own, bounded in size, time and memory. What has no STIX form
is left out and said so.
"""

import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import orjson

from sharing.errors import NotInstalled
from sharing.imports.misp_events import Event, prepare_event
from sharing.imports.misp_handling import finish_objects
from sharing.imports.reading import Imported, Made, Refused, read_made
from sharing.stix.faults import Fault, make_pointer, reject

MOST_EVENTS: Final = 50
MOST_ATTRIBUTES: Final = 2_000
MOST_BYTES: Final = 3_000_000
# The converter needs about five seconds for each megabyte.
SECONDS: Final = 30
_CONVERTER: Final = Path(__file__).with_name("misp_converter.py")


def is_misp(content: dict[str, Any]) -> bool:
    """Tell whether a JSON document looks like MISP's: events, alone or as MISP answers a search."""
    return not {"Event", "response", "info", "Attribute", "Object"}.isdisjoint(content)


def read_misp(content: dict[str, Any], *, received_at: datetime) -> Imported:
    """Return the alerts of the events and what of them was refused.

    Raises NotInstalled without the extra, and StixRejected when no event can be used.
    """
    if find_spec("misp_stix_converter") is None:
        raise NotInstalled("the MISP extra is not installed; ask the operator of the hub for it")
    events = [prepare_event(event, place) for place, event in _list_events(content)]
    if sum(event.size for event in events) > MOST_ATTRIBUTES:
        raise reject("", "too-many", f"Send at most {MOST_ATTRIBUTES} attributes at once.")
    made = [_make(event, found) for event, found in zip(events, _convert(events), strict=True)]
    return read_made(made, received_at=received_at)


def _make(event: Event, objects: list[Any] | None) -> Made:
    if objects is not None:
        return finish_objects(event, objects)
    message = "The event cannot be converted; check that it is a MISP event with valid UUIDs."
    fault = Fault(event.place, "not-converted", message)
    return Made(refused=[Refused(event.place, "", (fault,))])


def _list_events(content: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, event) of each event. Raises StixRejected for what is none."""
    answer = content.get("response", content)
    listed = answer if isinstance(answer, list) else [answer]
    if not 1 <= len(listed) <= MOST_EVENTS:
        raise reject("/response", "too-many", f"Send 1 to {MOST_EVENTS} events.")
    for index, item in enumerate(listed):
        place = make_pointer("response", *([index] if listed is answer else []))
        place = place if "response" in content else ""
        if isinstance(item, dict) and "Event" in item:
            place, item = f"{place}/Event", item["Event"]
        if not isinstance(item, dict) or not isinstance(item.get("info"), str):
            message = "A MISP event is an object with its info; collections of attributes are none."
            raise reject(place, "not-an-event", message)
        yield place, item


def _convert(events: list[Event]) -> list[list[Any] | None]:
    raw = orjson.dumps([event.content for event in events])
    if len(raw) > MOST_BYTES:
        raise reject("", "too-many-bytes", f"MISP events may have {MOST_BYTES} bytes together.")
    try:
        # Its errors would repeat what it read, so nobody reads them.
        done = subprocess.run(  # noqa: S603  # our own program, and no argument of anybody's
            [sys.executable, "-I", str(_CONVERTER)],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        message = "The events take too long to convert; send fewer at once."
        raise reject("", "too-complex", message) from None
    except subprocess.CalledProcessError:
        raise reject("", "not-converted", "The events cannot be converted.") from None
    converted: list[list[Any] | None] = orjson.loads(done.stdout)
    return converted
