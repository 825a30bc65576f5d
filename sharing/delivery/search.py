"""The index of what renditions say, and the search in it.

Indexed is what a rendition shows with everything personal masked: title and summary, and the strings of
its objects where it holds nothing personal in clear. So a search finds nothing that was withheld. The
terms stand in a tsvector with a GIN index on PostgreSQL, in an FTS5 table on SQLite (migration
0005_search_entries); both know the places of terms, for phrases.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import BooleanField, Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL

from privacy.gate import RedactedAlert
from sharing.delivery.models import Delivery, Rendition, RenditionObject, SearchEntry
from sharing.delivery.terms import Phrase, list_strings, list_terms, read_query

# Up to so many matches are looked up one by one on SQLite.
FEW = 300


def match(rows: QuerySet[Delivery], text: str) -> QuerySet[Delivery]:
    """Narrow deliveries to those whose rendition has all that is asked."""
    if connection.vendor != "postgresql":
        few = list(_find(text).values_list("rendition_id", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            # Without statistics SQLite would walk the whole feed for them; places lead it there.
            places = Delivery.objects.filter(rendition_id__in=few).values_list(
                "position", flat=True
            )
            return rows.filter(rendition_id__in=few).filter(position__in=list(places))
    return rows.filter(Exists(_find(text).filter(rendition_id=OuterRef("rendition_id"))))


def match_own(text: str) -> Exists:
    """Return the condition, on alerts, that what others see of one has all that is asked.

    One's original is sealed; its renditions say the same but for what is personal.
    """
    return Exists(_find(text).filter(rendition__alert_id=OuterRef("pk")))


def index_renditions(renditions: Sequence[tuple[UUID, RedactedAlert]]) -> None:
    """Index renditions that were just written."""
    _store([(one, list_terms(_texts_of(redacted))) for one, redacted in renditions])


def index_again(rendition_ids: Iterable[UUID]) -> None:
    """Index what renditions still show after some of their objects were taken back."""
    rows = list(
        Rendition.objects.filter(id__in=list(rendition_ids)).filter(search_entry__isnull=False)
    )
    SearchEntry.objects.filter(rendition__in=rows).delete()
    _store([(row.id, list_terms(_texts_left(row))) for row in rows])


def _texts_of(redacted: RedactedAlert) -> Iterable[str]:
    yield from (redacted.title, redacted.summary)
    if not redacted.holds_clear_personal_data:
        for item in redacted.objects:
            yield from list_strings(orjson.loads(item.body))


def _texts_left(row: Rendition) -> Iterable[str]:
    if row.sealed:
        yield from (row.title, row.summary)
        return
    standing = RenditionObject.objects.filter(rendition=row, withdrawn=False).order_by("index")
    for body in standing.values_list("body", flat=True):
        yield from list_strings(orjson.loads(bytes(body)))


def _store(found: Sequence[tuple[UUID, list[str]]]) -> None:
    if not found:
        return
    if connection.vendor == "postgresql":
        statement = (
            "INSERT INTO delivery_searchentry (terms, rendition_id) VALUES (%s::tsvector, %s)"
        )
        rows: list[tuple[str, UUID | int]] = [(write_vector(terms), one) for one, terms in found]
    else:
        entries = SearchEntry.objects.bulk_create(SearchEntry(rendition_id=one) for one, _ in found)
        statement = "INSERT INTO delivery_search (terms, rowid) VALUES (%s, %s)"
        pairs = zip(entries, found, strict=True)
        rows = [(" ".join(terms), entry.pk) for entry, (_, terms) in pairs]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def write_vector(terms: Sequence[str]) -> str:
    """Return terms as a tsvector; they hold letters and digits only."""
    return " ".join(f"'{term}':{place}" for place, term in enumerate(terms, 1))


def _find(text: str) -> QuerySet[SearchEntry]:
    phrases = read_query(text)
    if not phrases:
        return SearchEntry.objects.none()
    if connection.vendor == "postgresql":
        condition, asked = "terms @@ %s::tsquery", " & ".join(map(_write_tsquery, phrases))
    else:
        condition = """rendition_id IN (
            SELECT e.rendition_id FROM delivery_search JOIN delivery_searchentry e
            ON e.id = delivery_search.rowid WHERE delivery_search MATCH %s)"""
        asked = " AND ".join(map(_write_fts5, phrases))
    found = RawSQL(condition, [asked], output_field=BooleanField())  # noqa: S611  # a constant
    return SearchEntry.objects.filter(found)


def _write_tsquery(phrase: Phrase) -> str:
    words = [f"'{term}'" for term in phrase.terms]
    return "(" + " <-> ".join(words) + (":*" if phrase.is_open else "") + ")"


def _write_fts5(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.terms)}"' + (" *" if phrase.is_open else "")
