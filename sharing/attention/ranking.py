"""Cases by urgency for one institution, told from the list entries that it sees and nothing else.

Urgency ages, so it is worked out when it is asked for: over the newest cases, 500 at most, among the
newest 1,000 alerts of the institution. What is older has aged out of the top by then. Where these are
about a few cases only, up to 6,000 are looked at: a flood about one event hides no other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from sharing.attention.review import find_reviewed
from sharing.attention.selectors import (
    Stated,
    count_taken_back,
    find_owners,
    find_seen,
    load_stated,
    load_tracks,
    load_watched,
)
from sharing.delivery.listing import Entry, ListFilter, Place, list_alerts
from sharing.delivery.purposes import leave_out
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.members.selectors import get_institution
from sharing.routing.match import within
from sharing.scoring.desk import Desk, Window, closeness, score_case
from sharing.scoring.score import Score
from sharing.scoring.track import UNKNOWN, Track, trust

MOST_CASES = 500
MOST_ALERTS = 1_000
ENOUGH_CASES, MOST_ROUNDS = 50, 6
# A shorter name stands in other words by chance: of letters, of Han characters.
SHORTEST_NAME, SHORTEST_HAN = 4, 2


@dataclass(frozen=True, slots=True)
class RankedCase:
    """A case with its score. `new_alerts` came since its reader last looked; all of them: it is new.

    `corroboration` counts the reporters that the institution may know, those under one owner once; None
    below the least number that is shown.
    """

    id: UUID
    title: str
    first_at: datetime
    last_at: datetime
    alert_count: int
    new_alerts: int
    is_new: bool
    corroboration: int | None
    severity: int
    stage: str
    categories: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    exercise: bool
    score: Score
    human_review_requested: bool


@dataclass(frozen=True, slots=True)
class Ranking:
    """Cases, the most urgent first; `alerts` are those that they were told from.

    `taken_back` counts alerts that were taken back since the actor last looked.
    """

    cases: tuple[RankedCase, ...]
    seen_at: datetime | None
    taken_back: int
    alerts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside the entries: by alert, by source, and of the institution itself."""

    stated: Stated
    tracks: dict[str, Track]
    owners: dict[str, str]
    watched: set[UUID]
    fitting: set[UUID]
    names: tuple[str, ...]
    places: frozenset[str]


def rank_cases(*, actor: Actor, now: datetime, limit: int, only_new: bool = False) -> Ranking:
    """Return the most urgent cases; with `only_new` those with alerts since the actor last looked.

    The number of queries does not depend on the number of cases.
    """
    seen_at = find_seen(actor=actor)
    cases = _read_cases(actor, now)
    if only_new and seen_at is not None:
        cases = {case: found for case, found in cases.items() if found[0].at > seen_at}
    known = _load_known(actor, now, [entry for found in cases.values() for entry in found])
    scored = {
        case: score_case(_see(found, known, actor, now), now=now) for case, found in cases.items()
    }
    # Of equal ones the newer stands first; ids only make the order the same each time.
    order = sorted(
        cases, key=lambda case: (-scored[case].value, -cases[case][0].at.timestamp(), case.int)
    )[:limit]
    alerts = tuple(entry.id for case in order for entry in cases[case])
    reviewed = find_reviewed(alerts, reader=actor.stix_id, whole=_list_whole(cases.values()))
    ranked = (
        _describe(case, cases[case], scored[case], seen_at, reviewed, known) for case in order
    )
    return Ranking(tuple(ranked), seen_at, count_taken_back(actor=actor, since=seen_at), alerts)


def _read_cases(actor: Actor, now: datetime) -> dict[UUID, list[Entry]]:
    """Return the entries of each case, newest first; an alert in no case stands for itself."""
    cases: dict[UUID, list[Entry]] = defaultdict(list)
    place: Place | None = None
    for _ in range(MOST_ROUNDS):
        entries = list_alerts(actor=actor, wanted=ListFilter(), before=place, limit=MOST_ALERTS)
        unfit = leave_out(actor=actor, now=now, alerts=[entry.id for entry in entries])
        for entry in (one for one in entries if one.id not in unfit):
            case = entry.case or entry.id
            if case in cases or len(cases) < MOST_CASES:
                cases[case].append(entry)
        if len(entries) < MOST_ALERTS or len(cases) >= ENOUGH_CASES:
            break
        place = entries[-1].cursor
    return cases


