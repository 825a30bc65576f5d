"""Rules on timestamps: days that exist, and the order that STIX asks of pairs."""

from collections.abc import Iterator
from typing import Any, Final

from sharing.stix.faults import Fault, make_pointer
from sharing.stix.markings import StixObject
from sharing.stix.schemas import TIMESTAMP_PROPERTIES
from sharing.stix.timestamps import is_timestamp, order_key

_COMMON: Final = frozenset({"created", "modified"})
# (earlier, later, whether they may be equal), from the property tables of STIX 2.1.
_ORDERED: Final = (
    ("created", "modified", True),
    ("valid_from", "valid_until", False),
    ("first_seen", "last_seen", True),
    ("first_observed", "last_observed", True),
    ("start_time", "stop_time", False),
    ("start", "end", True),
    ("analysis_started", "analysis_ended", True),
    ("validity_not_before", "validity_not_after", True),
)
_LATER: Final = frozenset(later for _, later, _ in _ORDERED)
# Nobody shared risk alerts before computers counted seconds.
_ANCIENT: Final = "1970"


def check_timestamps(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse dates that the calendar does not have; the schemas look at digits only."""
    names = TIMESTAMP_PROPERTIES.get(stix_object["type"], _COMMON)
    for name in sorted(names & stix_object.keys()):
        yield from _check_timestamp(stix_object[name], f"{where}/{name}")
    for key, extension in stix_object.get("extensions", {}).items():
        if key.endswith("-ext"):
            for name in sorted(names & extension.keys()):
                yield from _check_timestamp(
                    extension[name], where + make_pointer("extensions", key, name)
                )


def _check_timestamp(value: Any, pointer: str) -> Iterator[Fault]:
    if isinstance(value, str) and not is_timestamp(value):
        message = "The timestamp is no moment of the calendar; write it as RFC 3339 with Z."
        yield Fault(pointer, "wrong-timestamp", message)


def check_order(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Refuse a later moment that is not later."""
    if not _LATER & stix_object.keys():
        return
    for earlier, later, may_be_equal in _ORDERED:
        if earlier not in stix_object or later not in stix_object:
            continue
        first, last = order_key(stix_object[earlier]), order_key(stix_object[later])
        if last < first or (last == first and not may_be_equal):
            rule = "not be before" if may_be_equal else "be after"
            message = f"The property {later} must {rule} {earlier}."
            yield Fault(f"{where}/{later}", "wrong-order", message)


def warn_of_ancient_times(stix_object: StixObject, where: str) -> Iterator[Fault]:
    """Warn of a creation time before 1970, which is a wrong clock or an empty field."""
    if stix_object.get("created", _ANCIENT) < _ANCIENT:
        yield Fault(f"{where}/created", "ancient-time", "The object was created before 1970.")
