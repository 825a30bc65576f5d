"""Start-up of the site."""

import sys
from pathlib import Path

from django.apps import AppConfig


class HubConfig(AppConfig):
    """Register the deploy checks, wire the floors together, refuse an unsafe production."""

    name = "hub"
    label = "hub"

    def ready(self) -> None:
        """Bring the checks in; stop web, worker and beat on what they find."""
        from hub.checks import refuse_unsafe_start
        from hub.wiring import hand_over

        hand_over()

        # Operators' commands still run: `check --deploy` must be able to list what to mend.
        if Path(sys.argv[0]).name != "manage.py":
            refuse_unsafe_start()
