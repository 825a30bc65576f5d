"""The examples of the README, typed into a shell beside a quick start, do what the text says."""

import re
import shutil
import subprocess
import sys

import orjson
import pytest

from tests.house.test_quickstart import QuickStart
from tests.house.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.alone]

MARK = "-- next example --"
# Half a second, the README says; a busy machine may take longer.
LEISURE = "sleep 5"


def list_examples():
    """Return the README's blocks that ask the hub, from the first alert on."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    # A fence with a language, such as a drawing, is read as well: its end begins no block.
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    blocks = [block for language, block in fenced if not language]
    return [block for block in blocks if re.search(r"\b(curl|api) -|^hub=|\b(api|bank) \"", block)]


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What each example printed, run one after the other in one shell."""
    if not (shutil.which("bash") and shutil.which("curl")):
        pytest.skip("needs bash and curl")
    data = tmp_path_factory.mktemp("readme")
    started = QuickStart(data)
    script = f"\necho '{MARK}'\n{LEISURE}\n".join(list_examples())
    script = script.replace("http://127.0.0.1:8000", started.address)
    script = script.replace("var/demo.json", str(data / "demo.json"))
    script = script.replace(".venv/bin/python", sys.executable)
    with started.process:
        try:
            started.wait_until_ready()
            run = subprocess.run(
                ["bash", "-eu"],
                input=script,
                capture_output=True,
                cwd=ROOT,
                text=True,
                timeout=240,
                check=False,
            )
        finally:
            started.stop()
    assert run.returncode == 0, run.stderr
    return [output.strip() for output in run.stdout.split(MARK)]


def test_each_example_answers_as_the_readme_says(outputs):
    sent, received, feed, defined, found, cases, unchanged, ranked, preview, imported = outputs[:10]

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
    urgent, gauges = (orjson.loads(page) for page in ranked.splitlines())
    assert 1 <= len(urgent["items"]) <= 3
    assert gauges["items"][0]["gauges"]["overload"]["alerts"] >= 1
    shown = orjson.loads(preview)
    assert shown["status"] == "delivered"
    assert shown["renditions"][0]["title"] == "Copied sign-in page"
    table = orjson.loads(imported)
    assert [warning["code"] for warning in table["warnings"]] == ["refanged"]


def test_the_story_of_privacy_goes_as_the_readme_says(outputs):
    consent, told, hers, held, proven = outputs[10:]

    assert consent == "valid"
    acts = orjson.loads(told)["items"]
    outcomes = {act["outcome"]: act["bases"] for act in acts if act["bases"] == ["pipl.consent"]}
    assert sorted(outcomes) == ["allow", "allow_tokenised"]
    assert "allow_redacted" in {act["outcome"] for act in acts}
    holdings, withdrawn, recalls = (orjson.loads(line) for line in hers.splitlines())
    assert {item["kind"] for item in holdings["items"]} == {"alert", "consent"}
    assert withdrawn["state"] == "withdrawn"
    assert recalls["items"][0]["cause"] == "withdrawn"
    shown, alone, decided = (orjson.loads(line) for line in held.splitlines())
    assert [reason["code"] for reason in shown["reasons"]] == ["age_unknown"]
    assert alone["code"] == "self-approval"
    assert decided["state"] == "released"
    assert "13800138001" not in held
    assert proven.startswith("inclusion holds: ")
