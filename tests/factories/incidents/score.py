"""How well a partition fits the labels: pairs, B-cubed, and each class of hard pair."""

from collections import Counter, defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self):
        """Return the harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """``over_merged`` is the share of clusters of several alerts that hold several incidents.

    ``hard`` gives (pairs, share decided rightly) by "polarity:class".
    """

    pairwise: Measure
    bcubed: Measure
    over_merged: float
    exact: float
    hard: dict[str, tuple[int, float]]


def score(labels, clusters, hard=()):
    """Compare ``clusters`` with ``labels`` (alert id to name); who is missing stands alone."""
    found = {
        alert: ("in", clusters[alert]) if alert in clusters else ("alone", alert)
        for alert in labels
    }
    cells = Counter((labels[alert], found[alert]) for alert in labels)
    incidents, groups = Counter(labels.values()), Counter(found.values())
    common = _count_pairs(cells.values())
    total = len(labels) or 1
    merged = [group for group, size in groups.items() if size > 1]
    mixed = Counter(group for _, group in cells)
    exact = sum(
        1 for (one, group), size in cells.items() if size == incidents[one] == groups[group]
    )
    return Scores(
        Measure(
            _divide(common, _count_pairs(groups.values())),
            _divide(common, _count_pairs(incidents.values())),
        ),
        Measure(
            sum(size * size / groups[group] for (_, group), size in cells.items()) / total,
            sum(size * size / incidents[one] for (one, _), size in cells.items()) / total,
        ),
        _divide(sum(mixed[group] > 1 for group in merged), len(merged), empty=0.0),
        _divide(exact, len(incidents)),
        _score_hard(found, hard),
    )


def _score_hard(found, hard):
    decided = defaultdict(list)
    for pair in hard:
        joined = found[pair["a"]] == found[pair["b"]]
        decided[f"{pair['polarity']}:{pair['case']}"].append(joined == (pair["polarity"] == "same"))
    return {name: (len(right), sum(right) / len(right)) for name, right in sorted(decided.items())}


def _count_pairs(sizes):
    return sum(size * (size - 1) // 2 for size in sizes)


def _divide(part, whole, empty=1.0):
    return part / whole if whole else empty
