"""Query parameters of reads (3.4): what is asked for, from where on, and how much at a time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.http import QueryDict
from rest_framework.exceptions import ErrorDetail, ValidationError

from sharing.delivery.pages import Wanted
from sharing.delivery.selectors import position_at
from sharing.stix.timestamps import is_timestamp, read_timestamp
from sharing.taxii.purposes import read_purpose

LARGEST_PAGE = 1_000
# STIX has some forty types; a list is read type by type.
MOST_TYPES = 100
# Databases bind some ten thousand values a statement; nobody asks for more than a page.
MOST_VALUES = 1_000
_MATCHES = frozenset({"id", "type", "version", "spec_version"})
_WORDS = frozenset({"first", "last", "all"})
_LAST = frozenset({"last"})
ALL = frozenset({"all"})


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for, and how much at a time."""

    wanted: Wanted
    limit: int
    # What it is read for, as the request says; "" is unstated.
    purpose: str = ""


def read_query(
    query: QueryDict, *, salt: str, object_id: str = "", otherwise: frozenset[str] = _LAST
) -> Query:
    """Return what the parameters ask for; `object_id` is that of the address, if it names one.

    `otherwise` are the versions where none are asked for. Raises ValidationError (400) for what
    cannot be read. Unknown parameters are ignored, unknown match fields are not: their sender would
    get more than it asked for.
    """
    _refuse_unknown_matches(query)
    _refuse_too_many(query, object_id)
    versions = _read_versions(query) or otherwise
    named = frozenset() if "all" in versions else versions
    stamps = named - _WORDS
    wanted = Wanted(
        after=max(_read_added_after(query), _read_next(query, salt)),
        object_ids=_split(object_id) if object_id else _list(query, "id"),
        object_types=_read_types(query),
        spec_versions=_list(query, "spec_version"),
        first="first" in named,
        last="last" in named,
        versions=stamps,
        dates=frozenset(position_at(read_timestamp(stamp)) for stamp in stamps),
    )
    return Query(wanted, _read_limit(query), read_purpose(query))


def write_next(position: int, *, salt: str) -> str:
    """Return the `next` of a page that ends at a position; it holds in its own collection only."""
    return signing.dumps(position, salt=salt)


def _refuse_unknown_matches(query: QueryDict) -> None:
    for name in query:
        if name.startswith("match[") and name[6:].rstrip("]") not in _MATCHES:
            raise _refuse("match", "There is no such match field here.")
        if name.startswith("match[") and len(query.getlist(name)) > 1:
            raise _refuse("match", "Give each match field once, its values separated by commas.")


def _refuse_too_many(query: QueryDict, object_id: str) -> None:
    fields = _MATCHES - {"id"} if object_id else _MATCHES
    count = len(_split(object_id)) + sum(len(_list(query, field)) for field in fields)
    if count > MOST_VALUES:
        raise _refuse("match", f"Give at most {MOST_VALUES:,} values in all match fields together.")


def _list(query: QueryDict, field: str) -> frozenset[str]:
    return _split(query.get(f"match[{field}]", ""))


def _split(text: str) -> frozenset[str]:
    # PostgreSQL text cannot hold NUL: nothing can match it.
    return frozenset(part.strip().replace("\0", "?") for part in text.split(",") if part.strip())


def _read_types(query: QueryDict) -> frozenset[str]:
    types = _list(query, "type")
    if len(types) > MOST_TYPES:
        raise _refuse("match[type]", f"Give at most {MOST_TYPES} types.")
    return types


def _read_versions(query: QueryDict) -> frozenset[str]:
    given = _list(query, "version")
    # A plus that was not encoded arrives as a blank.
    versions = frozenset(re.sub(r"[+ ]00:00$", "Z", version) for version in given)
    if all(version in _WORDS or is_timestamp(version) for version in versions):
        return versions
    raise _refuse("match[version]", "Give first, last, all or timestamps.")


def _read_added_after(query: QueryDict) -> int:
    text = query.get("added_after", "")
    if not text:
        return 0
    try:
        # A plus that was not encoded arrives as a blank.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        if moment.tzinfo is None:
            raise _refuse("added_after", "Give the timestamp with Z.")
        return max(0, position_at(moment.astimezone(UTC)))
    except (ValueError, OverflowError) as error:
        raise _refuse("added_after", "Give a timestamp of RFC 3339.") from error


def _read_next(query: QueryDict, salt: str) -> int:
    text = query.get("next", "")
    if not text:
        return 0
    try:
        return int(signing.loads(text, salt=salt))
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise _refuse("next", "Give next as this collection handed it out.") from error


def _read_limit(query: QueryDict) -> int:
    text = query.get("limit", str(LARGEST_PAGE))
    if not (text.isascii() and text.isdecimal() and text.strip("0")):
        raise _refuse("limit", "Give a whole number, 1 or more.")
    return min(int(text[-9:]) if len(text) < 10 else LARGEST_PAGE, LARGEST_PAGE)


def _refuse(parameter: str, rule: str) -> ValidationError:
    return ValidationError({parameter: [ErrorDetail(rule, "unusable-value")]})
