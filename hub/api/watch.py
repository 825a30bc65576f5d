"""Notice that inboxes have grown: one task looks for all streams of the process.

It asks the database, which knows; a broker would be one more thing that can be lost. It looks only
while somebody listens.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from uuid import UUID

logger = logging.getLogger("hub.stream")

Look = Callable[[Collection[UUID]], Awaitable[Mapping[UUID, int]]]
AFTER_FAILURE = 1.0  # seconds


class Watcher:
    """Ring the bells of those whose inbox has a new head."""

    def __init__(self, look: Look, interval: float) -> None:
        self._look = look
        self._interval = interval
        self._bells: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._heads: dict[UUID, int] = {}
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def listen(self, institution_id: UUID) -> Iterator[asyncio.Event]:
        """Yield a bell that rings when the institution's inbox grows, and may ring once for nothing."""
        bell = asyncio.Event()
        self._bells[institution_id].add(bell)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        try:
            yield bell
        finally:
            self._bells[institution_id].discard(bell)
            if not self._bells[institution_id]:
                del self._bells[institution_id]
                self._heads.pop(institution_id, None)

    async def _watch(self) -> None:
        while self._bells:
            pause = self._interval
            try:
                heads = await self._look(tuple(self._bells))
            except Exception as error:  # noqa: BLE001  # streams go on when the database is back
                logger.error("cannot look for new positions: %s", type(error).__name__)
                heads, pause = {}, AFTER_FAILURE
            for institution_id, head in heads.items():
                if self._heads.get(institution_id) != head:
                    self._ring(institution_id, head)
            await asyncio.sleep(pause)

    def _ring(self, institution_id: UUID, head: int) -> None:
        # Whoever left meanwhile is not remembered.
        if institution_id in self._bells:
            self._heads[institution_id] = head
            for bell in self._bells[institution_id]:
                bell.set()
