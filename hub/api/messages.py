"""The `webhooks` section of the OpenAPI document: what the hub sends to the addresses of its members."""

from typing import Any

_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}
_TIME = {"type": "string", "format": "date-time"}
_WHY = {"why": {"type": "array", "items": {"$ref": "#/components/schemas/MatchOutput"}}}
_POSITION = {
    "type": "integer",
    "description": "Strictly increasing in my inbox; the same as in the stream.",
}
_BUNDLE = {"type": "object", "description": "Where the webhook's content is stix."}
_ALERT = {"id": {**_UUID, "description": "Of the alert."}, "reference": _TEXT}

HEADERS = (
    ("webhook-id", "The id of the message; the same each time it is tried, so drop what came."),
    ("webhook-timestamp", "When it was sent, in seconds since 1970; refuse what is old."),
    (
        "webhook-signature",
        "One or more of `v1,` and the base64 of HMAC-SHA-256 over id, timestamp and body joined by dots.",
    ),
)
VERIFYING = (
    "Messages are signed by Standard Webhooks. Give the secret (`whsec_...`), the three headers and the"
    " body as it came, byte for byte, to any library of that standard before you read the body. Answer"
    " 2xx within 10 seconds. Other answers are tried again for three days; 410 disables the webhook."
)


def _members(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


# The data of each message by its type.
MESSAGES: dict[str, tuple[str, dict[str, Any]]] = {
    "alert.delivered": (
        "An alert came into my inbox and a subscription that names the webhook matched it.",
        {"allOf": [{"$ref": "#/components/schemas/EventOutput"}, _members(_WHY)]},
    ),
    "alert.revoked": (
        "An alert, or some of its objects, was taken back: remove every copy.",
        _members(
            {
                **_ALERT,
                "at": _TIME,
                "cause": {**_TEXT, "description": "Empty where only some objects were taken back."},
                "position": _POSITION,
                "bundle": _BUNDLE,
                **_WHY,
            },
            "bundle",
        ),
    ),
    "recall.ordered": (
        "An order to destroy all copies; confirm it at POST /api/v1/recalls/{order_id}/confirm.",
        _members(
            {
                **_ALERT,
                "recall": {**_UUID, "description": "The id of the order."},
                "due_at": _TIME,
                **_WHY,
            }
        ),
    ),
    "webhook.test": (
        "What POST /api/v1/webhooks/{webhook_id}/test sends.",
        _members({"webhook": _UUID}),
    ),
}


def describe_messages() -> dict[str, Any]:
    """Return the section: each message as a request that the hub makes."""
    return {kind: {"post": _describe(kind, *told)} for kind, told in MESSAGES.items()}


def _describe(kind: str, meaning: str, data: dict[str, Any]) -> dict[str, Any]:
    body = _members({"type": {"const": kind}, "timestamp": _TIME, "data": data})
    return {
        "operationId": kind,
        "tags": ["channels"],
        "description": meaning,
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": text, "schema": _TEXT}
            for name, text in HEADERS
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"2XX": {"description": "It arrived."}},
        "security": [],
    }
