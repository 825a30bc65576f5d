"""From events to alerts: who reports, when, in which language, again, late, corrected, forwarded."""

from dataclasses import dataclass
from typing import Any

from tests.factories.incidents.echoes import forward, resend, revise, sight
from tests.factories.incidents.hard import list_hard_pairs
from tests.factories.incidents.reports import Newsroom
from tests.factories.incidents.world import World

_MOST_INCIDENTS = 12_000


@dataclass(frozen=True, slots=True)
class Corpus:
    """``alerts`` in order of receipt; ``labels`` alert id to incident; ``hard`` pairs by reason."""

    alerts: list[dict[str, Any]]
    labels: dict[str, str]
    hard: list[dict[str, Any]]


def make_corpus(seed: int, incidents: int) -> Corpus:
    """Return the corpus of a seed: the same seed and number give the same bytes.

    About 2.9 alerts tell of an incident. Raises ValueError beyond 12,000 incidents, where the last
    four digits, by which masked accounts are told apart, would run out.
    """
    if incidents > _MOST_INCIDENTS:
        raise ValueError("a corpus has at most 12,000 incidents")
    world = World.of_seed(seed, incidents)
    newsroom = Newsroom(world)
    reports = [report for event in world.events for report in _cover(newsroom, event)]
    reports.sort(key=lambda report: report.received)
    for number, report in enumerate(reports, 1):
        report.number = f"N{number:06}"
    return Corpus(
        [report.as_record() for report in reports],
        {report.number: report.event.label for report in reports},
        list_hard_pairs(reports, world),
    )


def _cover(newsroom, event):
    """Return as many reports as the event has, the first by somebody who saw it."""
    told = [newsroom.report_anew(event, [])]
    while len(told) < event.size:
        echo = newsroom.rng.choices((None, resend, revise, forward, sight), (72, 7, 7, 7, 7))[0]
        report = echo(newsroom, event, told) if echo else None
        told.append(report or newsroom.report_anew(event, told))
    return told
