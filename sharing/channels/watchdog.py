"""Cut off a request that takes too long in all, however it spends its time.

Timeouts of a socket begin anew with each byte: who sends one now and then is never late. Here a timer shuts
the socket down, and whatever waits for it ends at once.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from threading import Timer
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Watchdog:
    """Holds the socket of one request; `has_cut` once the time is over."""

    def __init__(self) -> None:
        self.has_cut = False
        self._socket: socket.socket | None = None

    def hold(self, held: socket.socket | None) -> None:
        """Take the socket that the request is made over."""
        self._socket = held
        if self.has_cut:
            self.cut()

    def cut(self) -> None:
        """Shut the socket down, now or as soon as there is one."""
        self.has_cut = True
        if self._socket is not None:
            with suppress(OSError):
                # Not the method of a TLS socket: that one takes the layer away from who reads.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


_WATCHDOG: ContextVar[Watchdog | None] = ContextVar("watchdog", default=None)


@contextmanager
def cut_off_after(seconds: float) -> Iterator[Watchdog]:
    """Watch over the request that this thread makes within."""
    watchdog = Watchdog()
    timer = Timer(seconds, watchdog.cut)
    timer.daemon = True
    token = _WATCHDOG.set(watchdog)
    timer.start()
    try:
        yield watchdog
    finally:
        timer.cancel()
        _WATCHDOG.reset(token)


class _Watched(HTTPConnection):
    def send(self, data: Any) -> None:
        """Send, after the watchdog was handed the socket, be it a new one or one kept open."""
        if self.sock is None:
            self.connect()
        if (watchdog := _WATCHDOG.get()) is not None:
            watchdog.hold(self.sock)
        super().send(data)


class _WatchedTls(_Watched, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _PoolTls(HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


POOLS: dict[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _PoolTls}
