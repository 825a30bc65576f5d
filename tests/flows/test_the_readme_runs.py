"""The examples of the README, typed into a shell beside a quick start, do what the text says."""

import re
import shutil
import subprocess

import orjson
import pytest

from tests.house.test_quickstart import QuickStart
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

MARK = "-- next example --"
# Half a second, the README says; a busy machine may take longer.
LEISURE = "sleep 5"


def list_examples():
    """Return the README's blocks that ask the hub, from the first alert on."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if re.search(r"\b(curl|api) -|^hub=|api \"", block)]


@pytest.fixture
def outputs(tmp_path):
    """What each example printed, run one after the other in one shell."""
    if not (shutil.which("bash") and shutil.which("curl")):
        pytest.skip("needs bash and curl")
    started = QuickStart(tmp_path)
    script = f"\necho '{MARK}'\n{LEISURE}\n".join(list_examples())
    script = script.replace("http://127.0.0.1:8000", started.address)
    script = script.replace("var/demo.json", str(tmp_path / "demo.json"))
    with started.process:
        started.wait_until_ready()
        run = subprocess.run(
            ["bash", "-eu"], input=script, capture_output=True, text=True, timeout=120, check=False
        )
        started.stop()
    assert run.returncode == 0, run.stderr
    return [output.strip() for output in run.stdout.split(MARK)]


def test_each_example_answers_as_the_readme_says(outputs):
    sent, received, feed, defined, found, cases, unchanged, preview, imported = outputs

    assert sent.startswith("HTTP/1.1 202")
    (alert,) = orjson.loads(received)["items"]
    assert alert["title"] == "Collection account receives from many strangers"
    assert "13800138000" not in received + feed + found
    (report,) = orjson.loads(feed)["objects"]
    assert report["name"] == alert["title"]
    assert defined == ""
    items, in_chinese = (orjson.loads(page)["items"] for page in found.splitlines())
    assert 1 <= len(in_chinese) <= 3
    assert alert["id"] in {item["id"] for item in items}
    assert all(set(item) == {"id", "title", "severity", "score"} for item in items)
    assert 1 <= len(orjson.loads(cases)["items"]) <= 3
    assert unchanged == "304"
    shown = orjson.loads(preview)
    assert shown["status"] == "delivered"
    assert shown["renditions"][0]["title"] == "Copied sign-in page"
    table = orjson.loads(imported)
    assert [warning["code"] for warning in table["warnings"]] == ["refanged"]
