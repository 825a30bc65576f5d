"""The picture of the week: counts by day and severity, and columns that fit."""

from datetime import timedelta

import pytest

from hub.portal.overview import HEIGHT, survey_week
from tests.factories.journeys import send, work

pytestmark = pytest.mark.django_db


def test_the_week_counts_what_arrived_by_day_and_severity(exchange, clock):
    for number, (age, word) in enumerate(((0, "critical"), (3, "high"), (3, "low"))):
        at = clock + timedelta(days=age)
        labels = ("category:phishing", f"severity:{word}")
        send(exchange["bank"], now=at, labels=labels, pattern=f"[file:size = {number}]")
        work(at)

    week = survey_week(actor=exchange["platform"].actor, now=at)

    assert (week.last_day, week.total, week.more) == (2, 3, False)
    assert week.bands == (("critical", 1), ("high", 1), ("medium", 0), ("low", 1))
    assert [day.total for day in week.days] == [0, 0, 0, 1, 0, 0, 2]
    assert week.days[-1].day.isoformat() == "2026-11-26"
    assert [(block.band, block.y, block.height) for block in week.days[-1].blocks] == [
        ("low", HEIGHT // 2, HEIGHT // 2),
        ("high", 0, HEIGHT // 2),
    ]


def test_an_empty_week_draws_nothing(exchange, clock):
    week = survey_week(actor=exchange["platform"].actor, now=clock)

    assert week.total == 0
    assert [day.blocks for day in week.days] == [()] * 7


def test_a_busy_week_says_that_there_was_more(exchange, clock, monkeypatch):
    monkeypatch.setattr("hub.portal.overview.MOST_COUNTED", 1)
    for number in range(2):
        send(exchange["bank"], now=clock, pattern=f"[file:size = {number}]")
    work(clock)

    week = survey_week(actor=exchange["platform"].actor, now=clock)

    assert (week.total, week.more) == (1, True)
