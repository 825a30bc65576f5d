"""What a collection is read for: as the request says, else as the credential does (PC-02)."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from rest_framework.exceptions import ErrorDetail, ValidationError

from privacy.gate import PURPOSES, find_unfit
from sharing.delivery.origins import find_alerts, select_alerts
from sharing.delivery.pages import Page
from sharing.members.actors import Actor

_RULE = f"Give one of {', '.join(sorted(PURPOSES))}."


def read_purpose(query: QueryDict) -> str:
    """Return the purpose that a request states by the parameter `purpose`, "" for none.

    Raises ValidationError for one that is not on the list.
    """
    stated = query.getlist("purpose")
    if not stated:
        return ""
    if len(stated) > 1 or stated[0] not in PURPOSES:
        raise ValidationError({"purpose": [ErrorDetail(_RULE, "unusable-value")]})
    return str(stated[0])


def leave_unfit(
    *, actor: Actor, now: datetime, group: UUID | None, page: Page, stated: str
) -> Page:
    """Return a page without what was shared for other purposes than it is read for; that is on record.

    Unstated, all of it is read, each object for the purposes that its own marking binds the reader to.
    A page keeps its end, so that nothing else is missed.
    """
    purpose = stated or actor.purpose
    if not page.items or not purpose:
        return page
    place: dict[str, Any] = {
        "actor": actor,
        "group": group,
        "positions": [item.position for item in page.items],
    }
    unfit = find_unfit(
        actor=actor.name,
        now=now,
        alerts=select_alerts(**place),
        recipient=actor.stix_id,
        asked=purpose,
    )
    if not unfit:
        return page
    alerts = find_alerts(**place)
    return replace(page, items=[one for one in page.items if alerts.get(one.position) not in unfit])
