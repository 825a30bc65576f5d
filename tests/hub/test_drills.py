"""Drills on made-up data give times against the clocks of section 6 (PC-42)."""

import os
import subprocess
import sys

import orjson
import pytest

from hub.management import drills
from hub.management.drills import DRILLS, run_drill
from privacy.incidents.models import Incident
from sharing.response.models import RecallOrder
from tests.house.tree import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


ALERTS = 2


@pytest.fixture(autouse=True)
def _few_alerts(monkeypatch):
    monkeypatch.setattr(drills, "ALERTS", ALERTS)


@pytest.mark.parametrize("name", sorted(DRILLS))
def test_a_drill_measures_its_steps_and_holds_them_against_the_clocks_pc_42(name):
    report = run_drill(name)

    clocks = {one.clock: one for one in report.clocks}
    assert clocks["gdpr.authority"].limit == 72 * 3600
    assert clocks["cac.first.other"].limit == 4 * 3600
    assert [one.clock for one in report.clocks if one.within is False] == []
    assert all(one.within for one in report.clocks if one.limit and one.taken is not None)
    assert clocks["cac.closing"].limit is None
    assert report.steps[-1].count == 10
    assert all(step.seconds >= 0 for step in report.steps)


def test_the_drill_of_a_breach_finds_everybody_who_was_named():
    report = run_drill("breach")

    assert (report.steps[0].name, report.steps[0].count) == ("affected persons found", ALERTS)
    assert Incident.objects.get().affected_count == ALERTS


def test_the_drill_of_a_recall_ends_with_every_order_confirmed():
    report = run_drill("recall")

    orders = RecallOrder.objects.all()
    assert [step.count for step in report.steps[:2]] == [orders.count(), orders.count()]
    assert orders.count() >= ALERTS
    assert not orders.filter(confirmed_at=None).exists()


@pytest.mark.slow
def test_the_command_leaves_nothing_but_its_report(tmp_path):
    out = tmp_path / "report.json"

    done = subprocess.run(
        [sys.executable, "manage.py", "drill", "breach", "--json", str(out)],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "affected persons found" in done.stdout
    report = orjson.loads(out.read_bytes())
    assert report["drill"] == "breach"
    assert {"clock", "to", "limit", "taken", "within"} == set(report["clocks"][0])
