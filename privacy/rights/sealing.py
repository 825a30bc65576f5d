"""Texts of this room at rest: sealed under the key of the person or of the institution they are for."""

from datetime import datetime
from uuid import UUID

from privacy.errors import KeyUnavailable
from privacy.keys.services import ensure_data_key, seal, unseal

HUB = "hub"


def owner_of_person(person_id: UUID) -> str:
    """Return the name under which a person's own data key is kept."""
    return f"person:{person_id}"


def seal_text(*, owner: str, place: str, text: str, now: datetime) -> bytes:
    """Return a text sealed for a place (`table.field:row`); nothing stays nothing."""
    if not text:
        return b""
    key_id = ensure_data_key(owner=owner or HUB, now=now)
    return seal(key_id=key_id, place=place, value=text.encode())


def open_text(*, place: str, sealed: bytes | memoryview) -> str:
    """Return the text, "" where there is none or its key was destroyed. Raises SealBroken."""
    if not sealed:
        return ""
    try:
        return unseal(place=place, sealed=bytes(sealed)).decode()
    except KeyUnavailable:
        return ""
