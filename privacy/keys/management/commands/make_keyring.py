"""Make the keyring file if there is none."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from privacy.keys.keyring import create_keyring


class Command(BaseCommand):
    """Create HUB_KEYRING with one fresh root key; an existing file is left alone."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Create the file and say what happened."""
        path = Path(settings.KEYRING_PATH)
        made = create_keyring(path)
        self.stdout.write("keyring made" if made else "keyring kept")
