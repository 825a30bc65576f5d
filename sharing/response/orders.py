"""Recall orders as signed statements that their recipients can keep: a JWS, as receipts are.

Payload: `{"iss": base URL, "sub": order id, "aud": recipient's STIX id, "iat": seconds, "alert": alert id,
"cause": why}`. It does not name the reporter, and gives none of its words.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from sharing.ingest.receipts import sign_compact

KIND = "riskhub-recall+jwt"


def issue_order(
    *, order_id: UUID, recipient: str, alert_id: UUID, cause: str, now: datetime
) -> str:
    """Return the compact JWS of one order."""
    payload = {
        "iss": settings.BASE_URL,
        "sub": str(order_id),
        "aud": recipient,
        "iat": int(now.timestamp()),
        "alert": str(alert_id),
        "cause": cause,
    }
    return sign_compact(KIND, payload)
