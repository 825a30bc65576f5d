"""STIX 2.0 and 2.1 as other platforms write it: what they add of their own is left out, and said."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import orjson

from sharing.imports.reading import Imported
from sharing.stix.faults import Fault
from sharing.stix.limits import DEFAULT
from sharing.stix.partial import read_partly

# Types that the converter of MISP adds; they name no extension that defines them.
_OWN_TYPES: Final = "x-misp-"
_MESSAGE: Final = "STIX does not define this type of object, and it was left out."


def read_stix(content: dict[str, Any], *, received_at: datetime) -> Imported:
    """Return the alerts of a bundle, a single object included; raise StixRejected when none is left."""
    objects = content.get("objects")
    listed = objects if isinstance(objects, list) else []
    kept = [index for index, member in enumerate(listed) if not _is_own_type(member)]
    if kept and len(kept) < len(listed):
        content = {**content, "objects": [listed[index] for index in kept]}
    read = read_partly(orjson.dumps(content), received_at=received_at)
    sources = tuple(f"/objects/{index}" for index in kept) or ("",)
    lost = [
        Fault(f"/objects/{index}", "not-converted", _MESSAGE)
        for index, member in enumerate(listed)
        if _is_own_type(member)
    ]
    alerts = tuple(
        replace(alert, warnings=(*lost, *alert.warnings)[: DEFAULT.faults]) for alert in read.alerts
    )
    return Imported(replace(read, alerts=alerts), sources, ())


def _is_own_type(member: Any) -> bool:
    return isinstance(member, dict) and str(member.get("type")).startswith(_OWN_TYPES)
