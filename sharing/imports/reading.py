"""What a converter made is read by the strict gate like any other STIX, and traced to its source."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Final

import orjson

from sharing.stix.envelope import make_bundle
from sharing.stix.faults import Fault, StixRejected
from sharing.stix.limits import DEFAULT
from sharing.stix.markings import StixObject
from sharing.stix.partial import PartlyRead, read_partly

_STEPS_TO_OBJECT: Final = 3


@dataclass(frozen=True)
class Refused:
    """A part of what was sent that is in no alert: where, as which object, and why."""

    source: str
    id: str
    faults: tuple[Fault, ...]


@dataclass
class Made:
    """One alert as a converter made it; ``sources`` says what each object was made of.

    ``refused`` is what no object could be made of, by its source.
    """

    objects: list[StixObject] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


@dataclass(frozen=True)
class Imported:
    """The alerts of an import, the sources of their objects, and what was refused before."""

    read: PartlyRead
    sources: tuple[str, ...]
    refused: tuple[Refused, ...]

    def list_refused(self, read: PartlyRead) -> tuple[Refused, ...]:
        """Return all that was refused, also what was set apart of the alerts since."""
        objects = (
            Refused(self.sources[one.index], one.id, tuple(map(self._locate, one.faults)))
            for one in read.refused
        )
        return (*self.refused, *objects)

    def require_whole(self) -> None:
        """Raise StixRejected when anything was refused."""
        if refused := self.list_refused(self.read):
            raise StixRejected(_list_faults(refused), DEFAULT.faults)

    def _locate(self, fault: Fault) -> Fault:
        return replace(fault, pointer=_locate(fault.pointer, self.sources))


def read_made(made: Sequence[Made], *, received_at: datetime) -> Imported:
    """Read the alerts that were made, object by object; raise StixRejected when none is left."""
    lost = [one for part in made for one in part.refused]
    sources: list[str] = []
    found: list[PartlyRead] = []
    for part in made:
        try:
            raw = orjson.dumps(make_bundle(part.objects))
            read = read_partly(raw, received_at=received_at)
        except StixRejected as rejection:
            lost += _refuse_all(rejection, part) if part.objects else ()
            continue
        found.append(_trace(read, part, start=len(sources)))
        sources += part.sources
    if not found:
        raise StixRejected(_list_faults(lost), DEFAULT.faults)
    return Imported(_join(found), tuple(sources), tuple(lost))


def _trace(read: PartlyRead, made: Made, *, start: int) -> PartlyRead:
    """Return what was read with its warnings at their sources, and its objects counted from start."""
    shown = [
        [replace(one, pointer=_locate(one.pointer, made.sources)) for one in alert.warnings]
        for alert in read.alerts
    ]
    return PartlyRead(
        alerts=tuple(
            replace(alert, warnings=(*made.warnings, *warnings)[: DEFAULT.faults])
            for alert, warnings in zip(read.alerts, shown, strict=True)
        ),
        places=tuple(tuple(place + start for place in places) for places in read.places),
        refused=tuple(
            replace(one, index=one.index + start, faults=_shift(one.faults, start))
            for one in read.refused
        ),
    )


def _join(found: Sequence[PartlyRead]) -> PartlyRead:
    return PartlyRead(
        alerts=tuple(chain.from_iterable(read.alerts for read in found)),
        places=tuple(chain.from_iterable(read.places for read in found)),
        refused=tuple(chain.from_iterable(read.refused for read in found)),
    )


def _refuse_all(rejection: StixRejected, made: Made) -> Iterator[Refused]:
    for fault in rejection.faults:
        source = _locate(fault.pointer, made.sources)
        yield Refused(source, "", (replace(fault, pointer=source),))


def _shift(faults: Iterable[Fault], start: int) -> tuple[Fault, ...]:
    """Return faults that count the objects of one alert as faults that count those of all."""
    return tuple(
        replace(fault, pointer=f"/objects/{_read_index(fault.pointer) + start}") for fault in faults
    )


def _locate(pointer: str, sources: Sequence[str]) -> str:
    return sources[_read_index(pointer)] if pointer.startswith("/objects/") else pointer


def _read_index(pointer: str) -> int:
    return int(pointer.split("/", _STEPS_TO_OBJECT)[2])


def _list_faults(refused: Iterable[Refused]) -> Iterator[Fault]:
    return chain.from_iterable(one.faults for one in refused)
