"""Find what mentions a person, and put back what was cut out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Count

from privacy.subjects.cutting import read_value, restore
from privacy.subjects.identifiers import SUBJECT_BYTES
from privacy.subjects.models import ClearValue, Mention, Objection, Restriction, place_of_value
from privacy.subjects.seals import open_values
from privacy.subjects.types import Mentioning, Said, known_in


def restore_many(item_kind: str, skeletons: Mapping[UUID, str]) -> dict[UUID, str]:
    """Return the texts of items with their values put back; what was erased says so.

    Two statements, while no value names several persons and the keys are no more than 500.
    """
    rows = ClearValue.objects.filter(item_kind=item_kind, item_id__in=list(skeletons))
    values: dict[UUID, dict[int, str | None]] = defaultdict(dict)
    for row, value in _open(rows):
        values[row.item_id][row.index] = value
    return {item_id: restore(text, values[item_id]) for item_id, text in skeletons.items()}


def find_items(*, subjects: frozenset[bytes], confidential: bool = False) -> tuple[Mentioning, ...]:
    """Return the items that mention a person, oldest first; one by a strong identifier at least.

    `subjects` are keys of all that the person verified; weak ones count inside the items that the
    strong ones find. Confidential items are left out unless asked for (PC-25). Two statements.
    """
    named = Mention.objects.filter(strong=True, subject__in=list(subjects))
    if not confidential:
        named = named.filter(confidential=False)
    found = {(row.item_kind, row.item_id): row for row in named}
    known: dict[tuple[str, UUID], set[bytes]] = defaultdict(set)
    for row in Mention.objects.filter(item_id__in={item_id for _, item_id in found}):
        if bytes(row.subject) in known_in(row.item_id, subjects):
            known[row.item_kind, row.item_id].add(bytes(row.subject))
    return tuple(
        Mentioning(*item, row.controller, row.at, frozenset(known[item]))
        for item, row in sorted(found.items(), key=lambda pair: (pair[1].at, pair[0]))
    )


def read_said(items: Collection[Mentioning]) -> dict[UUID, tuple[Said, ...]]:
    """Return what each item says of the person it was found for; nothing that names another too."""
    wanted = {item.item_id: item.subjects for item in items}
    kinds = {
        (row.item_id, bytes(row.subject)): row.kind
        for row in Mention.objects.filter(item_id__in=list(wanted))
    }
    rows = ClearValue.objects.filter(item_id__in=list(wanted)).order_by("item_id", "index")
    said: dict[UUID, dict[Said, None]] = defaultdict(dict)
    for row, value in _open(rows):
        owners = split_subjects(bytes(row.subjects))
        if value is not None and wanted[row.item_id].issuperset(owners):
            kind = kinds[row.item_id, owners[0]]
            said[row.item_id][Said(kind, read_value(value))] = None
    return {item_id: tuple(said[item_id]) for item_id in wanted}


def count_persons() -> dict[str, int]:
    """Return how many distinct persons the items of each controller (STIX id) name, by strong identifiers."""
    rows = Mention.objects.filter(strong=True).order_by().values("controller")
    counted = rows.annotate(persons=Count("subject", distinct=True))
    return {row["controller"]: row["persons"] for row in counted}


def find_restricted(subjects: Iterable[bytes]) -> frozenset[tuple[str, bytes]]:
    """Return which of these subjects may not be shared for the time being (PC-16).

    By controller: "" holds back everybody's items.
    """
    rows = Restriction.objects.filter(subject__in=list(subjects))
    return frozenset(
        (controller, bytes(one)) for controller, one in rows.values_list("controller", "subject")
    )


def find_objected(subjects: Iterable[bytes]) -> frozenset[tuple[str, bytes]]:
    """Return which of these subjects objected to what rests on interests alone (GDPR 21; PIPL 24, 44).

    By controller: "" is an objection to everybody's.
    """
    rows = Objection.objects.filter(subject__in=list(subjects))
    return frozenset(
        (controller, bytes(one)) for controller, one in rows.values_list("controller", "subject")
    )


def is_restricted(
    restricted: frozenset[tuple[str, bytes]], controller: str, subjects: Iterable[bytes]
) -> bool:
    """Say whether a controller may not share what names any of these subjects."""
    return any(("", one) in restricted or (controller, one) in restricted for one in subjects)


def split_subjects(joined: bytes) -> tuple[bytes, ...]:
    """Return the digests that stand one after another."""
    starts = range(0, len(joined), SUBJECT_BYTES)
    return tuple(joined[start : start + SUBJECT_BYTES] for start in starts)


def _open(rows: Iterable[ClearValue]) -> Iterable[tuple[ClearValue, str | None]]:
    """Pair rows with their values, None where the key of one whom they name is gone."""
    found = list(rows)
    opened = open_values(
        (
            place_of_value(row.item_kind, row.item_id, row.index),
            len(row.subjects) // SUBJECT_BYTES,
            bytes(row.sealed),
        )
        for row in found
    )
    return (
        (row, None if value is None else value.decode())
        for row, value in zip(found, opened, strict=True)
    )
