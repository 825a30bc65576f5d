"""Partial acceptance where authentication data is found: that alert is refused, the others are not."""

from collections.abc import Iterator
from datetime import datetime

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import find_authentication_data
from privacy.keys.keyring import keyed_digest
from sharing.errors import AuthenticationDataRefused
from sharing.members.actors import Actor
from sharing.stix.alert import ParsedAlert
from sharing.stix.faults import Fault, make_pointer
from sharing.stix.partial import PartlyRead, RefusedObject, describe_refused

_MESSAGE = "Its alert holds authentication data, which is never shared or stored; remove it."
_Bad = tuple[ParsedAlert, tuple[int, ...], tuple[tuple[str, str], ...]]


def set_apart_authentication_data(*, actor: Actor, now: datetime, read: PartlyRead) -> PartlyRead:
    """Return what was read without the alerts that hold such data; their objects are refused.

    The refusal is recorded. Raises AuthenticationDataRefused when no other alert is left.
    """
    looked = [
        (alert, places, find_authentication_data(alert.bundle))
        for alert, places in zip(read.alerts, read.places, strict=True)
    ]
    bad = [item for item in looked if item[2]]
    good = [item for item in looked if not item[2]]
    if not bad:
        return read
    _record_refusal(actor, now, bad)
    if not good:
        raise AuthenticationDataRefused(tuple(_locate(bad)))
    kept = frozenset(place for _, places, _ in good for place in places)
    refused = {one.index: one for one in (*_refuse(bad, kept), *read.refused)}
    return PartlyRead(
        alerts=tuple(alert for alert, _, _ in good),
        places=tuple(places for _, places, _ in good),
        refused=tuple(refused[index] for index in sorted(refused)),
    )


def _record_refusal(actor: Actor, now: datetime, bad: list[_Bad]) -> None:
    codes = sorted({code for _, _, found in bad for _, code in found})
    digest = keyed_digest("refused", b"".join(alert.raw for alert, _, _ in bad)).hex()
    details = {"reasons": codes, "digest": digest}
    record(Event(Action.SUBMISSION_REFUSED, actor.name, actor.stix_id, now, details))


def _locate(bad: list[_Bad]) -> Iterator[tuple[str, str]]:
    """Yield the places of such data as its sender counts objects."""
    for _, places, found in bad:
        for pointer, code in found:
            _, _, index, *rest = pointer.split("/")
            moved = make_pointer("objects", places[int(index)])
            yield "/".join((moved, *rest)), code


def _refuse(bad: list[_Bad], kept: frozenset[int]) -> Iterator[RefusedObject]:
    """Yield the objects of the alerts, but for those that another alert carries too."""
    for alert, places, _ in bad:
        for member, place in zip(alert.bundle["objects"], places, strict=True):
            if place not in kept:
                fault = Fault(make_pointer("objects", place), "authentication-data", _MESSAGE)
                yield describe_refused(member, place, [fault])
