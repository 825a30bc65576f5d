"""What the OpenAPI document says about each endpoint (arguments of drf-spectacular's extend_schema)."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from sharing.api import serializers
from sharing.api.parameters import DEFAULT_PAGE, LARGEST_PAGE, STAGES
from sharing.stix.vocabulary import RISK_CATEGORIES

STIX = "application/stix+json;version=2.1"
JSON = "application/json"
LINES = "application/x-ndjson"
PROBLEM = "application/problem+json"

_PROBLEMS = {
    400: "The request or its content cannot be read, or a parameter cannot be used.",
    401: "Credentials are missing, wrong, expired or revoked.",
    403: "The credential lacks the scope.",
    404: "There is nothing here that the caller may see.",
    406: "No acceptable form of the answer.",
    409: "The Idempotency-Key was used for other content.",
    413: "The content is larger than 10,000,000 bytes unpacked.",
    415: "The media type, its version, charset or encoding is not taken.",
    422: "The content breaks rules of STIX or of the profile, or holds authentication data.",
    429: "Too many requests; see RateLimit and Retry-After.",
}
_ANY = (401, 403, 406, 429)


def _problems(*statuses: int) -> dict[Any, Any]:
    return {
        (status, PROBLEM): OpenApiResponse(serializers.ProblemOutput, _PROBLEMS[status])
        for status in sorted({*_ANY, *statuses})
    }


def _query(name: str, description: str, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, description=description, **more)


_IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    description="1 to 128 letters, digits or _ . : + / = -; a repetition answers as the first did.",
)
_PAGING = [
    _query("limit", f"1 to {LARGEST_PAGE}; {DEFAULT_PAGE} when left out.", type=OpenApiTypes.INT),
    _query("cursor", "The `next` of the page before, as it was handed out."),
]
_LINK = OpenApiParameter(
    "Link",
    location=OpenApiParameter.HEADER,
    response=[200],
    description='The next page, rel="next" (RFC 8288).',
)
_LOCATION = OpenApiParameter(
    "Location",
    location=OpenApiParameter.HEADER,
    response=[202],
    description="Where the submission tells how it stands.",
)

LIST_ALERTS: dict[str, Any] = {
    "operation_id": "listAlerts",
    "tags": ["alerts"],
    "parameters": [
        _query("q", "Words in title or summary of what I received."),
        _query("category", "A risk category.", enum=sorted(RISK_CATEGORIES)),
        _query("severity", "At least: 0 to 100, or low, medium, high, critical."),
        _query("status", "The stage of the risk.", enum=list(STAGES)),
        _query("reporter", "The STIX identity of the reporter, where it is named to me."),
        _query("jurisdiction", "Where the risk is, such as CN or EU-DE."),
        _query("since", "Received or sent at or after.", type=OpenApiTypes.DATETIME),
        _query("until", "Received or sent before.", type=OpenApiTypes.DATETIME),
        _query("case", "The case it belongs to.", type=OpenApiTypes.UUID),
        _query("direction", "Only what I received or sent.", enum=["received", "sent"]),
        *_PAGING,
        _LINK,
    ],
    "responses": {(200, JSON): serializers.EntryPageOutput, **_problems(400)},
}
SEND_ALERT: dict[str, Any] = {
    "operation_id": "sendAlert",
    "tags": ["alerts"],
    "description": "A STIX 2.1 bundle with one alert, plain or gzip. 202 is a promise: it is stored.",
    "parameters": [_IDEMPOTENCY, _LOCATION],
    "request": {STIX: OpenApiTypes.OBJECT, JSON: OpenApiTypes.OBJECT},
    "responses": {
        (202, JSON): serializers.AcceptedOutput,
        **_problems(400, 409, 413, 415, 422),
    },
}
SEND_BATCH: dict[str, Any] = {
    "operation_id": "sendAlerts",
    "tags": ["alerts"],
    "description": "One STIX 2.1 bundle a line. Each line has its own result; a bad line does not"
    " sink the others. Results come a line each, or as one document to who asks for JSON.",
    "parameters": [_IDEMPOTENCY],
    "request": {LINES: OpenApiTypes.STR},
    "responses": {
        (200, LINES): serializers.LineOutput,
        (200, JSON): serializers.BatchOutput,
        **_problems(400, 409, 413, 415),
    },
}
READ_ALERT: dict[str, Any] = {
    "operation_id": "readAlert",
    "tags": ["alerts"],
    "description": "My rendition as a STIX bundle; the reporter gets the JSON exactly as sent."
    " With view=explain: what was withheld and under which rule, never what it said.",
    "parameters": [_query("view", "explain, or left out.", enum=["explain"])],
    "responses": {
        (200, STIX): OpenApiTypes.OBJECT,
        (200, JSON): serializers.ExplanationOutput,
        **_problems(400, 404),
    },
}
LIST_SUBMISSIONS: dict[str, Any] = {
    "operation_id": "listSubmissions",
    "tags": ["submissions"],
    "parameters": [*_PAGING, _LINK],
    "responses": {(200, JSON): serializers.SubmissionPageOutput, **_problems(400)},
}
READ_SUBMISSION: dict[str, Any] = {
    "operation_id": "readSubmission",
    "tags": ["submissions"],
    "responses": {(200, JSON): serializers.SubmissionOutput, **_problems(404)},
}
