"""Set the demo exchange up and write demo.json."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from hub.demo.consents import seed_consents
from hub.demo.seed import issue_sign_in, list_samples, seed_members, send_sample
from hub.demo.subjects import describe_subjects
from sharing.members.models import Institution
from sharing.pipeline import run_pending


class Command(BaseCommand):
    """Idempotent: what is there is kept; sign-ins are made anew only when demo.json is gone."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address that demo.json names and where samples may be found."""
        parser.add_argument("--base-url", default=settings.BASE_URL)
        parser.add_argument("--shared", type=Path, default=settings.BASE_DIR.parent / "shared")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed what is missing and print the sign-ins."""
        if settings.PRODUCTION:
            raise CommandError("the demo exchange is not for production")
        path = Path(settings.DATA_DIR) / "demo.json"
        members = seed_members(now=timezone.now())
        seed_consents(members, now=timezone.now())
        if path.exists():
            document = json.loads(path.read_text(encoding="utf-8"))
        else:
            document = {"institutions": self._issue(members), "subjects": describe_subjects()}
        fresh = not path.exists()
        document["base_url"] = options["base_url"].rstrip("/")
        # Before anything is sent: a set-up that is cut short issues no second sign-ins.
        _write_private(path, document)
        if fresh:
            self._send(members, options["shared"])
        self._print(document)

    def _issue(self, members: dict[str, Institution]) -> list[dict[str, Any]]:
        bar = tqdm(members.values(), desc="members", disable=None, leave=False)
        return [issue_sign_in(member, now=timezone.now()) for member in bar]

    def _send(self, members: dict[str, Institution], shared: Path) -> None:
        samples = list(list_samples(members, shared=shared, now=timezone.now()))
        for sample in tqdm(samples, desc="alerts", disable=None, leave=False):
            send_sample(sample, now=timezone.now())
        while run_pending(now=timezone.now()):
            pass

    def _print(self, document: dict[str, Any]) -> None:
        self.stdout.write(f"Portal: {document['base_url']}/")
        for member in document["institutions"]:
            user = member["users"][0]
            self.stdout.write(f"  {member['kind']:<12} {user['email']:<32} {user['password']}")


def _write_private(path: Path, document: dict[str, Any]) -> None:
    """Write a file of secrets that only its owner may read, whole or not at all."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False, indent=1)
    draft.replace(path)
