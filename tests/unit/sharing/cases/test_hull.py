import random
from dataclasses import replace
from itertools import combinations

from sharing.cases.matching.evidence import compare, hull_link
from sharing.cases.matching.moments import Window
from sharing.cases.matching.partition import find_possible, partition
from tests.factories.incidents import make_corpus
from tests.unit.sharing.cases.corpus import list_members


def _mask(sketch, chance):
    """Return what a reader may see of a sketch: fewer traces, sums and days, or days by the month."""
    windows = chance.choice(
        [sketch.windows, (), tuple(Window(one.first - 14, one.last + 14) for one in sketch.windows)]
    )
    return replace(
        sketch,
        content=0,
        traces=frozenset(one for one in sorted(sketch.traces) if chance.random() < 0.6),
        amounts=sketch.amounts if chance.random() < 0.5 else (),
        counts=sketch.counts if chance.random() < 0.5 else (),
        denied=frozenset(),
        windows=windows,
    )


def test_what_links_in_redacted_forms_lies_within_a_hull():
    chance = random.Random(7)  # noqa: S311  # no secret
    sketches = [one.sketch for one in list_members(make_corpus(seed=8, incidents=40))]

    outside = [
        (a, b)
        for a, b in combinations(sketches, 2)
        if compare(_mask(a, chance), _mask(b, chance)).links and not hull_link(a, b)
    ]

    assert outside == []


def test_what_may_be_the_same_is_told_of_both_and_never_merged():
    members = list_members(make_corpus(seed=8, incidents=40))
    placed = partition(members)

    found = find_possible(members, placed)

    for one, others in found.items():
        assert all(one in found[other] for other in others)
        assert all(placed[one].case_id != placed[other].case_id for other in others)
