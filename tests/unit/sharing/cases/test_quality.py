"""The quality that the matching reaches, as a floor that no change may break."""

from types import SimpleNamespace

from sharing.cases.matching.partition import partition
from tests.factories.incidents import make_corpus
from tests.factories.incidents.score import score
from tests.shared_data import needs_shared, read_lines
from tests.unit.sharing.cases.corpus import list_members, name_member


def _score(corpus):
    placed = partition(list_members(corpus))
    clusters = {name: str(placed[name_member(name)].case_id) for name in corpus.labels}
    return score(corpus.labels, clusters, corpus.hard)


@needs_shared
def test_the_labelled_corpus_is_divided_as_labelled():
    labels = {row["alert_id"]: row["incident_id"] for row in read_lines("data/dedup/labels.jsonl")}
    alerts = list(read_lines("data/dedup/alerts.jsonl"))
    hard = list(read_lines("data/dedup/cases.jsonl"))

    found = _score(SimpleNamespace(alerts=alerts, labels=labels, hard=hard))

    assert found.pairwise.precision >= 0.97
    assert found.pairwise.f1 >= 0.95
    assert found.bcubed.f1 >= 0.97
    assert found.over_merged <= 0.005
    assert min(share for _, share in found.hard.values()) >= 0.95


def test_invented_incidents_in_other_words_are_found():
    found = _score(make_corpus(seed=29, incidents=300))

    assert found.pairwise.precision >= 0.97
    assert found.pairwise.f1 >= 0.95
    assert found.bcubed.f1 >= 0.96
