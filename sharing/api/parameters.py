"""Query parameters: each is read by its own rule; unknown and unusable ones are named, not guessed."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import QueryDict
from rest_framework.exceptions import ErrorDetail, ValidationError

from sharing.delivery.listing import ListFilter
from sharing.members.actors import Actor
from sharing.stix.vocabulary import RISK_CATEGORIES

Reader = Callable[[str], Any]

LARGEST_PAGE = 200
DEFAULT_PAGE = 50
# Words for a least severity on the profile's scale of 0 to 100.
SEVERITIES = {"low": 1, "medium": 40, "high": 70, "critical": 90}
STAGES = ("signal", "suspected", "confirmed", "contained", "resolved", "refuted")
LONGEST_TEXT = 200
_WHOLE = re.compile(r"0|[1-9][0-9]{0,5}")
_NAME = re.compile(r"[a-z_]{1,30}")
_JURISDICTION = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,6})?")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,12})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_IDENTITY = re.compile(r"identity--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class UnusableValue(Exception):
    """A parameter's value breaks its rule; the text is the rule and never the value."""


def read_parameters(query: QueryDict, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """Return the values of the parameters given. Raises ValidationError naming each that is wrong."""
    values: dict[str, Any] = {}
    faults: dict[str, list[ErrorDetail]] = {}
    for name, given in query.lists():
        try:
            values[name] = _read_one(readers.get(name), given)
        except UnusableValue as fault:
            code = "unusable-value" if name in readers else "unknown-parameter"
            shown = name if _NAME.fullmatch(name) else "?"
            faults[shown] = [ErrorDetail(str(fault), code)]
    if faults:
        raise ValidationError(faults)
    return values


def _read_one(reader: Reader | None, given: list[Any]) -> Any:
    if reader is None:
        raise UnusableValue("There is no such parameter.")
    if len(given) != 1:
        raise UnusableValue("Give it once.")
    return reader(str(given[0]))


def read_limit(text: str) -> int:
    """Return the size of a page, 1 to 200."""
    if not (_WHOLE.fullmatch(text) and 1 <= int(text) <= LARGEST_PAGE):
        raise UnusableValue(f"Give a whole number from 1 to {LARGEST_PAGE}.")
    return int(text)


def read_text(text: str) -> str:
    """Return words to look for."""
    if not 1 <= len(text) <= LONGEST_TEXT:
        raise UnusableValue(f"Give 1 to {LONGEST_TEXT} characters.")
    return text


def read_category(text: str) -> str:
    """Return a risk category of the vocabulary."""
    if text not in RISK_CATEGORIES:
        raise UnusableValue("Give a risk category of the profile's vocabulary.")
    return text


def read_severity(text: str) -> int:
    """Return the least severity: 0 to 100, or a word."""
    if text in SEVERITIES:
        return SEVERITIES[text]
    if not (_WHOLE.fullmatch(text) and int(text) <= 100):
        raise UnusableValue("Give 0 to 100, or low, medium, high or critical.")
    return int(text)


def read_jurisdiction(text: str) -> str:
    """Return a jurisdiction such as CN, CN-SH or EU-DE."""
    if not _JURISDICTION.fullmatch(text):
        raise UnusableValue("Give a code such as CN, HK or EU-DE.")
    return text


def read_reporter(text: str) -> str:
    """Return the STIX identity of a reporter."""
    if not _IDENTITY.fullmatch(text):
        raise UnusableValue("Give the STIX identity id of an institution.")
    return text


def read_uuid(text: str) -> UUID:
    """Return a UUID."""
    if not _UUID.fullmatch(text):
        raise UnusableValue("Give a UUID.")
    return UUID(text)


def read_moment(text: str) -> datetime:
    """Return a moment with its offset (RFC 3339), in UTC."""
    # A plus that was not encoded arrives as a blank.
    written = text.replace(" ", "+").upper()
    try:
        if _MOMENT.fullmatch(written):
            return datetime.fromisoformat(written).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UnusableValue("Give a timestamp of RFC 3339 with its offset, such as Z.")


def choose(*choices: str) -> Reader:
    """Return a reader of one of the choices."""

    def read_choice(text: str) -> str:
        if text not in choices:
            raise UnusableValue(f"Give one of: {', '.join(choices)}.")
        return text

    return read_choice


def fields_reader(names: Iterable[str]) -> Reader:
    """Return a reader of `fields`: names of members, separated by commas."""
    known = tuple(names)

    def read_fields(text: str) -> tuple[str, ...]:
        wanted = dict.fromkeys(text.split(","))
        if not wanted.keys() <= set(known):
            raise UnusableValue(f"Give some of: {', '.join(known)}.")
        return tuple(wanted)

    return read_fields


def write_cursor(actor: Actor, name: str, place: list[Any]) -> str:
    """Return an opaque cursor that only this institution can use, on this list."""
    # Without a time: the same page has the same cursor, and so the same ETag.
    return signing.Signer(salt=_salt(actor, name)).sign_object(place)


def cursor_reader(actor: Actor, name: str) -> Reader:
    """Return a reader of the cursors of one list of one institution."""

    def read_cursor(text: str) -> Any:
        try:
            return signing.Signer(salt=_salt(actor, name)).unsign_object(text)
        except signing.BadSignature as error:
            raise UnusableValue("Give a cursor of this list as it was handed out.") from error

    return read_cursor


def _salt(actor: Actor, name: str) -> str:
    return f"cursor:{name}:{actor.institution_id}"


ALERT_FILTERS: dict[str, Reader] = {
    "q": read_text,
    "category": read_category,
    "severity": read_severity,
    "reporter": read_reporter,
    "jurisdiction": read_jurisdiction,
    "since": read_moment,
    "until": read_moment,
    "case": read_uuid,
    "direction": choose("received", "sent"),
    "status": choose(*STAGES),
}
_FIELDS = {"q": "text", "severity": "min_severity", "status": "stage"}


def make_filter(values: Mapping[str, Any]) -> ListFilter:
    """Return what a list is narrowed to."""
    wanted = {_FIELDS.get(name, name): values[name] for name in ALERT_FILTERS if name in values}
    return ListFilter(**wanted)


def page_readers(actor: Actor, name: str) -> dict[str, Reader]:
    """Return the readers of the two parameters of paging."""
    return {"limit": read_limit, "cursor": cursor_reader(actor, name)}
