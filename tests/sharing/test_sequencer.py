"""Positions follow commit order, strictly increasing within a feed, and tell nothing of other feeds."""

from datetime import timedelta

import pytest

from sharing.delivery.models import Delivery, Feed
from sharing.delivery.pages import Wanted, read_page
from sharing.delivery.selectors import position_at
from sharing.delivery.sequencer import publish
from sharing.ingest.models import Submission
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def read_all(member) -> list[int]:
    page = read_page(actor=member.actor, group=None, wanted=Wanted(), limit=1000)
    return [item.position for item in page.items]


def test_every_object_of_a_feed_has_a_position_of_its_own(exchange, now):
    for _ in range(3):
        send(exchange["bank"], now=now)

    work(now)

    positions = read_all(exchange["platform"])
    assert len(positions) == 6
    assert positions == sorted(set(positions))


def test_a_clock_that_stands_still_or_runs_back_never_repeats_a_position(exchange, now):
    send(exchange["bank"], now=now)
    work(now)
    first = read_all(exchange["platform"])

    send(exchange["bank"], now=now - timedelta(hours=1))
    work(now - timedelta(hours=1))

    later = read_all(exchange["platform"])
    assert later[: len(first)] == first
    assert min(later[len(first) :]) > max(first)


def test_paging_by_the_last_position_neither_misses_nor_repeats(exchange, now):
    for _ in range(4):
        send(exchange["bank"], now=now)
    work(now)
    whole = read_all(exchange["platform"])

    seen: list[int] = []
    while page := read_page(
        actor=exchange["platform"].actor,
        group=None,
        wanted=Wanted(after=seen[-1] if seen else 0),
        limit=2,
    ).items:
        seen += [item.position for item in page]

    assert seen == whole


def test_nothing_is_visible_before_it_is_stamped(exchange, now):
    send(exchange["bank"], now=now)
    work(now)
    Delivery.objects.update(position=None)

    assert read_all(exchange["platform"]) == []

    publish(now=now)
    assert len(read_all(exchange["platform"])) == 2


def test_a_feed_starts_at_now_however_much_others_receive(exchange, now):
    for _ in range(5):
        send(exchange["bank"], now=now)
    work(now)

    assert read_all(exchange["platform"])[0] == position_at(now)
    send(exchange["platform"], now=now)
    work(now)
    assert read_all(exchange["bank"])[0] == position_at(now)


def test_a_submission_is_delivered_when_its_deliveries_stand_in_the_feeds(exchange, now):
    submission = send(exchange["bank"], now=now)

    work(now)

    submission.refresh_from_db()
    assert submission.state == Submission.State.DELIVERED
    assert submission.recipients == 4
    head = Feed.objects.get(recipient_id=exchange["platform"].institution.id, group=None)
    assert head.position == read_all(exchange["platform"])[-1]
