"""The quick start: prepare a private demo exchange in one folder, then become its process keeper."""

import argparse
import fcntl
import os
import secrets
import socket
import subprocess
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ("HUB_DATABASE_URL", "HUB_BROKER_URL", "HUB_REDIS_URL", "HUB_ENV", "HUB_KEYRING")


class CannotStart(Exception):
    """The quick start cannot go on; the message says why and what to do."""


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """Return the port and the data folder, which is relative to where the caller stood."""
    parser = argparse.ArgumentParser(prog="deploy/quickstart", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default 8000)")
    parser.add_argument("--data", type=Path, help="folder that keeps all data (default var/)")
    parser.add_argument("--called-from", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not 1 <= options.port <= 65535:
        parser.error("--port must be between 1 and 65535")
    options.data = (options.called_from / options.data).resolve() if options.data else ROOT / "var"
    return options


def refuse_taken_port(port: int) -> None:
    """Raise CannotStart when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CannotStart(
                f"port {port}: {error.strerror}; choose another with --port"
            ) from error


def open_data_folder(folder: Path) -> int:
    """Make the private folders; return a lock that lasts as long as the process keeper does."""
    try:
        for path in (
            folder,
            folder / "log",
            folder / "broker" / "queue",
            folder / "broker" / "control",
        ):
            path.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = os.open(folder / "quickstart.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(f"the data folder {folder} cannot be used: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CannotStart(f"another quick start uses {folder}; stop it or choose --data") from error
    # supervisord inherits it and does not hand it on to the programs it starts.
    os.set_inheritable(lock, True)
    return lock


def keep_secret(path: Path) -> Path:
    """Make the secret once; later runs keep it, so that sessions and receipts stay valid."""
    if not path.exists():
        draft = path.with_suffix(".new")
        draft.write_text(secrets.token_urlsafe(64), encoding="ascii")
        draft.chmod(0o600)
        draft.rename(path)
    return path


def set_environment(port: int, data: Path) -> None:
    """Point the hub at the data folder and at nothing else; rate limits and log level stay the caller's."""
    for name in SERVICES:
        os.environ.pop(name, None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="hub.settings",
        HUB_ENV="demo",
        HUB_DATA_DIR=str(data),
        HUB_SECRET_KEY_FILE=str(keep_secret(data / "secret-key")),
        HUB_BASE_URL=f"http://127.0.0.1:{port}",
        HUB_PORT=str(port),
        HUB_PYTHON=sys.executable,
        HUB_UID=str(os.getuid()),
    )


def prepare_exchange(data: Path, base_url: str) -> None:
    """Bring database, keys, translations, pages' files and the demo up to date; each step is idempotent.

    Raises CannotStart when a step fails; its trace is in log/prepare.log.
    """
    log_path = data / "log" / "prepare.log"
    with log_path.open("w", encoding="utf-8") as log, redirect_stdout(log):
        try:
            _run_commands(base_url)
        except Exception as error:
            traceback.print_exc(file=log)
            kind = type(error).__name__
            raise CannotStart(f"preparing failed ({kind}); see {log_path}") from error


def _run_commands(base_url: str) -> None:
    import django
    from django.core.management import call_command

    from deploy.catalogues import compile_catalogues

    compile_catalogues()
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("make_keyring")
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", base_url=base_url)


def become_keeper(environment: dict[str, str]) -> None:
    """Start the announcer, then replace this process by supervisord: Ctrl-C and SIGTERM reach it directly."""
    announcer = [sys.executable, "-m", "deploy.child", "deploy.announce"]
    subprocess.Popen(announcer, env=environment)
    supervisord = [sys.executable, "-m", "supervisor.supervisord", "-c", "deploy/supervisord.conf"]
    os.execve(sys.executable, supervisord, environment)  # noqa: S606 -- our own interpreter


def main() -> int:
    """Run the quick start; return 1 with a reason when it cannot start."""
    os.umask(0o077)
    options = read_arguments(sys.argv[1:])
    os.chdir(ROOT)
    try:
        refuse_taken_port(options.port)
        open_data_folder(options.data)
        set_environment(options.port, options.data)
        environment = dict(os.environ)  # as it was before Django set its time zone
        print(f"Preparing the demo exchange in {options.data}", flush=True)
        prepare_exchange(options.data, os.environ["HUB_BASE_URL"])
    except CannotStart as error:
        print(f"quickstart: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    become_keeper(environment)
    return 0


if __name__ == "__main__":
    sys.exit(main())
