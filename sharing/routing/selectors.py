"""Reads of subscriptions."""

from collections import defaultdict
from uuid import UUID

from sharing.routing.match import Filter
from sharing.routing.models import Subscription


def load_filters() -> dict[UUID, tuple[Filter, ...]]:
    """Return everybody's subscriptions as values, by institution; one query."""
    filters: dict[UUID, list[Filter]] = defaultdict(list)
    for row in Subscription.objects.all():
        filters[row.institution_id].append(
            Filter(
                categories=frozenset(row.categories),
                jurisdictions=frozenset(row.jurisdictions),
                min_severity=row.min_severity,
            )
        )
    return {institution: tuple(found) for institution, found in filters.items()}
