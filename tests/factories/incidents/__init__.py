"""A judge of clustering: made-up incidents, the alerts that tell of them, and which pairs are hard.

`make_corpus(seed, incidents)` gives the format of the exchange's labelled corpora: alerts in order
of receipt, the incident of each, and pairs that are hard for a named reason. It was written
without a look at the clusterer, in words of its own, so that rules tuned on one wording are found
out. One rule of fairness: a careful reader who has only the alerts can decide every pair.
"""

from tests.factories.incidents.corpus import Corpus, make_corpus

__all__ = ["Corpus", "make_corpus"]
