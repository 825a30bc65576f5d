"""Where the root keys come from: a file, an environment variable, or a file whose roots Vault opens.

HUB_KEYRING names the source. Messages say what to do and never show key material.
"""

import os
import secrets
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from privacy.errors import KeyringReadOnly, KeyUnavailable
from privacy.keys.roots import Keyring, decode_roots, encode_roots, read_document

FILE, ENVIRONMENT, VAULT = "file", "env", "vault"


class KeySource(Protocol):
    """A place that root keys are loaded from, and perhaps stored to; two of one place are equal."""

    def __hash__(self) -> int: ...

    def load(self) -> Keyring:
        """Return the root keys. Raises KeyUnavailable."""

    def store(self, ring: Keyring, *, new: bool = False) -> None:
        """Keep the root keys; `new` refuses to replace any. Raises KeyringReadOnly, FileExistsError."""

    def stamp(self) -> Hashable:
        """Return what changes whenever the stored keyring does."""


@dataclass(frozen=True, slots=True)
class FileSource:
    """A JSON file of mode 0600 that holds the roots in base64."""

    path: Path

    def load(self) -> Keyring:
        """Read the file. Raises KeyUnavailable when it is missing or malformed."""
        text = read_file(self.path)
        document = read_document(text) if text is not None else None
        if document is None:
            raise KeyUnavailable("HUB_KEYRING names no readable keyring: run make_keyring")
        return _need_sound(decode_roots(document))

    def store(self, ring: Keyring, *, new: bool = False) -> None:
        """Write the file anew beside the old one and rename it over, so that no reader sees half."""
        write_file(self.path, encode_roots(ring).to_json(), new=new)

    def stamp(self) -> Hashable:
        """Return the file's identity, time and size."""
        return stamp_file(self.path)


@dataclass(frozen=True, slots=True)
class EnvironmentSource:
    """A variable that holds the keyring's JSON, or whose `_FILE` twin names a file that does."""

    name: str

    def load(self) -> Keyring:
        """Read the variable. Raises KeyUnavailable."""
        text = self._read()
        document = read_document(text) if text is not None else None
        if document is None:
            raise KeyUnavailable(
                "the variable that HUB_KEYRING names, or its _FILE, holds no keyring"
            )
        return _need_sound(decode_roots(document))

    def store(self, ring: Keyring, *, new: bool = False) -> None:  # noqa: ARG002  # the interface
        """Refuse: who sets the variable must change it. Raises FileExistsError when it is set."""
        if new and self._read() is not None:
            raise FileExistsError(self.name)
        raise KeyringReadOnly(
            "the keyring comes from the environment: change it there, restart, then run rewrap_keys"
        )

    def stamp(self) -> Hashable:
        """Return that of the `_FILE` twin; the environment of a process never changes."""
        path = os.environ.get(f"{self.name}_FILE")
        return stamp_file(Path(path)) if path else None

    def _read(self) -> str | None:
        path = os.environ.get(f"{self.name}_FILE")
        return read_file(Path(path)) if path else os.environ.get(self.name)


def choose_source() -> KeySource:
    """Return the source that the settings name."""
    kind = settings.KEYRING_SOURCE
    if kind == ENVIRONMENT:
        return EnvironmentSource(settings.KEYRING_VARIABLE)
    if kind == VAULT:
        # hvac is an extra: only hubs whose keys stand behind Vault install it.
        from privacy.keys.vault import VaultSource

        return VaultSource(
            path=settings.KEYRING_PATH,
            address=settings.VAULT_ADDRESS,
            key=settings.VAULT_KEY,
            token=settings.VAULT_TOKEN,
        )
    return FileSource(settings.KEYRING_PATH)


def read_file(path: Path) -> str | None:
    """Return the text of a file, or None when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def write_file(path: Path, text: str, *, new: bool) -> None:
    """Write a private file at once and whole. Raises FileExistsError when it must be new and is not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(beside, path)
        else:
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def stamp_file(path: Path) -> Hashable:
    """Return what tells one state of a file from another, or None when there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _need_sound(ring: Keyring | None) -> Keyring:
    if ring is None:
        raise KeyUnavailable("the keyring needs roots of 32 bytes in base64")
    return ring
