"""Which pairs of alerts are hard, and for which reason; the same events may fill several classes."""

from itertools import combinations, pairwise

from tests.factories.incidents.reports import Report
from tests.factories.incidents.traces import FREE_HOSTS

Pair = tuple[Report, Report]

_MOST_PER_CLASS = 400
_LATE_DAYS = 7


def list_hard_pairs(reports, world):
    """Return the pairs as {case, polarity, a, b}, at most 400 of each class."""
    found: dict[tuple[str, str], list[Pair]] = {}
    by_event: dict[int, list[Report]] = {}
    for report in reports:
        by_event.setdefault(report.event.number, []).append(report)
    for members in by_event.values():
        for first, second in combinations(members, 2):
            for name in _name_same(first, second):
                found.setdefault(("same", name), []).append((first, second))
    for name, pairs in _find_different(reports, by_event, world):
        found.setdefault(("different", name), []).extend(pairs)
    return [
        {"case": name, "polarity": polarity, "a": first.number, "b": second.number}
        for (polarity, name), pairs in sorted(found.items())
        for first, second in _thin(pairs, world.rng)
    ]


def _thin(pairs, rng):
    return pairs if len(pairs) <= _MOST_PER_CLASS else rng.sample(pairs, _MOST_PER_CLASS)


def _name_same(first, second):
    """Yield the reasons why two alerts of one event are hard to bring together."""
    yield from first.tags | second.tags
    scripts = {first.reporter.script, second.reporter.script}
    if "en" in scripts and len(scripts) == 2:
        yield "cross_language_en_zh"
    if "hans" in scripts and scripts & {"hk", "tw"}:
        yield "hans_hant"
    if not first.shown & second.shown:
        yield "no_common_observable"
    elif first.machine_readable != second.machine_readable:
        yield "text_only_side"
    if abs((first.received - second.received).days) > _LATE_DAYS:
        yield "late_report_over_7_days"
    if first.others or second.others:
        yield "mentions_another_event"


def _find_different(reports, by_event, world):
    """Yield (reason, pairs) of alerts that look alike and are of two events."""
    for event in world.events:
        if event.twin:
            name, other = event.twin
            yield name, [(a, b) for a in by_event[other] for b in by_event[event.number]]
    for report in reports:
        for other in report.others:
            yield "named_as_another_event", [(report, one) for one in by_event[other.number]]
    yield from _find_crowds(reports)


def _find_crowds(reports):
    """Yield pairs that share a title, a sender's form or a host that everybody uses."""
    crowds: dict[tuple[str, object], list[Report]] = {}
    for report in reports:
        if report.told.title:
            crowds.setdefault(("equal_title", report.told.title), []).append(report)
        if report.reporter.template is not None:
            key = (report.reporter.code, report.event.kind)
            crowds.setdefault(("same_reporter_same_template", key), []).append(report)
        free = {host for host in FREE_HOSTS for trace in report.shown if host in trace.value}
        for host in sorted(report.public | free):
            crowds.setdefault(("shared_benign_infrastructure", host), []).append(report)
    for (name, _), members in crowds.items():
        pairs = pairwise(members)
        yield name, [(a, b) for a, b in pairs if a.event.number != b.event.number]
