"""Recall orders as signed statements that their recipients can keep: a JWS, as receipts are.

Payload: `{"iss": base URL, "sub": order id, "aud": recipient's STIX id, "iat": seconds, "alert": alert id,
"version": `modified` of its main object, "cause": why, "action": what to do, "due": seconds}`. The action is
delete, restrict (keep, but neither use nor pass on) or replace (by the later alert that its recipient has got
for it). It does not name the reporter, gives none of its words, and tells nothing of a person (PC-25).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings

from sharing.delivery.models import Cause
from sharing.ingest.receipts import sign_compact

KIND = "riskhub-recall+jwt"


class OrderAction(StrEnum):
    """What becomes of the copies (control matrix, section 4)."""

    DELETE = "delete"
    RESTRICT = "restrict"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Order:
    """What one recipient is ordered to do with one version of an alert, and until when."""

    id: UUID
    recipient: str
    alert_id: UUID
    version: str
    cause: Cause
    due_at: datetime
    # Whether the recipient has got the alert that takes its place.
    is_replaced: bool = False

    @property
    def action(self) -> OrderAction:
        """Return what is to be done with the copies."""
        if self.cause is Cause.RESTRICTED:
            return OrderAction.RESTRICT
        return OrderAction.REPLACE if self.is_replaced else OrderAction.DELETE


def issue_order(order: Order, *, now: datetime) -> str:
    """Return the compact JWS of one order."""
    payload: dict[str, Any] = {
        "iss": settings.BASE_URL,
        "sub": str(order.id),
        "aud": order.recipient,
        "iat": int(now.timestamp()),
        "alert": str(order.alert_id),
        "version": order.version,
        "cause": order.cause.value,
        "action": order.action.value,
        "due": int(order.due_at.timestamp()),
    }
    return sign_compact(KIND, payload)
