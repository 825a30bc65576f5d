"""The order of a desk is worth more to its reader than plain orders, in the model that the bench states."""

from deploy.benchmarks.attention import PLAIN, rank_quality


def test_ranking_serves_a_simulated_desk_better_than_plain_orders():
    found = rank_quality(seed=3, desks=40)

    assert found["score"] > 1.5 * max(found[name] for name in PLAIN)


def test_the_score_is_worse_without_what_is_ones_own_what_is_fresh_and_who_agrees():
    found = rank_quality(seed=3, desks=100)

    signs = ("relevance", "recency", "corroboration")
    assert all(found[f"without_{sign}"] < found["score"] for sign in signs)
