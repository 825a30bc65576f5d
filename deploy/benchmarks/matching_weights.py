"""Estimate the bits of `sharing/cases/matching/weights.json` anew: python -m deploy.benchmarks.matching_weights.

On the alerts of every other incident of the labelled corpus, for each reason: how many of the pairs that
share a key have it among those of one event (m) and among the others (u), and log2(m/u). What the corpus
knows only in one way is printed with its bound, and needs judgement before it is written down.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from math import log2

from deploy.benchmarks.clustering import read_labelled, read_sketches
from sharing.cases.matching.blocking import candidate_keys
from sharing.cases.matching.features import list_reasons, read_weights
from sharing.cases.matching.pair import Pair
from sharing.cases.matching.sketch import Sketch


def main() -> None:
    """Print reason, bits in use, bits estimated, and the pairs of either sort that have it."""
    corpus = read_labelled()
    every_other = {name for name in corpus.labels.values() if int(name[-1]) % 2}
    sketches = {
        alert["alert_id"]: sketch
        for alert, sketch in zip(corpus.alerts, read_sketches(corpus), strict=True)
        if corpus.labels[alert["alert_id"]] in every_other
    }
    of_one, of_others = Counter[str](), Counter[str]()
    for a, b in _list_pairs(sketches):
        counted = of_one if corpus.labels[a] == corpus.labels[b] else of_others
        counted["pairs"] += 1
        counted.update({code for code, _ in list_reasons(Pair(sketches[a], sketches[b]))})
    print(f"prior in use {read_weights()['prior']}; pairs {of_one['pairs']}, {of_others['pairs']}")
    for code in sorted((of_one | of_others).keys() - {"pairs"}):
        m = (of_one[code] + 0.5) / (of_one["pairs"] + 1)
        u = (of_others[code] + 0.5) / (of_others["pairs"] + 1)
        print(f"{code:24} {log2(m / u):6.1f} {of_one[code]:6} {of_others[code]:6}")


def _list_pairs(sketches: Mapping[str, Sketch]) -> Iterator[tuple[str, str]]:
    buckets: defaultdict[int, list[str]] = defaultdict(list)
    for name, sketch in sketches.items():
        for key in candidate_keys(sketch):
            buckets[key].append(name)
    yield from sorted({pair for held in buckets.values() for pair in combinations(held, 2)})


if __name__ == "__main__":
    main()
