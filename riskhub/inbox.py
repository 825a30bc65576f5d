"""A folder that fills with what the hub delivers, and how far it is filled.

Objects lie where the FileSystemSource of stix2 looks for them: `type/id/version.json`, or
`type/id.json` for what has no versions. Files come first, the checkpoint after them: a killed run is
taken up at the page that it did not finish, and what it has written already is not written twice.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from riskhub.client import START
from riskhub.errors import ConfigurationRefused
from riskhub.files import alone_in, make_folder, read_bounded, safe_name, sync_all, write_whole
from riskhub.receipts import digest
from riskhub.values import Checkpoint, Event, Page

LARGEST_OBJECT = 20_000_000
LARGEST_CHECKPOINT = 20_000
_TYPE = re.compile(r"[a-z0-9][a-z0-9-]{0,249}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,249}--[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERSION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z")


@dataclass(frozen=True, slots=True)
class Kept:
    """An object of a page, and its file; `is_new` unless the file was there already."""

    id: str
    type: str
    version: str
    is_revoked: bool
    is_new: bool
    path: Path


class Inbox:
    """A folder of objects of one collection of one hub."""

    def __init__(self, folder: Path, source: str) -> None:
        self._folder = folder
        self._checkpoint = CheckpointFile(folder / ".riskhub-poll.json", source)

    def read_checkpoint(self) -> Checkpoint:
        """Return how far the folder is filled. Raises ConfigurationRefused."""
        known = self._checkpoint.read()
        names = ("added_after", "next", "last")
        return Checkpoint(*(known.get(name, "") for name in names)) if known else START

    def keep(self, page: Page) -> list[Kept]:
        """Write the objects of a page that the folder does not hold yet."""
        kept = [self._write(item) for item in page.objects]
        if any(one.is_new for one in kept):
            sync_all()
        return kept

    def move_on(self, page: Page) -> None:
        """Note that a page is done with."""
        self._checkpoint.write(asdict(page.checkpoint))

    def _write(self, item: dict[str, Any]) -> Kept:
        content = json.dumps(item, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
        path, is_new = self._find_place(item, content)
        if is_new:
            write_whole(path, content, synced=False)
        version = str(item.get("modified") or item.get("created") or "")
        return Kept(
            id=str(item.get("id")),
            type=str(item.get("type")),
            version=version,
            is_revoked=item.get("revoked") is True,
            is_new=is_new,
            path=path,
        )

    def _find_place(self, item: dict[str, Any], content: bytes) -> tuple[Path, bool]:
        place = self._folder / name_of(item, content)
        # Two reporters may each send a version of one id: neither replaces the other.
        other = place.with_name(f"{place.stem}-{digest(content)[:12]}.json")
        for path in (place, other):
            known = _read_json(path)
            if known is None or known == content:
                return path, known is None
        return other, True


class EventFolder:
    """A folder of the events of one stream, a file each."""

    def __init__(self, folder: Path) -> None:
        make_folder(folder)
        self._folder = folder

    def keep(self, event: Event) -> Path:
        """Write an event and return its file; the same event has the same file."""
        content = json.dumps(describe_event(event), ensure_ascii=False, indent=1)
        path = self._folder / f"{safe_name(event.position).zfill(20)}.json"
        write_whole(path, content.encode("utf-8", "surrogatepass"))
        return path


class CheckpointFile:
    """How far a source was read, in a file that is never half written."""

    def __init__(self, path: Path, source: str) -> None:
        self._path = path
        self._source = source

    def read(self) -> dict[str, str]:
        """Return what was noted, {} if nothing was. Raises ConfigurationRefused for another source."""
        if not self._path.exists():
            return {}
        try:
            known = json.loads(read_bounded(self._path, LARGEST_CHECKPOINT))
        except ValueError:
            known = None
        if not isinstance(known, dict) or not all(isinstance(one, str) for one in known.values()):
            raise ConfigurationRefused(f"{self._path}: not a checkpoint; remove it to start over")
        if known.pop("source", "") != self._source:
            raise ConfigurationRefused(
                f"{self._path}: belongs to another hub, member or collection"
            )
        return known

    def write(self, content: dict[str, str]) -> None:
        """Note how far the source was read."""
        write_whole(self._path, json.dumps({"source": self._source, **content}).encode())


@contextmanager
def open_inbox(folder: Path, source: str) -> Iterator[Inbox]:
    """Open a folder for this run alone. Raises FolderInUse."""
    with alone_in(folder):
        yield Inbox(folder, source)


def name_of(item: dict[str, Any], content: bytes) -> Path:
    """Return the place of an object in a folder; nothing the hub says can lead out of it."""
    kind, identifier = str(item.get("type", "")), str(item.get("id", ""))
    if not _TYPE.fullmatch(kind) or not _ID.fullmatch(identifier):
        return Path("unnamed") / f"{digest(content)}.json"
    version = str(item.get("modified") or "")
    if not version:
        return Path(kind) / f"{identifier}.json"
    if not _VERSION.fullmatch(version):
        version = digest(content)[:20]
    return Path(kind) / identifier / f"{re.sub(r'[-T:.Z]', '', version)}.json"


def describe_event(event: Event) -> dict[str, Any]:
    """Return an event as it is shown and kept."""
    return {"position": event.position, "event": event.kind, **event.document}


def _read_json(path: Path) -> bytes | None:
    """Return what a file holds; None for what a power cut left empty or torn, or is not there."""
    try:
        content = read_bounded(path, LARGEST_OBJECT)
        json.loads(content)
    except (ConfigurationRefused, ValueError):
        return None
    return content
