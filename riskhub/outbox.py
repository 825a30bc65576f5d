"""Files on their way to the hub: each document is sent once, however often a run is killed or repeated.

A journal notes what was taken, by digest; a document in it is not sent again, wherever it stands. A
batch is spooled before it is sent: what a killed run left there goes first, as it was, so that the
hub knows it by its Idempotency-Key even if the files have grown since. Beside the journal lies the
receipt of each accepted alert.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from riskhub.client import MOST_BYTES, Client, make_batches
from riskhub.errors import ConfigurationRefused, Problem, RiskHubError
from riskhub.files import (
    append_line,
    make_folder,
    read_bounded,
    safe_name,
    sync_all,
    write_whole,
)
from riskhub.receipts import digest
from riskhub.values import Accepted, LineResult

JSON_SUFFIXES = frozenset({".json", ".stix"})
LINE_SUFFIXES = frozenset({".ndjson", ".jsonl"})
# The lines of a batch and what is noted before them.
LARGEST_SPOOL = 5 * MOST_BYTES


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a document stands: a file, or a line of one (0: the whole file); what it is."""

    path: str
    line: int
    sha256: str

    @property
    def place(self) -> str:
        """Return the place for people."""
        return f"{self.path}:{self.line}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a document went: accepted, refused, or (neither) not sent again."""

    piece: Piece
    accepted: tuple[Accepted, ...] = ()
    problem: RiskHubError | None = None


class Outbox:
    """The folder that knows what one member has sent to one hub."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder / "receipts")
        self._journal = folder / "sent.jsonl"
        self._receipts = folder / "receipts"
        self._spool = folder / "sending.ndjson"
        self._sent = self._read_journal()

    def submit(self, client: Client, path: Path) -> Iterator[Outcome]:
        """Send what a file holds and yield how each document went.

        Raises HubUnreachable, UnexpectedAnswer, and Problem for what any other file would meet too.
        """
        if path.suffix.lower() in LINE_SUFFIXES:
            yield from self._submit_lines(client, path)
        else:
            yield self._submit_whole(client, path)

    def resume(self, client: Client) -> Iterator[Outcome]:
        """Send the batch that a killed run left, as it was, and yield how it went."""
        if self._spool.exists():
            head, *lines = read_bounded(self._spool, LARGEST_SPOOL).split(b"\n")
            pieces = [Piece(**item) for item in json.loads(head)]
            yield from self._send_batch(client, pieces, lines)

    def receipt_path(self, accepted: Accepted) -> Path:
        """Return where the receipt of an accepted alert lies."""
        return self._receipts / f"{safe_name(accepted.id)}.jws"

    def _submit_whole(self, client: Client, path: Path) -> Outcome:
        try:
            content = read_bounded(path, MOST_BYTES)
        except ConfigurationRefused as refusal:
            return Outcome(Piece(str(path), 0, ""), problem=refusal)
        piece = Piece(str(path), 0, digest(content))
        if piece.sha256 in self._sent:
            return Outcome(piece)
        try:
            result = LineResult(accepted=(client.submit(content),))
        except Problem as problem:
            result = LineResult(problem=_of_content(problem))
        return self._note([piece], [result])[0]

    def _submit_lines(self, client: Client, path: Path) -> Iterator[Outcome]:
        left_out: list[Outcome] = []
        fresh = self._leave_out(read_lines(path), left_out)
        for batch in make_batches(fresh, lambda one: len(one[1])):
            pieces, lines = [piece for piece, _ in batch], [line for _, line in batch]
            head = json.dumps([asdict(piece) for piece in pieces]).encode()
            write_whole(self._spool, b"\n".join([head, *lines]))
            yield from self._send_batch(client, pieces, lines)
            yield from left_out
            left_out.clear()
        yield from left_out

    def _leave_out(
        self, found: Iterable[tuple[Piece, bytes]], left_out: list[Outcome]
    ) -> Iterator[tuple[Piece, bytes]]:
        seen: set[str] = set()
        for piece, line in found:
            if len(line) > MOST_BYTES:
                refusal = ConfigurationRefused(f"{piece.place}: larger than {MOST_BYTES} bytes")
                left_out.append(Outcome(piece, problem=refusal))
            elif piece.sha256 in self._sent or piece.sha256 in seen:
                left_out.append(Outcome(piece))
            else:
                seen.add(piece.sha256)
                yield piece, line

    def _send_batch(
        self, client: Client, pieces: list[Piece], lines: list[bytes]
    ) -> Iterator[Outcome]:
        try:
            results = client.submit_batch(lines)
        except Problem as problem:
            results = [LineResult(problem=_of_content(problem))] * len(lines)
        outcomes = self._note(pieces, results)
        self._spool.unlink()
        yield from outcomes

    def _note(self, pieces: Sequence[Piece], results: Sequence[LineResult]) -> list[Outcome]:
        # Receipts first: what the journal knows is not sent again, so its receipt must be there.
        noted: list[bytes] = []
        for piece, result in zip(pieces, results, strict=True):
            for accepted in result.accepted:
                receipt = accepted.receipt.encode() + b"\n"
                write_whole(self.receipt_path(accepted), receipt, synced=False)
            if result.accepted:
                ids = [accepted.id for accepted in result.accepted]
                noted.append(json.dumps(asdict(piece) | {"ids": ids}).encode())
                self._sent.add(piece.sha256)
        if noted:
            sync_all()
            append_line(self._journal, b"\n".join(noted))
        return [
            Outcome(piece, result.accepted, result.problem)
            for piece, result in zip(pieces, results, strict=True)
        ]

    def _read_journal(self) -> set[str]:
        found = set()
        line = b"\n"
        self._journal.touch(mode=0o600)
        with self._journal.open("rb") as file:
            for line in file:
                try:
                    found.add(str(json.loads(line)["sha256"]))
                except (ValueError, KeyError, TypeError):
                    # What a power cut tore counts as not sent; the hub knows it by its key.
                    continue
        if not line.endswith(b"\n"):
            append_line(self._journal, b"")
        return found


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and those of STIX below the folders named, in order.

    Hidden files and links are left out of folders. Raises ConfigurationRefused for what is missing.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(sorted(_walk(path)))
        elif path.is_file():
            found[path] = None
        else:
            raise ConfigurationRefused(f"{path}: there is no such file or folder")
    return list(found)


def read_lines(path: Path) -> Iterator[tuple[Piece, bytes]]:
    """Yield the documents of a file that holds one a line; of a line too large, only its start."""
    number = 0
    with path.open("rb") as file:
        while raw := file.readline(MOST_BYTES + 2):
            number += 1
            rest = raw
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(MOST_BYTES)
            if line := raw.strip():
                yield Piece(str(path), number, digest(line)), line


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        if path.is_symlink() or path.suffix.lower() not in JSON_SUFFIXES | LINE_SUFFIXES:
            continue
        if path.is_file():
            yield path


def _of_content(problem: Problem) -> Problem:
    """Return a problem of this content; raise one that any other content would meet as well."""
    if problem.exit_code != 1:
        raise problem
    return problem
