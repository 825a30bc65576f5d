"""Files of a member: read with a bound, written whole or not at all, one run at a time in a folder."""

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from riskhub.errors import ConfigurationRefused, FolderInUse

_HARMLESS = re.compile(r"[A-Za-z0-9_-]{1,80}")


def read_bounded(path: Path, most: int) -> bytes:
    """Return what a file holds. Raises ConfigurationRefused for what is missing or too large."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ConfigurationRefused(f"{path}: {error.strerror}") from None
    if len(content) > most:
        raise ConfigurationRefused(f"{path}: larger than {most} bytes")
    return content


def write_whole(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Put content in a file that only its owner reads; a kill leaves the old file or the new one.

    Without `synced` a power cut may still take it back: `sync_all` ends that for many files at once.
    """
    make_folder(path.parent)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if synced:
        _keep_names(path.parent)


def sync_all() -> None:
    """Return when all files written so far survive a power cut."""
    if sys.platform != "win32":
        os.sync()


def append_line(path: Path, line: bytes) -> None:
    """Add a line, or several, to a file for good before returning."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def safe_name(text: str) -> str:
    """Return a text as a file name: itself where it is harmless, else its digest."""
    if _HARMLESS.fullmatch(text):
        return text
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def make_folder(path: Path) -> None:
    """Make a folder that only its owner enters, unless it is there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationRefused(f"{path}: {error.strerror}") from None


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold the folder for this run. Raises FolderInUse; a killed run holds nothing."""
    make_folder(folder)
    with (folder / ".riskhub-lock").open("w") as file:
        if sys.platform != "win32":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise FolderInUse(f"{folder}: another run is at work here") from None
        yield


def _keep_names(folder: Path) -> None:
    # A renamed file survives a power cut only when its folder is on the disk as well.
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
