"""From the bytes of a member to alerts: decode, check, tell the alerts apart, read their facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from sharing.stix.envelope import make_bundle, open_envelope
from sharing.stix.facts import AlertFacts, read_facts
from sharing.stix.faults import Fault, StixRejected, make_pointer
from sharing.stix.limits import DEFAULT, Limits
from sharing.stix.markings import StixObject, effective_tlp
from sharing.stix.parse import read_document
from sharing.stix.roots import Part, join_parts, split_parts
from sharing.stix.structure import check_bundle
from sharing.stix.timestamps import order_key, write_timestamp

__all__ = ["AlertFacts", "ParsedAlert", "read_alerts"]

# Clocks of members may run ahead by a day before it is worth a warning.
_CLOCK_TOLERANCE = timedelta(days=1)


@dataclass(frozen=True)
class ParsedAlert:
    """One accepted alert.

    ``bundle`` is STIX 2.1, upgraded where it came as 2.0; ``raw`` is what its sender gets back:
    the bytes as sent, or the alert's own objects where one submission held several alerts.
    """

    bundle: dict[str, Any]
    raw: bytes
    facts: AlertFacts
    warnings: tuple[Fault, ...]
    object_count: int


def read_alerts(
    raw: bytes,
    *,
    received_at: datetime,
    split: bool,
    envelope: bool = False,
    limits: Limits = DEFAULT,
) -> tuple[ParsedAlert, ...]:
    """Return the alerts of a submission; raise StixRejected with every fault found.

    ``split`` makes one alert of each connected part of the content; without it several unrelated
    alerts are refused with the list of their roots. ``envelope`` says that the bytes are a TAXII
    envelope, where anything beside ``objects`` is ignored.
    """
    document = read_document(raw, limits)
    opened = open_envelope(document.content, limits, taxii=envelope)
    found = check_bundle(opened.objects, limits)
    parts = split_parts(opened.objects) if split else join_parts(opened.objects)
    if len(parts) > 1 and not split:
        raise StixRejected(_list_roots(opened.objects, parts), limits.faults)
    future = warn_of_future(opened.objects, received_at)
    warnings = (*document.warnings, *opened.warnings, *found, *future)[: limits.faults]
    return make_alerts(parts, received_at, warnings, Whole(opened.make_bundle(), raw))


@dataclass(frozen=True, slots=True)
class Whole:
    """A submission as it is: its bundle as STIX 2.1, and its bytes as sent."""

    bundle: dict[str, Any]
    raw: bytes


def make_alerts(
    parts: Sequence[Part],
    received_at: datetime,
    warnings: tuple[Fault, ...],
    whole: Whole | None,
) -> tuple[ParsedAlert, ...]:
    """Return the alert of each part, of its own objects where it is not the whole submission."""
    if whole is not None and len(parts) == 1:
        return (_make_alert(whole.bundle, whole.raw, parts[0], received_at, warnings),)
    bundles = [make_bundle(list(part.objects)) for part in parts]
    return tuple(
        _make_alert(bundle, orjson.dumps(bundle), part, received_at, warnings)
        for bundle, part in zip(bundles, parts, strict=True)
    )


def _make_alert(
    bundle: dict[str, Any],
    raw: bytes,
    part: Part,
    received_at: datetime,
    warnings: tuple[Fault, ...],
) -> ParsedAlert:
    facts = read_facts(part, received_at)
    stricter = tuple(_warn_of_stricter_content(part, facts))
    return ParsedAlert(bundle, raw, facts, warnings + stricter, len(bundle["objects"]))


def _warn_of_stricter_content(part: Part, facts: AlertFacts) -> Iterator[Fault]:
    """Warn the sender that the whole alert is handled as its strictest content asks."""
    own = effective_tlp((part.root,), part.root)
    if facts.tlp is not None and (own is None or own < facts.tlp):
        message = f"Its contents are marked stricter; the alert is handled as {facts.tlp.label}."
        yield Fault("", "stricter-content", message)


def _list_roots(objects: list[StixObject], parts: Iterable[Part]) -> Iterator[Fault]:
    places = {id(member): index for index, member in enumerate(objects)}
    for part in parts:
        message = "One of several unrelated alerts; send each alone or use the batch call."
        yield Fault(make_pointer("objects", places[id(part.root)]), "several-roots", message)


def warn_of_future(objects: list[StixObject], received_at: datetime) -> Iterator[Fault]:
    """Warn of objects created later than any clock of a member may run ahead."""
    latest = order_key(write_timestamp(received_at + _CLOCK_TOLERANCE))
    for index, member in enumerate(objects):
        if "created" in member and order_key(member["created"]) > latest:
            message = "The object was created in the future; check the clock."
            yield Fault(make_pointer("objects", index, "created"), "future-time", message)
