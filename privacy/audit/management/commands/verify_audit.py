"""Recompute the audit chain and say where it breaks, if it does."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from privacy.audit.services import find_break


class Command(BaseCommand):
    """Exit 0 when every event fits the chain, 1 with the first that does not."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the whole chain."""
        broken = find_break()
        if broken is not None:
            raise CommandError(f"the chain breaks at event {broken}")
        self.stdout.write("the chain holds")
