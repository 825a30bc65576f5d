"""A whole hub as processes of its own, for what only shows over the wire or when one is killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg

from deploy.servers import find_free_port

ROOT = Path(__file__).resolve().parents[2]


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


@contextlib.contextmanager
def running_hub(folder: Path) -> Iterator[Hub]:
    """Yield a hub on a database of its own; whatever of it runs at the end is stopped."""
    with own_database(folder) as database:
        hub = Hub(folder, database)
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
    name = f"hub_{os.getpid()}_{time.monotonic_ns()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield url.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
