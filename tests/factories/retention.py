"""Records whose term may be over, and a keeper of them in memory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from privacy.retention.registry import Due
from privacy.retention.scopes import HoldReason, HoldScope
from privacy.retention.services import NewHold


def due_item(name: str, start: datetime, **changes: Any) -> Due:
    """One record."""
    return Due(id=name, start=start, **changes)


class KeeperOf:
    """Keeps records in a list; those that are gone stand in `gone`, in order."""

    def __init__(self, items: Sequence[Due], **changes: Any) -> None:
        self.items = sorted(items, key=lambda one: (one.start, one.id))
        self.gone: list[str] = []
        self.item_class = changes.get("item_class", "complaint")
        self.action = changes.get("action", "delete")
        self.in_order = changes.get("in_order", False)

    def list_due(self, *, before: datetime, after: Due | None, limit: int) -> Sequence[Due]:
        """Return records by (start, id)."""
        found = [
            one
            for one in self.items
            if one.start < before
            and (after is None or (one.start, one.id) > (after.start, after.id))
        ]
        return found[:limit]

    def act(self, *, actor: str, now: datetime, items: Sequence[Due]) -> int:
        """Let records go; in order, all up to the last of them."""
        doomed = {one.id for one in items}
        if self.in_order:
            doomed |= {one.id for one in self.items if one.start <= items[-1].start}
        self.gone += [one.id for one in self.items if one.id in doomed]
        self.items = [one for one in self.items if one.id not in doomed]
        return len(doomed)


def new_hold(controller: str, scope: HoldScope, ref: str) -> NewHold:
    """A hold for a lawsuit."""
    return NewHold(controller, scope, ref, HoldReason.LITIGATION, "case 1234")
