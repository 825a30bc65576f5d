from uuid import UUID

import pytest

from sharing.cases.matching.blocking import MOST_KEYS, candidate_keys
from sharing.cases.matching.evidence import compare, hull_link
from sharing.cases.matching.partition import Ruling, partition
from tests.factories.incidents import make_corpus
from tests.unit.sharing.cases.reports import digest, member, shuffled, sketch

SURGE = "10月{}日{}集中提现，申请提现{}万元。"


def _surge(day, name, amount=812.3, reporter="R1"):
    return sketch(
        "集中提现预警", SURGE.format(day, name, amount), reporter=f"{reporter}{day}{name}"
    )


def _cases(members, *rulings):
    return {key.int: value.case_id.int for key, value in partition(members, rulings).items()}


def _together(one, other):
    return Ruling(UUID(int=one), UUID(int=other), together=True)


def _apart(one, other):
    return Ruling(UUID(int=one), UUID(int=other), together=False)


@pytest.fixture
def four():
    """Two reports of one event, and two of two others."""
    return [
        member(1, _surge(12, "霁渡财富")),
        member(2, _surge(12, "霁渡财富", reporter="R2")),
        member(3, _surge(12, "栎岚网贷")),
        member(4, _surge(5, "霁渡财富")),
    ]


def test_a_case_bears_the_id_of_its_earliest_alert(four):
    assert _cases(four) == {1: 1, 2: 1, 3: 3, 4: 4}


def test_a_placement_tells_the_link_that_made_it(four):
    placed = partition(four)[UUID(int=2)]

    assert placed.joined == UUID(int=1)
    assert placed.weight > 0
    assert {"same-party", "same-day", "amount-within"} <= {code for code, _ in placed.reasons}
    assert partition(four)[UUID(int=1)].joined is None


def test_who_is_put_together_stays_together_against_all_evidence(four):
    found = partition(four, [_together(3, 1)])

    assert found[UUID(int=3)].case_id == UUID(int=1)
    assert found[UUID(int=3)].ruled


def test_who_is_set_apart_stays_apart(four):
    assert _cases(four, _apart(1, 2)) == {1: 1, 2: 2, 3: 3, 4: 4}


def test_a_third_alert_does_not_bring_together_who_is_set_apart(four):
    found = _cases([*four, member(5, _surge(12, "霁渡财富", reporter="R5"))], _apart(1, 2))

    assert found[1] != found[2]
    assert found[5] in {found[1], found[2]}


def test_rulings_about_unseen_alerts_change_nothing(four):
    assert _cases(four, _together(1, 99), _apart(2, 98)) == _cases(four)


def test_alerts_that_are_not_seen_change_nothing_of_other_cases(four):
    assert _cases([one for one in four if one.alert_id.int != 3]) == {1: 1, 2: 1, 4: 4}


def test_a_host_beside_many_parties_joins_nobody():
    names = ("霁渡财富", "栎岚网贷", "昀桐支付", "砚屿基金")
    made = [
        sketch("页面", f"仿冒{name}，见 shared-q7.test", reporter=name, kind="phishing")
        for name in names
    ]

    nameless = [
        sketch("页面", "见 shared-q7.test", reporter=f"N{n}", kind="phishing") for n in (1, 2)
    ]

    assert (
        len(set(_cases([member(n, one) for n, one in enumerate([*made, *nameless], 1)]).values()))
        == 6
    )


@pytest.fixture(scope="module")
def invented():
    """A hundred alerts or more of invented incidents."""
    from tests.unit.sharing.cases.corpus import list_members

    return list_members(make_corpus(seed=3, incidents=60))


def test_twenty_orders_give_one_partition(invented):
    expected = partition(invented)

    for seed in range(20):
        assert partition(shuffled(invented, seed)) == expected


def test_links_share_a_key_and_keys_are_few(invented):
    sketches = [one.sketch for one in invented]
    keys = [set(candidate_keys(one)) for one in sketches]
    assert max(map(len, keys)) <= MOST_KEYS
    assert all(0 <= key < 1 << 63 for held in keys for key in held)

    linked = met = 0
    for here, a in enumerate(sketches):
        for there in range(here):
            if compare(a, sketches[there]).links:
                linked += 1
                met += not keys[here].isdisjoint(keys[there])
    assert met / linked > 0.95


def test_digests_are_all_that_is_kept_of_names():
    other = sketch("集中提现预警", SURGE.format(12, "霁渡财富", 8))

    assert digest("name\x1fjidu") in other.subjects[0].spellings


def test_every_link_lies_within_a_hull(invented):
    sketches = [one.sketch for one in invented]

    outside = [
        (here, there)
        for here, a in enumerate(sketches)
        for there in range(here)
        if compare(a, sketches[there]).links and not hull_link(a, sketches[there])
    ]

    assert outside == []
