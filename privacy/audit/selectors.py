"""Reads of the log for outside: signed heads, and proofs between them (PC-33)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from privacy.audit.errors import NotInLog
from privacy.audit.merkle import hash_leaf
from privacy.audit.models import AuditEvent, TreeHead
from privacy.audit.tree import read_consistency, read_inclusion


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose events are seen: by whom one of these regular expressions fits, and about one institution.

    Without `actors` it is everybody's.
    """

    actors: str = ""
    subject: str = ""


WHOLE = Sight()


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That an event is in the log of a size; hashes in hex, the path from the leaf up."""

    sequence: int
    size: int
    leaf: str
    path: tuple[str, ...]
    root: str


@dataclass(frozen=True, slots=True)
class Consistency:
    """That the log of one size begins that of another; hashes in hex."""

    first: int
    second: int
    path: tuple[str, ...]
    first_root: str
    second_root: str


def get_head(*, size: int | None = None) -> TreeHead:
    """Return the head of a size, or the latest. Raises NotInLog."""
    heads = TreeHead.objects.order_by("-size")
    found = (heads if size is None else heads.filter(size=size)).first()
    if found is None:
        raise NotInLog("there is no head of that size")
    return found


def narrow(rows: QuerySet[AuditEvent], sight: Sight) -> QuerySet[AuditEvent]:
    """Return the events among these that are seen."""
    if not sight.actors:
        return rows
    return rows.filter(Q(actor__regex=sight.actors) | Q(subject=sight.subject))


def find_inclusion(*, sequence: int, size: int | None = None, sight: Sight = WHOLE) -> Inclusion:
    """Return the proof that an event is in the log of a head, the latest without a size.

    Raises NotInLog, also for an event that is not seen.
    """
    head = get_head(size=size)
    row = narrow(AuditEvent.objects.filter(sequence=sequence), sight).first()
    if row is None:
        raise NotInLog("there is no such event")
    path = read_inclusion(sequence=sequence, size=head.size)
    leaf = hash_leaf(row.write(sequence)).hex()
    return Inclusion(sequence, head.size, leaf, tuple(one.hex() for one in path), head.root)


def find_consistency(*, first: int, second: int | None = None) -> Consistency:
    """Return the proof that the log of a head begins that of another, the latest. Raises NotInLog."""
    older, newer = get_head(size=first), get_head(size=second)
    path = read_consistency(first=older.size, second=newer.size)
    hashes = tuple(one.hex() for one in path)
    return Consistency(older.size, newer.size, hashes, older.root, newer.root)
