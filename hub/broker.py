"""The embedded broker: kombu's filesystem transport, whose files appear whole or not at all.

Kombu gives a message, and a new table of bindings, its final name before its content; whoever reads in
between ends its worker. Here every file is written beside its place and renamed into it, tables have one
writer at a time, and what cannot be read counts as absent (deploy/decisions/0015-embedded-broker.md).
"""

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from queue import Empty
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

Binding = filesystem.exchange_queue_t


class Channel(filesystem.Channel):
    """The hooks of kombu's channel that touch files; all else is kombu's."""

    def _put(  # type: ignore[override]  # as kombu's own does
        self, queue: str, payload: dict[str, Any], **_kwargs: Any
    ) -> None:
        # Consumers take the names in order, so the oldest message first.
        name = f"{time.time_ns()}_{uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str) -> dict[str, Any]:  # type: ignore[override]  # as kombu's own does
        folder, ending = self.data_folder_in, f"{queue}.msg"
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != ending:
                continue
            message = _take(Path(folder) / name)
            if message is not None:
                return message
        raise Empty

    def get_table(self, exchange: str) -> list[Binding]:  # type: ignore[override]  # as kombu's own does
        """Return the bindings of an exchange; a table that cannot be read has none."""
        try:
            return super().get_table(exchange)
        except ValueError:
            return []

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        self._write_table(exchange, Binding(routing_key, pattern or "", queue), bound=True)

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str | None, *_args: Any
    ) -> None:
        self._purge(queue)
        self._write_table(exchange, Binding(routing_key, pattern or "", queue), bound=False)

    def _write_table(self, exchange: str, binding: Binding, *, bound: bool) -> None:
        path: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # not in the stubs
        with _sole_writer(self.control_folder):
            table = self.get_table(exchange)
            if bound is not (binding in table):
                others = [other for other in table if other != binding]
                _write_whole(path, dumps([binding, *others] if bound else others))


class Transport(filesystem.Transport):
    """What `broker_transport` of Celery names where HUB_BROKER_URL is `filesystem://`."""

    Channel = Channel


@contextmanager
def _sole_writer(folder: Path) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    with (folder / "tables.lock").open("ab") as lock:
        flock(lock, LOCK_EX)
        yield


def _write_whole(path: Path, text: str) -> None:
    part = path.with_name(f"{uuid4()}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ChannelError(f"Cannot write {path.name}") from error


def _take(path: Path) -> dict[str, Any] | None:
    """Return a message that is now the caller's alone; None if it was another's or cannot be read."""
    try:
        content = path.read_bytes()
        path.unlink()  # Of several readers it is theirs whose unlinking succeeds.
    except OSError:
        return None
    try:
        message: dict[str, Any] = loads(content)
    except ValueError:
        logger.warning("Dropped a message that cannot be read: %s", path.name)
        return None
    return message
