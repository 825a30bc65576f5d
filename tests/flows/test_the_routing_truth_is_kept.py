"""The labelled corpus goes through the product: nothing reaches whom the routing truth forbids."""

import json
import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.shared_data import SHARED, needs_shared

pytestmark = [pytest.mark.slow, pytest.mark.alone]

CORPUS = SHARED / "data" / "dedup"
ROOT = Path(__file__).resolve().parents[2]


@needs_shared
def test_no_alert_of_the_corpus_reaches_a_member_that_the_truth_forbids(tmp_path):
    subprocess.run(
        [sys.executable, "manage.py", "replay_corpus", str(CORPUS), str(tmp_path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("HUB_")},
        check=True,
        capture_output=True,
    )
    scorer = [sys.executable, str(CORPUS / "score.py"), str(tmp_path / "clusters.jsonl"), "--json"]
    routing = ["--routing", str(tmp_path / "routing.jsonl")]
    printed = subprocess.run([*scorer, *routing], check=True, capture_output=True).stdout
    scores = json.loads(printed)
    print("routing", scores["routing"])  # noqa: T201  # the recall is to be seen
    print("pairwise", scores["pairwise"])  # noqa: T201

    assert scores["routing"]["wrongly_delivered"] == 0
    assert scores["routing"]["sent_full_where_redaction_due"] == 0
    assert scores["routing"]["members"]["recall"] >= 0.95
    assert scores["pairwise"]["precision"] >= 0.99
    lines = (tmp_path / "deliveries.jsonl").read_bytes().splitlines()
    assert set(orjson.loads(lines[0])) == {"alert_id", "member", "mode"}
