"""What is held about a person as their start page tells it: by institution, in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.portal.me.names import name_institutions, name_of
from hub.portal.me.words import held, say, say_all
from hub.portal.words.reasons import name_withheld
from privacy.retention.registry import Item
from privacy.rights.codes import RequestState
from sharing.stix.timestamps import read_timestamp


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that an item says of the person: what kind of thing, and its value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held. `recipients` counts authorities too; `names` leaves them out (PC-25)."""

    name: str
    reference: str
    at: datetime
    about: tuple[Detail, ...]
    purposes: tuple[str, ...]
    bases: tuple[str, ...]
    recipients: int
    names: tuple[str, ...]
    retain_until: datetime | None
    taken_back_at: datetime | None
    recalls_ordered: int
    recalls_confirmed: int
    is_restricted: bool

    @property
    def unnamed(self) -> int:
        """Return how many recipients are counted and not named."""
        return self.recipients - len(self.names)


@dataclass(frozen=True, slots=True)
class Group:
    """What one institution answers for."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The start page: what is held, and how many of their own things the person has there."""

    groups: tuple[Group, ...]
    count: int
    consents: int
    consents_in_force: int
    requests: int
    requests_open: int
    complaints: int


def survey(items: Iterable[Item]) -> Overview:
    """Return the start page of what is held; newest first within each institution."""
    rows, names = list(items), name_institutions()
    lines: dict[str, list[Line]] = {}
    for item in reversed(rows):
        if item.kind in held.KINDS:
            known = names.get(item.controller) or item.data.get("reporter")
            lines.setdefault(str(known or name_of(item.controller, names)), []).append(_read(item))
    own = {kind: _list_own(rows, kind) for kind in ("consent", "rights-request", "complaint")}
    return Overview(
        groups=tuple(Group(name, tuple(lines[name])) for name in sorted(lines)),
        count=sum(map(len, lines.values())),
        consents=len(own["consent"]),
        consents_in_force=sum(one["state"] == "valid" for one in own["consent"]),
        requests=len(own["rights-request"]),
        requests_open=sum(one["state"] != RequestState.CLOSED for one in own["rights-request"]),
        complaints=len(own["complaint"]),
    )


def count_recalls(items: Iterable[Item], controller: str) -> tuple[int, int]:
    """Return how many recipients were told to destroy what rested on consent, and how many confirmed."""
    resting = [
        item.data.get("recalls", {})
        for item in items
        if item.controller == controller and not held.CONSENT_BASES.isdisjoint(_list_bases(item))
    ]
    ordered, confirmed = (
        sum(int(one.get(name, 0)) for one in resting) for name in ("ordered", "confirmed")
    )
    return ordered, confirmed


def _read(item: Item) -> Line:
    data = item.data
    recipients = data.get("recipients", {})
    recalls = data.get("recalls", {})
    taken_back = [one["at"] for one in data.get("taken_back", ())]
    return Line(
        name=say(held.KINDS, item.kind),
        reference=item.id,
        at=item.at,
        about=tuple(
            Detail(name_withheld(one["kind"]), one["value"]) for one in data.get("about_you", ())
        ),
        purposes=say_all(held.PURPOSES, data.get("purposes", ())),
        bases=say_all(held.BASES, _list_bases(item)),
        recipients=recipients.get("count", 0),
        names=tuple(recipients.get("names", ())),
        retain_until=_read_moment(data, "retain_until"),
        taken_back_at=read_timestamp(taken_back[-1]) if taken_back else None,
        recalls_ordered=recalls.get("ordered", 0),
        recalls_confirmed=recalls.get("confirmed", 0),
        is_restricted=bool(data.get("restricted")),
    )


def _list_bases(item: Item) -> list[str]:
    # A basis may name the row of its law behind a colon: `pipl.statutory_duty:PIPL-63`.
    return [code.partition(":")[0] for code in item.data.get("legal_bases", ())]


def _read_moment(data: Mapping[str, Any], name: str) -> datetime | None:
    text = data.get(name)
    return read_timestamp(text) if text else None


def _list_own(items: Iterable[Item], kind: str) -> list[Mapping[str, Any]]:
    return [item.data for item in items if item.kind == kind]
