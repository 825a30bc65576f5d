"""What other rooms hand in and get back: values, no rows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from privacy.subjects.cutting import Value
from privacy.subjects.identifiers import is_strong, scope_to_item, subject_key


@dataclass(frozen=True, slots=True)
class Keep:
    """What was cut out of one item, to be kept for it; `confidential` hides it from those it names."""

    item_kind: str
    item_id: UUID
    values: tuple[Value, ...]
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Mentioning:
    """An item that mentions a person; `subjects` are those of the person as the item knows them."""

    item_kind: str
    item_id: UUID
    controller: str
    at: datetime
    subjects: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class Said:
    """What an item says of a person: the kind of datum, and the value as it stands there."""

    kind: str
    value: str


def know(item_id: UUID, kind: str, normalised: str) -> tuple[bytes, bool]:
    """Return how an item knows the bearer of an identifier, and whether others know it alike."""
    subject = subject_key(kind, normalised)
    if is_strong(kind, normalised):
        return subject, True
    return scope_to_item(subject, str(item_id)), False


def known_in(item_id: UUID, subjects: frozenset[bytes]) -> frozenset[bytes]:
    """Return how an item may know a person: by its strong identifiers, and by the weak ones here."""
    return subjects | {scope_to_item(one, str(item_id)) for one in subjects}
