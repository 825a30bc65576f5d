"""Seal what stands under retired keys anew, so that these can be destroyed."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from privacy.approvals.management.console import acting_person, refusals
from privacy.keys.models import DataKey
from privacy.keys.places import SealedPlace, list_places
from privacy.keys.rotation import reseal
from privacy.keys.selectors import list_retired


class Command(BaseCommand):
    """Move sealed content to the institutions' active keys in batches; safe to stop and to repeat."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Move all and say how many."""
        work = [
            (key, place)
            for key in list_retired(kind=DataKey.Kind.CONTENT)
            for place in list_places()
        ]
        moved = 0
        with refusals():
            for key, place in tqdm(work, desc="places", disable=None, file=sys.stderr):
                moved += _move(key, place)
        self.stdout.write(f"values sealed anew: {moved}")


def _move(key: DataKey, place: SealedPlace) -> int:
    moved = 0
    while count := reseal(actor=acting_person(), now=timezone.now(), key=key, place=place):
        moved += count
    return moved
