"""How many streams there may be at once: of one credential or person, and in one process."""

from collections import Counter
from threading import Lock

from rest_framework.exceptions import Throttled

from sharing.errors import NotAvailable

MOST_EACH = 10
# Each holds a socket: well below the 1024 files that a process may open by default.
MOST_IN_ALL = 500
RETRY_AFTER = 30  # seconds


class Crowd:
    """Count those who listen."""

    def __init__(self, most_each: int = MOST_EACH, most_in_all: int = MOST_IN_ALL) -> None:
        self._most_each = most_each
        self._most_in_all = most_in_all
        self._present: Counter[str] = Counter()
        self._lock = Lock()

    def enter(self, name: str) -> None:
        """Count one more of a caller. Raises Throttled and NotAvailable, and then counts nothing."""
        with self._lock:
            if self._present[name] >= self._most_each:
                raise Throttled(wait=RETRY_AFTER)
            if self._present.total() >= self._most_in_all:
                raise NotAvailable("There are too many streams; try again later.")
            self._present[name] += 1

    def leave(self, name: str) -> None:
        """Count one less."""
        with self._lock:
            self._present[name] -= 1
            self._present += Counter()  # forgets who is gone
