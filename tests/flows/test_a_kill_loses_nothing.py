"""kill -9 of web and worker while alerts come in: every 202 is delivered, exactly once."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from deploy.servers import find_free_port
from tests.factories.bundles import make_raw

pytestmark = [pytest.mark.slow, pytest.mark.embedded]

ROOT = Path(__file__).resolve().parents[2]
ALERTS = 1_000
CLIENTS = 4
PATIENCE = 180
STIX = {"content-type": "application/stix+json;version=2.1"}


class Hub:
    """A whole hub of its own: web, worker and beat as processes that can be killed one by one."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith("HUB_")
        } | {
            "HUB_DATA_DIR": str(folder),
            "HUB_DATABASE_URL": database,
            "HUB_BASE_URL": self.url,
            "HUB_RATE_LIMITS": "off",
            "HUB_BROKER_URL": os.environ.get("HUB_BROKER_URL", "filesystem://"),
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> dict[str, dict[str, Any]]:
        """Make the demo exchange and return its members by slug."""
        (self.folder / "broker" / "queue").mkdir(parents=True)
        (self.folder / "broker" / "control").mkdir()
        for command in (
            ["make_keyring"],
            ["migrate", "-v0"],
            ["collectstatic", "--noinput", "-v0"],
        ):
            self._manage(*command)
        self._manage("seed_demo", "--shared", str(self.folder), "--base-url", self.url)
        document = json.loads((self.folder / "demo.json").read_text())
        return {member["slug"]: member for member in document["institutions"]}

    def _manage(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def start(self, name: str) -> None:
        celery = ["celery", "--app", "hub.celery"]
        calm = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        commands = {
            "web": [
                "granian",
                "--interface",
                "wsgi",
                "--port",
                str(self.port),
                "hub.wsgi:application",
            ],
            "worker": [*celery, "worker", "--pool", "solo", "--loglevel", "WARNING", *calm],
            "beat": [*celery, "beat", "--loglevel", "WARNING"],
        }
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *commands[name]],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """End a process and its children as a power failure would."""
        process = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/health/live").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "web.log").read_text()[-2000:])


@pytest.fixture
def hub(tmp_path) -> Iterator[Hub]:
    with own_database(tmp_path) as database:
        hub = Hub(tmp_path, database)
        try:
            yield hub
        finally:
            for name in list(hub.running):
                hub.kill(name)


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[str]:
    """Yield the URL of a database that nothing else uses, of the kind the tests run on."""
    url = os.environ.get("HUB_DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield f"sqlite:///{folder / 'hub.sqlite3'}"
        return
    name = f"kill_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def post_until_answered(hub: Hub, auth: tuple[str, str], number: int) -> str:
    """Send one alert as a careful client does: the same key again until there is an answer."""
    raw = make_raw(pattern=f"[domain-name:value = 'host{number}.example']")
    headers = STIX | {"idempotency-key": f"alert-{number}"}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(httpx.HTTPError):
            answer = httpx.post(
                f"{hub.url}/api/v1/alerts", content=raw, headers=headers, auth=auth, timeout=20
            )
            if answer.status_code == 202:
                return str(answer.json()["id"])
            assert answer.status_code in {500, 503}, answer.text
        time.sleep(0.1)
    raise AssertionError(f"alert {number} was never answered")


def read_received(hub: Hub, auth: tuple[str, str]) -> list[str]:
    ids: list[str] = []
    url: str | None = f"{hub.url}/api/v1/alerts?direction=received&limit=200"
    while url:
        page = httpx.get(url, auth=auth, timeout=30)
        ids += [item["id"] for item in page.json()["items"]]
        url = page.links.get("next", {}).get("url")
    return ids


def read_taxii(hub: Hub, member: dict[str, Any]) -> list[str]:
    """Return the ids of the reports in the inbox, in order, with repeats if there were any."""
    auth = (member["client_id"], member["client_secret"])
    taxii = member["taxii"]
    url = f"{hub.url}{taxii['api_root']}collections/{taxii['inbox']}/objects/"
    headers = {"accept": "application/taxii+json;version=2.1"}
    parameters: dict[str, str] = {"limit": "500"}
    ids: list[str] = []
    while True:
        page = httpx.get(url, params=parameters, headers=headers, auth=auth, timeout=30).json()
        ids += [item["id"] for item in page.get("objects", []) if item["type"] == "report"]
        if not page.get("more"):
            return ids
        parameters["next"] = page["next"]


@pytest.mark.enable_socket
def test_every_accepted_alert_is_delivered_once_through_kills_of_web_and_worker(hub):
    members = hub.prepare()
    sender, reader = members["jiangan"], members["haiyue"]
    auth = (sender["client_id"], sender["client_secret"])
    reading = (reader["client_id"], reader["client_secret"])
    for name in ("web", "worker", "beat"):
        hub.start(name)
    hub.wait_until_ready()
    before = set(read_received(hub, reading))

    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = [pool.submit(post_until_answered, hub, auth, n) for n in range(ALERTS)]
        for victim, share in (("worker", 0.2), ("web", 0.4), ("worker", 0.6), ("web", 0.8)):
            while sum(answer.done() for answer in answers) < share * ALERTS:
                time.sleep(0.02)
            hub.kill(victim)
            time.sleep(0.3)
            hub.start(victim)
        accepted = [answer.result() for answer in answers]

    hub.wait_until_ready()
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        delivered = [one for one in read_received(hub, reading) if one not in before]
        if len(delivered) >= ALERTS:
            break
        time.sleep(1)
    assert len(set(accepted)) == ALERTS
    assert Counter(delivered) == Counter(accepted)
    repeats = [one for one, count in Counter(read_taxii(hub, reader)).items() if count > 1]
    assert repeats == []
