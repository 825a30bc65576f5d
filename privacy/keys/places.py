"""Where content is sealed: the columns that other floors hand in, to be counted and sealed anew.

Every sealed column must be handed in by hub at start-up: a key is destroyed only when none of them
holds anything under it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, QuerySet

from privacy.keys.columns import Cut
from privacy.keys.services import seal, unseal


@dataclass(frozen=True, slots=True)
class SealedPlace:
    """One sealed column: its rows, its field, and the place that each row's value is bound to.

    Rows whose field is empty or, as in a rendition without personal data, not sealed are left out by
    `rows` or by not carrying the key's id.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    field: str
    place: Callable[[Any], str]

    def count(self, key_id: UUID) -> int:
        """Return how many values are sealed under a key."""
        return self._under(key_id).count()

    @transaction.atomic
    def reseal(self, *, old: UUID, new: UUID, limit: int) -> int:
        """Seal up to `limit` values anew and return how many; who reads meanwhile opens either.

        Raises KeyDestroyed, SealBroken.
        """
        rows: list[Model] = list(
            self._under(old).select_for_update(of=("self",)).order_by("pk")[:limit]
        )
        for row in rows:
            place = self.place(row)
            clear = unseal(place=place, sealed=getattr(row, self.field))
            setattr(row, self.field, seal(key_id=new, place=place, value=clear))
        self.rows().model._base_manager.bulk_update(rows, [self.field], batch_size=100)
        return len(rows)

    def _under(self, key_id: UUID) -> QuerySet[Any]:
        # After the version byte stands the key's id; see privacy.keys.envelope.
        rows: QuerySet[Any] = self.rows().alias(_key=Cut(self.field, 2, 16))
        return rows.filter(_key=key_id.bytes)


_places: dict[str, SealedPlace] = {}


def register(place: SealedPlace) -> None:
    """Hand in a sealed column; one of the same name replaces it."""
    _places[place.name] = place


def list_places() -> tuple[SealedPlace, ...]:
    """Return all sealed columns, in the order of their names."""
    return tuple(_places[name] for name in sorted(_places))
