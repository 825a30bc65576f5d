"""Physical floors: the least work of the same kind on the same database, without the hub."""

import contextlib
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator

import psycopg

from deploy.benchmarks.report import Floor

BODY = os.urandom(1_500)
FEED_BODY = os.urandom(600)
PAGE = 1_000


def commit_rows(database_url: str, clients: int, seconds: float, rows: int = 1) -> Floor:
    """Insert rows of 1.5 kB and commit, by so many connections; `rows` share a commit."""
    _run(
        database_url,
        "CREATE TABLE IF NOT EXISTS floor_rows (id CHAR(36) PRIMARY KEY, body {bytes})",
    )
    counts = [0] * clients
    deadline = time.perf_counter() + seconds

    def insert(number: int) -> None:
        with _connect(database_url) as write:
            while time.perf_counter() < deadline:
                write([(str(uuid.uuid4()), BODY) for _ in range(rows)])
                counts[number] += rows

    threads = [threading.Thread(target=insert, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    name = f"plain insert and commit, {clients} connections" + (
        f", {rows} a commit" if rows > 1 else ""
    )
    return Floor(name, sum(counts) / seconds, "rows/s")


def read_pages(database_url: str, stored: int, seconds: float) -> Floor:
    """Read pages of 1000 bodies by key, joined, from a plain table of so many."""
    _run(
        database_url,
        "CREATE TABLE IF NOT EXISTS floor_feed (position BIGINT PRIMARY KEY, body {bytes})",
    )
    _run(database_url, "DELETE FROM floor_feed")
    with _connection(database_url) as connection:
        cursor = connection.cursor()
        statement = f"INSERT INTO floor_feed VALUES ({_mark(database_url)}, {_mark(database_url)})"  # noqa: S608 -- constants
        cursor.executemany(statement, [(number, FEED_BODY) for number in range(stored)])
        connection.commit()
        return _scan(cursor, database_url, stored, seconds)


def _scan(
    cursor: "sqlite3.Cursor | psycopg.Cursor[tuple[int, bytes]]",
    url: str,
    stored: int,
    seconds: float,
) -> Floor:
    query = f"SELECT position, body FROM floor_feed WHERE position > {_mark(url)} ORDER BY position LIMIT {PAGE}"  # noqa: S608 -- constants
    read, last = 0, -1
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        rows = cursor.execute(query, (last,)).fetchall()
        b",".join(bytes(body) for _, body in rows)
        read += len(rows)
        last = rows[-1][0] if len(rows) == PAGE else -1
    return Floor(f"key range of {PAGE} plain bodies, {stored} stored", read / seconds, "objects/s")


def _mark(database_url: str) -> str:
    return "?" if database_url.startswith("sqlite") else "%s"


def _run(database_url: str, statement: str) -> None:
    kind = "BLOB" if database_url.startswith("sqlite") else "BYTEA"
    with _connection(database_url) as connection:
        connection.execute(statement.format(bytes=kind))
        connection.commit()


@contextlib.contextmanager
def _connection(
    database_url: str,
) -> "Iterator[sqlite3.Connection | psycopg.Connection[tuple[int, bytes]]]":
    if database_url.startswith("sqlite"):
        connection = sqlite3.connect(
            database_url.removeprefix("sqlite:///"), timeout=30, isolation_level=None
        )
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        with contextlib.closing(connection):
            yield connection
        return
    with psycopg.connect(database_url) as server:
        yield server


@contextlib.contextmanager
def _connect(database_url: str) -> Iterator[Callable[[list[tuple[str, bytes]]], None]]:
    """Yield a function that inserts rows in one transaction."""
    mark = _mark(database_url)
    statement = f"INSERT INTO floor_rows VALUES ({mark}, {mark})"  # noqa: S608 -- constants
    begin = "BEGIN IMMEDIATE" if mark == "?" else "BEGIN"
    with _connection(database_url) as connection:
        if isinstance(connection, psycopg.Connection):
            connection.autocommit = True
        cursor = connection.cursor()

        def write(rows: list[tuple[str, bytes]]) -> None:
            if len(rows) == 1 and mark == "%s":
                cursor.execute(statement, rows[0])
                return
            cursor.execute(begin)
            cursor.executemany(statement, rows)
            cursor.execute("COMMIT")

        yield write
