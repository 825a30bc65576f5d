"""How often one person, or one address of the network, may ask in a minute."""

import time

from django.conf import settings
from django.core.cache import caches

WINDOW = 60
# Whoever is nobody yet: codes asked for and tried. A person: pages and forms.
AT_THE_DOOR = 20
INSIDE = 60


def is_too_often(name: str, most: int) -> bool:
    """Count an asking under a name, and say whether it is beyond the most in this minute."""
    if not settings.RATE_LIMITS:
        return False
    counters = caches["counters"]
    key = f"me:{name}:{int(time.time()) // WINDOW}"
    counters.add(key, 0, 2 * WINDOW)
    try:
        return int(counters.incr(key)) > most
    except ValueError:
        # It was dropped in between; the next one counts.
        return False
