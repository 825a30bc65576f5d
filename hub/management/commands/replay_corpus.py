"""Replay a labelled corpus in a throw-away database and write clusters and deliveries."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from hub.replay.run import read_records, send, write_results
from hub.replay.setting import set_up
from privacy.keys.keyring import create_keyring

INSIDE = "HUB_REPLAY_INSIDE"


class Command(BaseCommand):
    """Runs itself once more inside a throw-away data folder, so that the hub's own is never touched."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the folders and what may vary."""
        parser.add_argument("corpus", type=Path)
        parser.add_argument("out", type=Path)
        parser.add_argument("--order", choices=("received", "random"), default="received")
        parser.add_argument("--workers", type=int, default=1)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--database", default="", help="URL of an empty database to use instead of SQLite"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run inside a throw-away folder."""
        if os.environ.get(INSIDE) != "1":
            self._start_inside(options["database"])
            return
        create_keyring(Path(settings.KEYRING_PATH))
        call_command("migrate", verbosity=0)
        records = read_records(
            options["corpus"] / "alerts.jsonl", order=options["order"], seed=options["seed"]
        )
        members = orjson.loads((options["corpus"] / "members.json").read_bytes())
        began = min(record.received_at for record in records)
        exchange = set_up(members, now=began)
        bar = tqdm(total=len(records), disable=None, file=sys.stderr)
        names = {}
        for submission, name in send(records, exchange, workers=options["workers"]):
            names[submission] = name
            bar.update()
        bar.close()
        for name, count in write_results(names, exchange, options["out"]).items():
            self.stdout.write(f"{name}: {count}")

    def _start_inside(self, database: str) -> None:
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            environment = os.environ | {
                INSIDE: "1",
                "HUB_ENV": "demo",
                "HUB_DATA_DIR": folder,
                "HUB_KEYRING": f"{folder}/keyring.json",
                "HUB_DATABASE_URL": database or f"sqlite:///{folder}/hub.sqlite3",
                "HUB_LOG_LEVEL": "WARNING",
            }
            command = [sys.executable, sys.argv[0], *sys.argv[1:]]
            done = subprocess.run(command, env=environment, check=False)  # noqa: S603  # itself
        if done.returncode != 0:
            raise CommandError("the replay failed", returncode=done.returncode)
