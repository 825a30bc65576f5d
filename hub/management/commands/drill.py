"""Run a drill on made-up data in a throw-away database and report the times that it took."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hub.management.drills import DRILLS, DrillReport, run_drill
from privacy.keys.keyring import create_keyring

INSIDE = "HUB_DRILL_INSIDE"
_STEP = "{:<34} {:>9} {:>7}"
_CLOCK = "{:<26} {:>10} {:>9}  {}"


class Command(BaseCommand):
    """Runs itself once more inside a throw-away data folder, so that the hub's own is never touched."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the drill and where its report goes."""
        parser.add_argument("name", choices=sorted(DRILLS))
        parser.add_argument("--json", type=Path, help="write the report there as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run inside a throw-away folder, and print the report."""
        if os.environ.get(INSIDE) != "1":
            self._start_inside()
            return
        create_keyring(Path(settings.KEYRING_PATH))
        call_command("migrate", verbosity=0)
        report = run_drill(options["name"])
        if options["json"]:
            content = orjson.dumps(asdict(report), option=orjson.OPT_INDENT_2)
            options["json"].write_bytes(content + b"\n")
        self._print(report)

    def _print(self, report: DrillReport) -> None:
        self.stdout.write(_STEP.format(f"step ({report.drill})", "seconds", "count"))
        for step in report.steps:
            self.stdout.write(_STEP.format(step.name, f"{step.seconds:.3f}", step.count))
        self.stdout.write("")
        self.stdout.write(_CLOCK.format("clock", "limit s", "taken s", "within"))
        verdicts = {None: "-", True: "yes", False: "NO"}
        for one in report.clocks:
            limit = "waits" if one.limit is None else str(one.limit or "at once")
            taken = "-" if one.taken is None else f"{one.taken:.3f}"
            self.stdout.write(_CLOCK.format(one.clock, limit, taken, verdicts[one.within]))

    def _start_inside(self) -> None:
        with tempfile.TemporaryDirectory(prefix="drill-") as folder:
            environment = os.environ | {
                INSIDE: "1",
                "HUB_ENV": "demo",
                "HUB_DATA_DIR": folder,
                "HUB_KEYRING": f"{folder}/keyring.json",
                "HUB_DATABASE_URL": f"sqlite:///{folder}/hub.sqlite3",
                "HUB_LOG_LEVEL": "WARNING",
            }
            command = [sys.executable, sys.argv[0], *sys.argv[1:]]
            done = subprocess.run(command, env=environment, check=False)  # noqa: S603  # itself
        if done.returncode != 0:
            raise CommandError("the drill failed", returncode=done.returncode)
