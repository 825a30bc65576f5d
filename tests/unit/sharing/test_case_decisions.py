"""Decisions of people about cases: the later wins, an undone one leaves no trace, twins inherit."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from sharing.cases.decisions import AWAY, BESIDE, MOVED, Act, Known, Named, settle
from sharing.cases.matching.partition import Ruling

BEGAN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
A, B, C, D = (UUID(int=number) for number in range(1, 5))


def know(*alerts):
    return [Known(one, root=one.int, content=0) for one in alerts]


def act(number, **roles):
    named = [Named(one, role, root=one.int) for role, alerts in roles.items() for one in alerts]
    return Act(UUID(int=100 + number), BEGAN + timedelta(minutes=number), tuple(named))


def test_a_merge_puts_all_named_together():
    found = settle([act(1, moved=[A], beside=[B, C])], know(A, B, C, D))

    assert found == (Ruling(A, B, True), Ruling(A, C, True))


def test_a_split_keeps_each_moved_alert_from_each_other():
    found = settle([act(1, moved=[A, B], away=[C, D])], know(A, B, C, D))

    assert found == (Ruling(A, B, True), Ruling(A, C, False), Ruling(A, D, False))


def test_the_later_decision_wins_in_whatever_order_they_are_read():
    split, merge = act(1, moved=[A], away=[B]), act(2, moved=[A], beside=[B])

    assert {settle(order, know(A, B)) for order in permutations((split, merge))} == {
        (Ruling(A, B, True),)
    }


def test_a_chain_of_mergers_gives_way_to_a_later_split():
    acts = [
        act(1, moved=[A], beside=[B]),
        act(2, moved=[B], beside=[C]),
        act(3, moved=[A], away=[C]),
    ]

    assert settle(acts, know(A, B, C)) == (Ruling(A, C, False), Ruling(B, C, True))


def test_what_was_apart_before_a_move_stays_apart():
    split = act(1, moved=[A, B], away=[C, D])
    back = act(2, moved=[A], beside=[C, D], away=[B])

    found = settle([split, back], know(A, B, C, D))

    assert set(found) == {Ruling(A, C, True), Ruling(A, D, True), Ruling(A, B, False)}


def test_alerts_that_are_not_there_decide_nothing():
    assert settle([act(1, moved=[A], beside=[B])], know(A, C)) == ()


def test_a_revision_takes_the_place_of_the_alert_that_was_named():
    revision = UUID(int=9)
    known = [Known(revision, root=A.int, content=0), *know(B)]

    assert settle([act(1, moved=[A], away=[B])], known) == (Ruling(revision, B, False),)


def test_a_twin_of_both_sides_takes_neither():
    split = Act(
        UUID(int=7), BEGAN, (Named(A, MOVED, root=1, content=5), Named(B, AWAY, root=2, content=5))
    )
    known = [Known(A, 1, 5), Known(B, 2, 5), Known(C, 3, 5)]

    assert settle([split], known) == (Ruling(A, B, False),)


def test_roles_are_those_of_the_table():
    assert (MOVED, BESIDE, AWAY) == ("moved", "beside", "away")
