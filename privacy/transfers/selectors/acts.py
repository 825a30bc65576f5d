"""The last act on an alert for one recipient, as its reader is bound by it."""

from dataclasses import dataclass
from uuid import UUID

from privacy.transfers.models import SharingAct


@dataclass(frozen=True, slots=True)
class Bound:
    """For what a copy was handed out, and whether it tells of a person."""

    purposes: tuple[str, ...]
    is_personal: bool


def find_last_act(*, alert: UUID, recipient: str) -> Bound | None:
    """Return what the latest copy of a recipient is bound to; None where it never got one."""
    row = (
        SharingAct.objects.filter(alert=alert)
        .filter(recipient=recipient)
        .filter(outcome__startswith="allow")
        .order_by("-id")
        .first()
    )
    return None if row is None else Bound(tuple(row.purposes.split()), row.is_personal)
