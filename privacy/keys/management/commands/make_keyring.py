"""Make the keyring that HUB_KEYRING names if there is none."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.approvals.management.console import refusals
from privacy.keys.roots import new_keyring
from privacy.keys.sources import choose_source


class Command(BaseCommand):
    """Create the keyring with one fresh root key; an existing one is left alone."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the way to follow a rotation of Vault's own key."""
        parser.add_argument(
            "--rewrap",
            action="store_true",
            help="have Vault encrypt the existing roots under the newest version of its key",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create or rewrap, and say what happened."""
        with refusals():
            self.stdout.write(_rewrap() if options["rewrap"] else _make())


def _make() -> str:
    try:
        choose_source().store(new_keyring(), new=True)
    except FileExistsError:
        return "keyring kept"
    return "keyring made"


def _rewrap() -> str:
    rewrap = getattr(choose_source(), "rewrap", None)
    if rewrap is None:
        raise CommandError("--rewrap needs HUB_KEYRING=vault:<path>")
    return f"roots rewrapped: {rewrap()}"
