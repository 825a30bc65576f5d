"""Reads of cases."""

from collections.abc import Iterator
from uuid import UUID

from sharing.cases.models import CaseMembership


def list_placements() -> Iterator[tuple[UUID, UUID]]:
    """Yield (alert, case) of all alerts; for operators' commands, not for faces."""
    yield from CaseMembership.objects.values_list("alert_id", "case_id").iterator()
