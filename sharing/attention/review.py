"""Whether a person in an alert asked that no machine alone decides about them (PC-11).

Who asked is known to the rights of persons, which sharing does not see: hub hands in the question. A
weak name (no identifier) names a person inside one alert only, so it finds nobody. What was asked of
the reader itself marks only alerts of which it sees all: it could grant its own guess otherwise.
"""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from privacy.subjects.models import Mention
from sharing.alerts.models import ITEM_KIND

# Who decides about whom not by machine alone: (STIX id, subject), "" for everybody.
Asked = frozenset[tuple[str, bytes]]
FindReviewed = Callable[[Iterable[bytes]], Asked]
_finders: list[FindReviewed] = []


def register_review(find: FindReviewed) -> None:
    """Hand in who knows which persons asked for a human review; again changes nothing."""
    if find not in _finders:
        _finders.append(find)


def find_reviewed(
    alerts: Collection[UUID], *, reader: str, whole: Collection[UUID]
) -> frozenset[UUID]:
    """Return the alerts that mention a person of whom a human has to decide.

    It was asked of the hub, of who answers for the alert, or of the reader (STIX id) where the alert is
    among the `whole` ones, of which nothing is withheld from it. What the person may not learn of is told
    of whole ones alone (PC-25).
    """
    if not _finders or not alerts:
        return frozenset()
    rows = list(Mention.objects.filter(item_kind=ITEM_KIND, item_id__in=alerts, strong=True))
    subjects = {bytes(row.subject) for row in rows}
    asked = frozenset[tuple[str, bytes]]().union(*(find(subjects) for find in _finders))
    return frozenset(row.item_id for row in rows if _is_asked(row, asked, reader, whole))


def _is_asked(row: Mention, asked: Asked, reader: str, whole: Collection[UUID]) -> bool:
    is_whole = row.item_id in whole
    if row.confidential and not is_whole:
        return False
    bound = ("", row.controller, reader) if is_whole else ("", row.controller)
    return any((one, bytes(row.subject)) in asked for one in bound)
