"""Every check of the house, on private servers: linters, types, import contracts, deploy checks, tests.

With pytest arguments only pytest runs, on PostgreSQL and Redis.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.catalogues import compile_catalogues
from deploy.environments import embedded, on_servers, safe_production
from deploy.packages import find_chromium, install_missing
from deploy.servers import CannotServe, ending_on_signals, make_folder, run_postgresql, run_redis

ROOT = Path(__file__).resolve().parents[1]
CODE = ["manage.py", "hub", "sharing", "privacy", "riskhub", "deploy", "tests"]
# The pure rooms, the client, the faces and the house: one database or another is the same to them.
EITHER = ["tests/unit", "tests/riskhub", "tests/hub/portal", "tests/hub/api", "tests/house"]
# These are tried on the database of real use; search has an engine of its own in each.
REAL = ["tests/sharing/api", "tests/sharing/taxii"]
SMALL = "(embedded or alone) and not postgres"
SEARCH = "tests/sharing/api/test_search.py"
PYTHON = [sys.executable, "-W", "error::SyntaxWarning"]
MANAGE = [sys.executable, "manage.py"]
LINTERS = {
    "ruff check": [*PYTHON, "-m", "ruff", "check", *CODE],
    "ruff format": [*PYTHON, "-m", "ruff", "format", "--check", *CODE],
    "mypy": [*PYTHON, "-m", "mypy"],
    "import contracts": [
        *PYTHON,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-logo",
    ],
}


def run(title: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one check, its output as it comes; tell whether it passed."""
    print(f"\n== {title}", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, env={**os.environ, **env}, check=False)
    print(
        f"== {title}: {'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.0f} s)",
        flush=True,
    )
    return done.returncode == 0


def run_pytest(arguments: list[str], env: dict[str, str]) -> int:
    """Run pytest and return its exit code; -m "" lifts the quick run's selection."""
    command = [*PYTHON, "-m", "pytest", "-m", "", *arguments]
    return subprocess.run(command, env={**os.environ, **env}, check=False).returncode


def list_checks(
    folder: Path, servers: dict[str, str]
) -> dict[str, tuple[list[str], dict[str, str]]]:
    """Return every check that is not a test: its title, command and environment."""
    sample = folder / "production"
    sample.mkdir(mode=0o700)
    production = safe_production(sample)
    subprocess.run(
        [*MANAGE, "make_keyring"],
        env={**os.environ, **embedded(sample)},
        check=False,
        stdout=subprocess.DEVNULL,
    )
    linters = {title: (command, servers) for title, command in LINTERS.items()}
    return linters | {
        "migrations are complete": ([*MANAGE, "makemigrations", "--check", "--dry-run"], servers),
        "deploy checks": ([*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], production),
    }


def run_everything(folder: Path, servers: dict[str, str]) -> int:
    """Run the checks, then what SQLite is enough for beside the others; return 0 when all passed.

    Both suites wait more than they compute. What the whole one prints follows what the other printed.
    """
    checks = list_checks(folder, servers)
    small = folder / "embedded"
    small.mkdir(mode=0o700)
    with start_pytest(servers, folder / "whole.log") as whole:
        failed = [title for title, (command, env) in checks.items() if not run(title, command, env)]
        print("\n== tests on SQLite and the filesystem broker", flush=True)
        elsewhere = [f"--ignore={one}" for one in (*EITHER, *REAL)]
        if run_pytest(["-m", SMALL, *elsewhere], embedded(small)):
            failed.append("tests on SQLite")
        print(
            "\n== tests of the pure rooms, the client, the faces, the house and search", flush=True
        )
        if run_pytest(["-m", "not postgres", *EITHER, SEARCH], embedded(small)):
            failed.append("tests of pure rooms and pages")
        if failed:
            print(f"\n== failed so far: {', '.join(failed)}", flush=True)
        print("\n== tests on PostgreSQL and Redis", flush=True)
        code = follow(whole, folder / "whole.log")
    return code or int(bool(failed))


@contextmanager
def start_pytest(env: dict[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start the suite with its output in a file; it does not outlive the block.

    What starts a hub of its own, and what is the same on either database, runs beside it.
    """
    command = [*PYTHON, "-m", "pytest", "-m", "not alone", *(f"--ignore={one}" for one in EITHER)]
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, env={**os.environ, **env}, stdout=file, stderr=subprocess.STDOUT
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait()


def follow(process: subprocess.Popen[bytes], log: Path) -> int:
    """Print what a process has written and goes on writing; return its exit code."""
    with log.open("rb") as file:
        while True:
            ended = process.poll() is not None
            sys.stdout.buffer.write(file.read())
            sys.stdout.buffer.flush()
            if ended:
                return process.returncode
            time.sleep(1)


def main() -> int:
    """Install, start the servers, check, stop the servers; the last line printed is pytest's."""
    os.chdir(ROOT)
    if not install_missing():
        return 2
    compile_catalogues()
    os.environ["HUB_CHROMIUM"] = find_chromium() or ""
    arguments = sys.argv[1:]
    with ending_on_signals(), make_folder() as folder:
        try:
            with run_postgresql(folder) as database_url, run_redis(folder) as redis_url:
                servers = on_servers(folder / "data", database_url, redis_url)
                (folder / "data").mkdir(mode=0o700)
                return (
                    run_pytest(arguments, servers) if arguments else run_everything(folder, servers)
                )
        except CannotServe as error:
            print(f"test: {error}", file=sys.stderr)
            return 2


if __name__ == "__main__":
    sys.exit(main())
