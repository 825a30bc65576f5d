"""The quick start as an operator meets it: ready, private, healing, gone without a trace."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from deploy.servers import find_free_port
from tests.house.tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.alone]

PATIENCE = 110


class QuickStart:
    """One running quick start; `stop` returns its exit code."""

    def __init__(self, data):
        self.data, self.port = data, find_free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.process = self.launch("--port", str(self.port))

    def launch(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "deploy.run_all", "--data", str(self.data), *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until_ready(self):
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/health/ready", timeout=2) as answer:  # noqa: S310 -- loopback
                    return answer.status
            except OSError:
                time.sleep(0.1)
        pytest.fail("the quick start did not become ready")

    def find(self, words):
        """Return the ids of its processes whose command line holds the words."""
        listed = subprocess.run(
            ["ps", "-wweo", "pid,ppid,args"], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()[1:]]
        ours, grown = {self.process.pid}, True
        while grown:
            more = {int(pid) for pid, parent, _ in rows if int(parent) in ours} - ours
            ours, grown = ours | more, bool(more)
        return [int(pid) for pid, _, args in rows if int(pid) in ours and words in args]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def quick_start(tmp_path_factory):
    started = QuickStart(tmp_path_factory.mktemp("quick start") / "with a space")
    with started.process:
        yield started
        if started.process.poll() is None:
            # The kernel ends the children of a killed keeper (deploy/child.py).
            started.process.kill()


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_quick_start_is_ready_and_private(quick_start):
    assert quick_start.wait_until_ready() == 200

    demo = json.loads((quick_start.data / "demo.json").read_text(encoding="utf-8"))
    # What lies under static/ is public by nature, and the folder above it is closed.
    kept = [path for path in quick_start.data.rglob("*") if "static" not in path.parts]
    readable_by_others = [path for path in (quick_start.data, *kept) if path.stat().st_mode & 0o077]

    assert demo["base_url"] == quick_start.address
    assert readable_by_others == []


def test_quick_start_stops_without_a_trace_and_starts_again_on_its_data(tmp_path):
    first = QuickStart(tmp_path)
    with first.process:
        first.wait_until_ready()
        children = first.find("deploy.child")
        code = first.stop()
    kept = (tmp_path / "demo.json").read_bytes()
    (tmp_path / "supervisord.pid").write_text("1\n", encoding="ascii")
    (tmp_path / "celerybeat-schedule").write_bytes(b"not a schedule")
    second = QuickStart(tmp_path)
    with second.process:
        ready = second.wait_until_ready()
        second.stop()

    assert len(children) >= 4
    assert code == 0
    assert [pid for pid in children if is_alive(pid)] == []
    assert ready == 200
    assert (
        json.loads(kept)["institutions"]
        == json.loads((tmp_path / "demo.json").read_bytes())["institutions"]
    )


def test_quick_start_heals_from_killed_processes(quick_start):
    quick_start.wait_until_ready()
    killed = {
        name: quick_start.find(name)[0]
        for name in ("worker --queues hub", "worker --queues push", "child granian")
    }

    for pid in killed.values():
        os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and not all(
        set(quick_start.find(name)) - {killed[name]} for name in killed
    ):
        time.sleep(0.2)

    assert all(set(quick_start.find(name)) - {killed[name]} for name in killed)
    assert quick_start.wait_until_ready() == 200


def test_second_quick_start_is_told_why_it_cannot_start(quick_start):
    quick_start.wait_until_ready()

    same_port = quick_start.launch("--port", str(quick_start.port))
    same_data = quick_start.launch("--port", str(find_free_port()))

    answers = [started.communicate(timeout=30)[0] for started in (same_port, same_data)]

    assert b"choose another with --port" in answers[0]
    assert b"another quick start uses" in answers[1]
    assert (same_port.returncode, same_data.returncode) == (1, 1)
