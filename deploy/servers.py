"""Private throw-away PostgreSQL and Redis servers: free loopback ports, own folder, own password.

Only what is started here is stopped, by its process id, also when the caller fails or is told to end.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import redis

LEAST_POSTGRESQL = 15
PATIENCE = 30  # seconds


class CannotServe(Exception):
    """A throw-away server could not be started; the message says why."""


def find_postgresql() -> Path | None:
    """Return the folder of the newest PostgreSQL server's programs, or nothing."""
    places = [Path(path) for path in ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")]
    folders = [folder for place in places for folder in place.glob("*/bin")]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    usable = [
        (version, folder)
        for folder in folders
        if (version := _read_version(folder)) >= LEAST_POSTGRESQL
    ]
    return max(usable)[1] if usable else None


def _read_version(folder: Path) -> int:
    if not (folder / "postgres").exists() or not (folder / "initdb").exists():
        return 0
    answer = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    found = re.search(r"(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def find_free_port() -> int:
    """Return a loopback port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def make_folder() -> Iterator[Path]:
    """Yield a private folder with a short path (a unix socket's may have 107 bytes); remove it after use."""
    place = "/tmp"  # noqa: S108 -- the folder itself is private and has a random name
    with tempfile.TemporaryDirectory("", "riskhub-", place, ignore_cleanup_errors=True) as name:
        yield Path(name)


@contextlib.contextmanager
def ending_on_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exit that runs every clean-up on its way."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(
    command: list[str],
    log: Path,
    *,
    stop: int = signal.SIGTERM,
    user: str | None = None,
    env: dict[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server in a group of its own, its output in the log; stop it, kill what does not stop."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=env,
            user=user,
            group=_group_of(user),
            extra_groups=[] if user else None,
        )
    try:
        yield process
    finally:
        stop_group(process, stop)


def stop_group(process: subprocess.Popen[bytes], how: int, patience: float = 10) -> None:
    """Tell the server to stop; after the patience kill its whole group."""
    if process.poll() is None:
        process.send_signal(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # The leader's id names the group as long as a member lives.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(answers: Callable[[], object], process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until the server answers; raise CannotServe with the end of its log when it does not."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            answers()
        except (psycopg.OperationalError, redis.RedisError, OSError):
            time.sleep(0.05)
        else:
            return
    end = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
    raise CannotServe(f"a private server did not start:\n{end}")


@contextlib.contextmanager
def run_postgresql(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """Yield the URL of an empty database `hub`; durable keeps fsync on, for measurements that count."""
    programs = find_postgresql()
    if programs is None:
        raise CannotServe(f"PostgreSQL {LEAST_POSTGRESQL} or newer is not installed")
    home, log = folder / "postgresql", folder / "postgresql.log"
    user, password, port = _pick_user(), secrets.token_hex(16), find_free_port()
    home.mkdir(mode=0o700)
    log.touch()
    if user:
        folder.chmod(0o711)  # lets the unprivileged user pass, not look
        shutil.chown(home, user)
    _create_cluster(programs, home, user, password)
    # PostgreSQL's settings that only matter when the machine loses power.
    haste = (
        []
        if durable
        else ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    )
    command = [
        str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home), "-p", str(port),
        "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=256MB", *haste,
    ]  # fmt: skip
    url = f"postgresql://hub:{password}@127.0.0.1:{port}"
    with running(command, log, stop=signal.SIGINT, user=user) as process:
        wait_for(lambda: psycopg.connect(f"{url}/postgres").close(), process, log)
        with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE hub")
        yield f"{url}/hub"


def _create_cluster(programs: Path, home: Path, user: str | None, password: str) -> None:
    secret = home / "password"
    secret.write_text(password, encoding="ascii")
    if user:
        shutil.chown(secret, user)
    command = [
        str(programs / "initdb"), "-D", str(home / "data"), "--username=hub", f"--pwfile={secret}",
        "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
    ]  # fmt: skip
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        user=user,
        group=_group_of(user),
        extra_groups=[] if user else None,
    )
    secret.unlink()
    if done.returncode:
        raise CannotServe(f"initdb failed:\n{done.stderr}")


@contextlib.contextmanager
def run_redis(folder: Path) -> Iterator[str]:
    """Yield the URL, without a base number, of a Redis that keeps its data over a restart."""
    program = shutil.which("redis-server")
    if program is None:
        raise CannotServe("redis-server is not installed")
    home, log = folder / "redis", folder / "redis.log"
    password, port = secrets.token_hex(16), find_free_port()
    home.mkdir(mode=0o700)
    settings = home / "redis.conf"
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nappendonly yes\nsave ""\ndir "{home}"\n',
        encoding="ascii",
    )
    url = f"redis://:{password}@127.0.0.1:{port}"
    with running([program, str(settings)], log) as process:
        wait_for(lambda: redis.Redis.from_url(url).ping(), process, log)
        yield url


def _pick_user() -> str | None:
    """PostgreSQL refuses to run as root: Debian's package made a user for it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise CannotServe("root needs an unprivileged user named postgres or nobody to run PostgreSQL")


def _group_of(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None
