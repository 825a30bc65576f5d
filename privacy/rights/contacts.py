"""Identifiers as persons and officers type them: read, brought to one spelling, and known by their key."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from privacy.rights.errors import Unfit
from privacy.subjects.identifiers import (
    EMAIL,
    PHONE,
    STRONG,
    is_strong,
    normalise_identifier,
    subject_key,
)

LONGEST_IDENTIFIER = 254
_TELEPHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_check_address = EmailValidator()
_RULES = {
    PHONE: "Give a telephone number with its country code, or an address of mail.",
    EMAIL: "Give an address of mail, such as name@mail.example.",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """An identifier: its kind, its one spelling, and the key by which its bearer is known (16 bytes)."""

    kind: str
    value: str = field(repr=False)  # a personal value has no business in a log
    subject: bytes


def read_contact(text: str) -> Contact:
    """Return an address of mail or a telephone number. Raises Unfit, which repeats nothing."""
    return read_identifier(EMAIL if "@" in text else PHONE, text, place="contact")


def read_identifier(kind: str, text: str, *, place: str) -> Contact:
    """Return an identifier that names one person everywhere. Raises Unfit naming the place."""
    value = normalise_identifier(kind, text) if kind in STRONG else ""
    if not is_strong(kind, value) or not _is_whole(kind, value):
        raise Unfit(place, _RULES.get(kind, "Give a whole identifier that names one person."))
    return Contact(kind, value, subject_key(kind, value))


def _is_whole(kind: str, value: str) -> bool:
    if kind == PHONE:
        return _TELEPHONE.fullmatch(value) is not None
    try:
        if kind == EMAIL:
            _check_address(value)
    except ValidationError:
        return False
    return True