def _load_known(actor: Actor, now: datetime, entries: Sequence[Entry]) -> _Known:
    incoming = [entry.id for entry in entries if entry.direction == "received"]
    sources = {entry.reporter_id for entry in entries if entry.reporter_id} - {actor.stix_id}
    watched, fitting = load_watched(actor=actor, alerts=incoming)
    own = get_institution(actor.institution_id)
    return _Known(
        stated=load_stated([entry.id for entry in entries]),
        tracks=load_tracks(actor=actor, now=now, sources=sources),
        owners=find_owners({entry.reporter_id for entry in entries}),
        watched=watched,
        fitting=fitting,
        names=_list_names(own),
        places=frozenset({own.jurisdiction, *own.covers}),
    )


def _see(entries: Sequence[Entry], known: _Known, actor: Actor, now: datetime) -> Desk:
    """Return what an institution sees of a case as far as its score goes by it."""
    incoming = [entry for entry in entries if entry.direction == "received"]
    stated = [known.stated[entry.id] for entry in entries if entry.id in known.stated]
    sources = {entry.reporter_id for entry in entries if entry.reporter_id}
    tracks = [known.tracks.get(one, UNKNOWN) for one in sources - {actor.stix_id}]
    places = frozenset(place for entry in entries for place in entry.jurisdictions)
    return Desk(
        severity=max(entry.severity for entry in entries),
        likelihood=max(entry.likelihood for entry in entries),
        last_at=entries[0].at,
        categories=_join(entry.categories for entry in entries),
        confidence=max((one for one, _ in stated if one is not None), default=None),
        expected=_choose_window([window for _, window in stated if window is not None], now),
        stage=entries[0].stage,
        exercise=all(entry.exercise for entry in entries),
        track=max(tracks, key=trust, default=UNKNOWN),
        reporters=_count_reporters(entries, known.owners) or 1,
        watched=any(entry.id in known.watched for entry in incoming),
        named=any(_is_named(entry, known.names) for entry in incoming),
        subscribed=any(entry.id in known.fitting for entry in incoming),
        region=within(places, known.places),
    )


def _describe(
    case: UUID,
    entries: Sequence[Entry],
    score: Score,
    seen_at: datetime | None,
    reviewed: frozenset[UUID],
    known: _Known,
) -> RankedCase:
    new = sum(seen_at is None or entry.at > seen_at for entry in entries)
    return RankedCase(
        id=case,
        title=entries[0].title,
        first_at=entries[-1].at,
        last_at=entries[0].at,
        alert_count=len(entries),
        new_alerts=new,
        is_new=new == len(entries),
        corroboration=_count_reporters(entries, known.owners),
        severity=max(entry.severity for entry in entries),
        stage=entries[0].stage,
        categories=_join(entry.categories for entry in entries),
        jurisdictions=_join(entry.jurisdictions for entry in entries),
        exercise=all(entry.exercise for entry in entries),
        score=score,
        human_review_requested=any(entry.id in reviewed for entry in entries),
    )


def _count_reporters(entries: Sequence[Entry], owners: dict[str, str]) -> int | None:
    """Return how many independent reporters are named; None below the least number that is shown."""
    count = len(
        {owners.get(one.reporter_id, one.reporter_id) for one in entries if one.reporter_id}
    )
    return count if count >= settings.LEAST_CORROBORATION else None


def _choose_window(windows: Sequence[Window], now: datetime) -> Window | None:
    return max(windows, key=lambda window: closeness(window, now), default=None)


def _list_whole(cases: Iterable[Sequence[Entry]]) -> frozenset[UUID]:
    """Return the alerts of which nothing is withheld."""
    return frozenset(entry.id for entries in cases for entry in entries if not entry.withheld)


def _join(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({name for group in groups for name in group}))


def _list_names(own: Institution) -> tuple[str, ...]:
    names = {name.casefold() for name in (own.name, *own.aliases)}
    return tuple(
        sorted(
            name
            for name in names
            if len(name) >= (SHORTEST_NAME if name.isascii() else SHORTEST_HAN)
        )
    )


def _is_named(entry: Entry, names: Iterable[str]) -> bool:
    """Say whether what is shown of an alert names one of these."""
    text = f"{entry.title}\n{entry.summary}".casefold()
    return any(name in text for name in names)
