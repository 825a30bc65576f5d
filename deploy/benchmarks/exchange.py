"""A private hub to measure: throw-away servers, a seeded exchange, web and worker processes."""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.environments import embedded, on_servers
from deploy.servers import find_free_port, make_folder, run_postgresql, run_redis, running, wait_for

BACKENDS = ("postgresql", "sqlite")


@dataclass(frozen=True)
class Plan:
    """What kind of exchange to build; `stored` objects stand in the first reporter's peer's inbox."""

    backend: str
    members: int = 0
    workers: int = 0
    stored: int = 0
    stream: bool = False


@dataclass(frozen=True)
class Exchange:
    """A running hub: where it is, where its data is, who may use it.

    The stream's process serves everything else too, as in the quick start.
    """

    base_url: str
    stream_url: str
    database_url: str
    institutions: list[dict[str, Any]]

    def pick(self, kind: str) -> dict[str, Any]:
        """Return the first institution of a kind."""
        return next(one for one in self.institutions if one["kind"] == kind)

    def credentials(self, kind: str) -> tuple[str, str]:
        """Return the client id and secret of the first institution of a kind."""
        one = self.pick(kind)
        return one["client_id"], one["client_secret"]


@contextlib.contextmanager
def run_exchange(plan: Plan) -> Iterator[Exchange]:
    """Build the exchange, start its processes, yield it, stop all. Raises CannotServe."""
    with make_folder() as folder, _settings(folder, plan.backend) as settings:
        port = find_free_port()
        base_url = f"http://127.0.0.1:{port}"
        env = {**os.environ, **settings, **_common(base_url)}
        prepare(plan, env)
        with contextlib.ExitStack() as stack:
            for number in range(plan.workers):
                log = folder / f"worker-{number}.log"
                stack.enter_context(running(_worker(number), log, env=env))
            if plan.workers:
                stack.enter_context(running(_beat(folder), folder / "beat.log", env=env))
            web = stack.enter_context(running(_web(plan, port), folder / "web.log", env=env))
            wait_for(lambda: _ask_live(base_url), web, folder / "web.log")
            stream_url = _start_stream(folder, env, stack) if plan.stream else ""
            demo = json.loads((folder / "data" / "demo.json").read_text(encoding="utf-8"))
            database_url = settings["HUB_DATABASE_URL"]
            yield Exchange(base_url, stream_url, database_url, demo["institutions"])


def _start_stream(folder: Path, env: dict[str, str], stack: contextlib.ExitStack) -> str:
    """Start the stream's process and return its address."""
    port, log = find_free_port(), folder / "stream.log"
    command = [
        sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(port), "--no-ws",
        "--log-level", "warning", "hub.asgi:application",
    ]  # fmt: skip
    process = stack.enter_context(running(command, log, env=env))
    address = f"http://127.0.0.1:{port}"
    wait_for(lambda: _ask_live(address), process, log)
    return address


@contextlib.contextmanager
def _settings(folder: Path, backend: str) -> Iterator[dict[str, str]]:
    data = folder / "data"
    data.mkdir(mode=0o700)
    if backend == "sqlite":
        for name in ("queue", "control"):
            (data / "broker" / name).mkdir(parents=True)
        yield embedded(data)
        return
    with run_postgresql(folder, durable=True) as database_url, run_redis(folder) as redis_url:
        yield on_servers(data, database_url, redis_url)


def _common(base_url: str) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "hub.settings",
        "HUB_SECRET_KEY": secrets.token_urlsafe(64),
        "HUB_BASE_URL": base_url,
        "HUB_RATE_LIMITS": "off",
        "HUB_LOG_LEVEL": "WARNING",
    }


def prepare(plan: Plan, env: dict[str, str]) -> None:
    """Create the database and fill it, in a process of its own: its settings are that exchange's."""
    command = [sys.executable, "-m", "deploy.benchmarks.prepare"]
    command += [f"--members={plan.members}", f"--stored={plan.stored}"]
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)


def _web(plan: Plan, port: int) -> list[str]:
    workers = "2" if plan.backend == "postgresql" else "1"
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", workers,
        "--blocking-threads", "16", "--backpressure", "64", "--no-ws", "--log-level", "warning",
        "hub.wsgi:application",
    ]  # fmt: skip


def _worker(number: int) -> list[str]:
    return [
        sys.executable, "-m", "celery", "--app", "hub.celery", "worker", "--pool", "solo", "--loglevel", "WARNING",
        "--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", f"bench{number}@localhost",
    ]  # fmt: skip


def _beat(folder: Path) -> list[str]:
    schedule = str(folder / "celerybeat-schedule")
    return [
        sys.executable, "-m", "celery", "--app", "hub.celery", "beat", "--loglevel", "WARNING",
        "--schedule", schedule,
    ]  # fmt: skip


def _ask_live(base_url: str) -> None:
    try:
        urllib.request.urlopen(f"{base_url}/health/live", timeout=2).close()  # noqa: S310 -- our own loopback address
    except urllib.error.HTTPError as error:
        raise OSError(f"not live: {error.code}") from error
