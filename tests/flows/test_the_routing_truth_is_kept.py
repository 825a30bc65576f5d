"""The labelled corpus goes through the product: nothing reaches whom the routing truth forbids."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from tests.shared_data import SHARED, needs_shared

pytestmark = [pytest.mark.slow, pytest.mark.alone]

CORPUS = SHARED / "data" / "dedup"
ROOT = Path(__file__).resolve().parents[2]
# The fields of a row that name alerts.
KEYS = ("alert_id", "a", "b")


# The earliest ones; `./deploy/bench clustering` takes them all.
ALERTS = 800


@needs_shared
def test_no_alert_of_the_corpus_reaches_a_member_that_the_truth_forbids(tmp_path):
    corpus = copy_part(tmp_path / "corpus")
    subprocess.run(
        [sys.executable, "manage.py", "replay_corpus", str(corpus), str(tmp_path)],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("HUB_")},
        check=True,
        capture_output=True,
    )
    scorer = [sys.executable, str(CORPUS / "score.py"), str(tmp_path / "clusters.jsonl"), "--json"]
    rest = ["--data", str(corpus), "--routing", str(tmp_path / "routing.jsonl")]
    scores = json.loads(subprocess.run([*scorer, *rest], check=True, capture_output=True).stdout)
    print("routing", scores["routing"])  # noqa: T201  # the recall is to be seen

    assert scores["routing"]["wrongly_delivered"] == 0
    assert scores["routing"]["sent_full_where_redaction_due"] == 0
    assert scores["routing"]["members"]["recall"] >= 0.95
    assert scores["pairwise"]["precision"] >= 0.99
    assert scores["pairwise"]["f1"] >= 0.97
    assert scores["bcubed"]["f1"] >= 0.98
    lines = (tmp_path / "deliveries.jsonl").read_bytes().splitlines()
    assert set(orjson.loads(lines[0])) == {"alert_id", "member", "mode"}


def copy_part(folder):
    """Copy the corpus as far as its earliest alerts; return where it stands."""
    folder.mkdir()
    shutil.copy(CORPUS / "members.json", folder)
    lines = (CORPUS / "alerts.jsonl").read_bytes().splitlines(keepends=True)[:ALERTS]
    (folder / "alerts.jsonl").write_bytes(b"".join(lines))
    kept = {orjson.loads(line)["alert_id"] for line in lines}
    for name in ("labels", "cases", "routing"):
        rows = (CORPUS / f"{name}.jsonl").read_bytes().splitlines(keepends=True)
        told = ((row, orjson.loads(row)) for row in rows)
        chosen = [row for row, one in told if {one.get(key) for key in KEYS} - {None} <= kept]
        (folder / f"{name}.jsonl").write_bytes(b"".join(chosen))
    return folder
