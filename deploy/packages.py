"""The Debian packages that the tests need: installed when root, named when not."""

import os
import shutil
import subprocess
import sys

from deploy.servers import LEAST_POSTGRESQL, find_postgresql

APT = ["apt-get", "-o", "Acquire::Retries=3", "-o", "Dpkg::Use-Pty=0", "-qq"]


def find_chromium() -> str | None:
    """Return the browser's program, or nothing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def list_missing() -> list[str]:
    """Return the Debian packages of the programs that are not there."""
    missing = {
        "postgresql": find_postgresql() is None,
        "redis-server": shutil.which("redis-server") is None,
        "chromium": find_chromium() is None,
    }
    return [package for package, absent in missing.items() if absent]


def install_missing() -> bool:
    """Install what is missing; return false, having said what is missing, when that cannot be done."""
    missing = list_missing()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing Debian packages: {' '.join(missing)}", flush=True)
        _install(missing)
        missing = list_missing()
    if missing:
        print(
            f"test: missing: {', '.join(missing)} (PostgreSQL {LEAST_POSTGRESQL} or newer, Redis, Chromium).\n"
            f"On Debian, as root: apt-get install --no-install-recommends {' '.join(missing)}",
            file=sys.stderr,
        )
    return not missing


def _install(packages: list[str]) -> None:
    # Run level 1 keeps the packages from starting system servers: the tests start their own.
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run([*APT, "update"], env=environment, check=False)
    subprocess.run(
        [*APT, "install", "-y", "--no-install-recommends", *packages], env=environment, check=False
    )
