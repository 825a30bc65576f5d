"""Query parameters of reads (3.4): what is asked for, from where on, and how much at a time."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.http import QueryDict
from rest_framework.exceptions import ErrorDetail, ValidationError

from sharing.delivery.selectors import FeedFilter, position_at
from sharing.stix.timestamps import is_timestamp

LARGEST_PAGE = 1_000
_MATCHES = frozenset({"id", "type", "version", "spec_version"})
_WORDS = frozenset({"first", "last", "all"})


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for. `after` is the position it has read up to."""

    ids: frozenset[str]
    types: frozenset[str]
    spec_versions: frozenset[str]
    versions: frozenset[str]
    after: int
    limit: int

    def feed_filter(self, *, after: int) -> FeedFilter:
        """Return the part of it that the feed itself can answer."""
        return FeedFilter(
            after=after,
            object_ids=self.ids,
            object_types=self.types,
            spec_versions=self.spec_versions,
        )


def read_query(query: QueryDict, *, salt: str, object_id: str = "") -> Query:
    """Return what the parameters ask for; `object_id` is that of the address, if it names one.

    Raises ValidationError (400) for what cannot be read. Unknown parameters are ignored, unknown
    match fields are not: their sender would get more than it asked for.
    """
    _refuse_unknown_matches(query)
    return Query(
        ids=_split(object_id) if object_id else _list(query, "id"),
        types=_list(query, "type"),
        spec_versions=_list(query, "spec_version"),
        versions=_read_versions(query),
        after=max(_read_added_after(query), _read_next(query, salt)),
        limit=_read_limit(query),
    )


def write_next(position: int, *, salt: str) -> str:
    """Return the `next` of a page that ends at a position; it holds in its own collection only."""
    return signing.dumps(position, salt=salt)


def _refuse_unknown_matches(query: QueryDict) -> None:
    for name in query:
        if name.startswith("match[") and name[6:].rstrip("]") not in _MATCHES:
            raise _refuse("match", "There is no such match field here.")


def _list(query: QueryDict, field: str) -> frozenset[str]:
    return _split(query.get(f"match[{field}]", ""))


def _split(text: str) -> frozenset[str]:
    # PostgreSQL text cannot hold NUL: nothing can match it.
    return frozenset(part.strip().replace("\0", "?") for part in text.split(",") if part.strip())


def _read_versions(query: QueryDict) -> frozenset[str]:
    given = _list(query, "version") or frozenset({"last"})
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
