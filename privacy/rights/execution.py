"""Carry requests out, through whoever holds personal data: find, export, restrict, object, end, erase.

Holders leave confidential items out by themselves (PC-25); here nothing is added that could tell. What is
asked of one institution reaches the items of that institution and of no other.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from privacy.retention.registry import Erased, Item, list_holders
from privacy.rights.codes import RequestType

# What the person gave, and no institution wrote (PC-13).
GIVEN_BY_PERSON = frozenset({"consent", "rights-request", "complaint"})


def gather(*, now: datetime, subjects: frozenset[bytes], controller: str = "") -> list[Item]:
    """Return all that is held about a person, by one controller or all, in the order it came."""
    items = [
        item
        for holder in list_holders()
        for item in holder.export(subjects=subjects, now=now)
        if controller in ("", item.controller)
    ]
    return sort_items(items)


def sort_items(items: Sequence[Item]) -> list[Item]:
    """Return items in the order they came."""
    return sorted(items, key=lambda item: (item.at, item.kind, item.id))


def carry_out(
    *, actor: str, now: datetime, kind: RequestType, subjects: frozenset[bytes], controller: str
) -> dict[str, int]:
    """Do what a granted request asks for; return counts for the audit log, never for the person."""
    reach = _reach(actor, now, subjects, controller)
    if kind == RequestType.ERASURE:
        return asdict(_sum([holder.erase(**reach) for holder in list_holders()]))
    if kind == RequestType.RESTRICTION:
        return {"restricted": sum(holder.restrict(**reach) for holder in list_holders())}
    if kind == RequestType.OBJECTION:
        return {"objected": sum(holder.object_to(**reach) for holder in list_holders())}
    return {}


def end(
    *, actor: str, now: datetime, kind: RequestType, subjects: frozenset[bytes], controller: str
) -> int:
    """End a restriction or an objection; return how many items are free again."""
    reach = _reach(actor, now, subjects, controller)
    if kind == RequestType.OBJECTION:
        return sum(holder.end_objection(**reach) for holder in list_holders())
    return sum(holder.release(**reach) for holder in list_holders())


def _reach(
    actor: str, now: datetime, subjects: frozenset[bytes], controller: str
) -> dict[str, Any]:
    return {"actor": actor, "now": now, "subjects": subjects, "controller": controller}


def _sum(erased: Sequence[Erased]) -> Erased:
    return Erased(
        items=sum(one.items for one in erased),
        orders=sum(one.orders for one in erased),
        kept=sum(one.kept for one in erased),
        generalised=sum(one.generalised for one in erased),
    )
