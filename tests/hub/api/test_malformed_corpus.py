"""The shared hostile corpus through HTTP: never a crash, never a row where the answer is no."""

import pytest

from sharing.ingest.models import Submission
from tests.shared_data import SHARED, needs_shared, read_lines

pytestmark = needs_shared
CASES = list(read_lines("data/malformed/index.jsonl")) if SHARED.is_dir() else []


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_each_submission_is_answered_as_its_index_says(exchange, as_member, case):
    headers = {"content-encoding": case["content_encoding"]} if "content_encoding" in case else {}
    raw = (SHARED / "data/malformed" / case["file"]).read_bytes()

    answer = as_member(exchange["bank"]).generic(
        "POST", "/api/v1/alerts", raw, content_type=case["content_type"], headers=headers
    )

    if answer.status_code == 202:
        verdict = "accept-with-warning" if answer.json()["warnings"] else "accept"
    else:
        verdict = "reject"
    stored = Submission.objects.count()
    assert verdict in {case["expect"], *case.get("also_ok", ())}, (verdict, answer.content[:500])
    if verdict == "reject":
        assert 400 <= answer.status_code < 500
        assert answer["Content-Type"] == "application/problem+json"
        assert len(answer.json()["errors"]) >= 1
    assert stored == (0 if verdict == "reject" else 1)
