"""Put alerts into hulls and cases, and keep the ledger of what moved.

A batch finds its hulls by keys, locks them, and divides each anew. The hub's own cases are what somebody
would see who sees everything; no member does (see sharing.delivery.caseviews).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sharing.cases.arrange import View, arrange, open_sketch
from sharing.cases.hulls import Link, enter_hulls
from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.evidence import compare, hull_link
from sharing.cases.matching.partition import Placement
from sharing.cases.matching.sketch import Sketch
from sharing.cases.meeting import meet, part
from sharing.cases.models import CaseMembership, CaseMove
from sharing.cases.sketching import VERSION
from sharing.members.actors import SYSTEM
from sharing.scoring.score import Score

# A hull of more is not divided anew: who comes stands beside the best link.
LARGEST_HULL = 500
NEW = "new"
# Rows that one statement changes.
_CHUNK = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """An alert to be placed: when it was received, its sketch as it is stored, and its score.

    `shown` are the sketches of its renditions: by what they show it must be found too.
    """

    alert_id: UUID
    at: datetime
    sketch: bytes
    score: Score
    shown: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Met:
    """An alert that may be one event with others, and its case as it stood."""

    sketch: Sketch
    case_id: UUID


@transaction.atomic
def assign_cases(*, now: datetime, entries: Sequence[Entry]) -> dict[UUID, UUID]:
    """Give each alert its hull and its case, and return case ids by alert id."""
    CaseMembership.objects.bulk_create(
        CaseMembership(
            alert_id=one.alert_id,
            case_id=one.alert_id,
            rule=NEW,
            score=one.score.value,
            explanation=[list(part) for part in one.score.parts],
            score_version=one.score.version,
            score_inputs=dict(one.score.inputs),
            sketch=one.sketch,
            sketch_version=VERSION,
            assigned_at=now,
        )
        for one in entries
    )
    stored = {one.alert_id: one.sketch for one in entries}
    keys = {one.alert_id: _list_keys((one.sketch, *one.shown)) for one in entries}
    return _place(now, stored, keys, opened=True)


@transaction.atomic
def replace_sketches(*, now: datetime, sketches: Mapping[UUID, bytes]) -> dict[UUID, UUID]:
    """Give placed alerts another sketch, and place them anew; return case ids by alert id."""
    rows = list(CaseMembership.objects.filter(alert_id__in=sketches).order_by("alert_id"))
    opened = {row.alert_id: open_sketch(bytes(row.sketch)) for row in rows}
    part({one: candidate_keys(found) for one, found in opened.items() if found})
    for row in rows:
        row.sketch, row.sketch_version = sketches[row.alert_id], VERSION
    CaseMembership.objects.bulk_update(rows, ["sketch", "sketch_version"], batch_size=_CHUNK)
    known = {row.alert_id: sketches[row.alert_id] for row in rows}
    keys = {one: _list_keys([text]) for one, text in known.items()}
    return _place(now, known, keys, opened=False)


@transaction.atomic
def widen_hulls(*, now: datetime, shown: Mapping[UUID, Collection[bytes]]) -> None:
    """Let alerts be found by what renditions show that were made after they were placed.

    A rendition shows less, and may lead with what its original has no key for.
    """
    known = _read_met(shown)
    more = {one: _list_keys(shown[one]) - set(candidate_keys(known[one].sketch)) for one in known}
    met = meet({one: keys for one, keys in more.items() if keys})
    around = known | _read_met({other for others in met.values() for other in others})
    links = _list_links(met, around)
    if links:
        _divide(now, _enter(now, {one for one, _ in links}, links), fresh=())


@transaction.atomic
def forget_shown(
    *, gone: Mapping[UUID, Collection[bytes]], left: Mapping[UUID, Collection[bytes]]
) -> None:
    """Take alerts from under the keys of renditions that are emptied, but for those that others have."""
    originals = _read_met(gone)
    kept = {
        one: _list_keys(left.get(one, ())) | set(candidate_keys(met.sketch))
        for one, met in originals.items()
    }
    part({one: _list_keys(sketches) - kept.get(one, set()) for one, sketches in gone.items()})


def _list_keys(stored: Iterable[bytes]) -> set[int]:
    opened = (found for text in stored if (found := open_sketch(text)))
    return {key for sketch in opened for key in candidate_keys(sketch)}


def _place(
    now: datetime, stored: Mapping[UUID, bytes], keys: Mapping[UUID, set[int]], *, opened: bool
) -> dict[UUID, UUID]:
    """Find the hulls of alerts and divide them; `opened` says that the alerts stood nowhere before."""
    if not stored:
        return {}
    met = meet(keys)
    around = _read_met({*stored, *(other for others in met.values() for other in others)})
    links = _list_links(met, around)
    small = _enter(now, stored, links)
    placed = _divide(now, small, fresh=stored if opened else ())
    rest = [one for one in stored if one not in placed]
    return placed | _place_beside(now, rest, links, around) if rest else placed


def _list_links(met: Mapping[UUID, set[UUID]], around: Mapping[UUID, _Met]) -> list[Link]:
    return [
        (one, other)
        for one, others in met.items()
        if one in around
        for other in sorted(others & around.keys())
        if hull_link(around[one].sketch, around[other].sketch)
    ]


def _enter(now: datetime, fresh: Collection[UUID], links: Sequence[Link]) -> list[UUID]:
    """Put alerts into their hulls, and return those of these that are not too large to be divided."""
    sizes = enter_hulls(now=now, fresh=fresh, links=links)
    return [hull for hull, size in sizes.items() if size <= LARGEST_HULL]


def _read_met(alerts: Collection[UUID]) -> dict[UUID, _Met]:
    rows = CaseMembership.objects.filter(alert_id__in=alerts)
    return {
        alert_id: _Met(found, case_id)
        for alert_id, case_id, text in rows.values_list("alert_id", "case_id", "sketch")
        if (found := open_sketch(bytes(text)))
    }


def _divide(now: datetime, hulls: Collection[UUID], *, fresh: Collection[UUID]) -> dict[UUID, UUID]:
    """Divide hulls into cases as what is in them says now; return the case of each alert in them."""
    views: dict[UUID, list[View]] = defaultdict(list)
    before: dict[UUID, tuple[UUID, str]] = {}
    rows = CaseMembership.objects.filter(hull_id__in=hulls)
    for alert_id, hull_id, case_id, rule, at, text in rows.values_list(
        "alert_id", "hull_id", "case_id", "rule", "alert__received_at", "sketch"
    ):
        views[hull_id].append(View(alert_id, at, bytes(text)))
        before[alert_id] = case_id, rule
    placed: dict[UUID, Placement] = {}
    for found in views.values():
        placed |= arrange(found)
    _write(now, placed, before, fresh)
    return {alert_id: one.case_id for alert_id, one in placed.items()}


def _place_beside(
    now: datetime, alerts: Iterable[UUID], links: Iterable[Link], around: Mapping[UUID, _Met]
) -> dict[UUID, UUID]:
    """Place alerts of a hull that is too large beside their best links, where they have any."""
    others: dict[UUID, list[UUID]] = defaultdict(list)
    for one, other in links:
        others[one].append(other)
    placed: dict[UUID, Placement] = {}
    for one in sorted(alerts):
        placed[one] = Placement(one)
        best = [
            (evidence.weight, other, evidence)
            for other in others[one]
            if (evidence := compare(around[one].sketch, around[other].sketch)).links
        ]
        if best:
            weight, other, evidence = max(best, key=lambda found: found[:2])
            case_id = placed[other].case_id if other in placed else around[other].case_id
            placed[one] = Placement(case_id, other, weight, evidence.reasons)
    _write(now, placed, {one: (around[one].case_id, "") for one in placed}, placed)
    return {alert_id: one.case_id for alert_id, one in placed.items()}


def _write(
    now: datetime,
    placed: Mapping[UUID, Placement],
    before: Mapping[UUID, tuple[UUID, str]],
    fresh: Collection[UUID],
) -> None:
    """Store what changed, and write it into the ledger; of fresh alerts, all."""
    changed = [
        CaseMembership(alert_id=alert_id, case_id=one.case_id, rule=_rule(one))
        for alert_id, one in placed.items()
        if before[alert_id] != (one.case_id, _rule(one))
    ]
    CaseMembership.objects.bulk_update(changed, ["case_id", "rule"], batch_size=_CHUNK)
    CaseMove.objects.bulk_create(
        [
            CaseMove(
                alert_id=alert_id,
                came_from=None if alert_id in fresh else before[alert_id][0],
                went_to=one.case_id,
                beside=one.joined,
                reasons=[[code, round(bits, 2)] for code, bits in one.reasons],
                by=SYSTEM,
                at=now,
            )
            for alert_id, one in placed.items()
            if alert_id in fresh or before[alert_id][0] != one.case_id
        ],
        batch_size=500,
    )


def _rule(one: Placement) -> str:
    if one.joined is None:
        return NEW
    return max(one.reasons, key=lambda reason: reason[1])[0] if one.reasons else "linked"
