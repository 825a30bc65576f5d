"""What the OpenAPI document says about each endpoint (arguments of drf-spectacular's extend_schema)."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from privacy.gate import PURPOSES
from sharing.api import serializers
from sharing.api.base import END
from sharing.api.examples import LINES_OF_ALERTS, SENDING
from sharing.api.parameters import (
    DEFAULT_PAGE,
    LARGEST_PAGE,
    LONGEST_TEXT,
    SEVERITIES,
    STAGES,
)
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
    410: "It was taken back; every copy must go.",
    409: "The Idempotency-Key was used for other content.",
    413: "The content is larger than 10,000,000 bytes unpacked.",
    415: "The media type, its version, charset or encoding is not taken.",
    422: "The content breaks a rule, such as those of STIX and of the profile, or holds what is never"
    " taken: authentication data, or characters such as NUL.",
    501: "This hub runs without the part that this needs.",
    429: "Too many requests; see RateLimit and Retry-After.",
}
_ANY = (401, 403, 406, 429)


def problems(*statuses: int) -> dict[Any, Any]:
    """Return the answers with a problem document: those of every endpoint, and these."""
    return {
        (status, PROBLEM): OpenApiResponse(serializers.ProblemOutput, _PROBLEMS[status])
        for status in sorted({*_ANY, *statuses})
    }


def query(name: str, description: str, **more: Any) -> OpenApiParameter:
    """Return the description of a query parameter."""
    return OpenApiParameter(name, description=description, **more)


def send_problems() -> dict[Any, Any]:
    """Return the answers with a problem document to a body of STIX."""
    return problems(400, 413, 415, 422)


_KEY = "[A-Za-z0-9_.:+/=-]{1,128}"
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key",
    location=OpenApiParameter.HEADER,
    type={"type": "string", "pattern": f'^({_KEY}|"{_KEY}")$'},
    description="1 to 128 letters, digits or _ . : + / = -; a repetition answers as the first did.",
)
PARTIAL = query(
    "partial",
    "true: take the good objects, one alert for each connected part, and list the refused ones.",
    enum=["true", "false"],
)
PAGING = [
    query(
        "limit",
        "How many at most.",
        type={"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": DEFAULT_PAGE},
    ),
    query("cursor", "The `next` of the page before, as it was handed out.", type=OpenApiTypes.STR),
]
LINK = OpenApiParameter(
    "Link",
    location=OpenApiParameter.HEADER,
    response=[200],
    description='The next page, rel="next" (RFC 8288).',
)
LOCATION = OpenApiParameter(
    "Location",
    location=OpenApiParameter.HEADER,
    response=[202],
    description="Where the submission tells how it stands.",
)

_PLACE = {"type": "string", "pattern": "^[A-Z]{2}(-[A-Z0-9]{1,6})?$"}
_IDENTITY = {"type": "string", "pattern": "^identity--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"}
_SEVERITY = {"type": "string", "pattern": f"^([0-9]|[1-9][0-9]|100|{'|'.join(SEVERITIES)}){END}"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
# The filters of alerts; lists of other things take some of them.
ALERT_PARAMETERS = {
    one.name: one
    for one in (
        query(
            "q",
            "Words and Chinese text, all of which must be there; quotes make a phrase. Searched is"
            " what the alert shows, never what was withheld.",
            type=_TEXT,
        ),
        query("category", "A risk category.", enum=sorted(RISK_CATEGORIES)),
        query("severity", "At least: 0 to 100, or low, medium, high, critical.", type=_SEVERITY),
        query("status", "The stage of the risk.", enum=list(STAGES)),
        query(
            "reporter",
            "The STIX identity of the reporter, where it is named to me.",
            type=_IDENTITY,
        ),
        query("jurisdiction", "Where the risk is, such as CN or EU-DE.", type=_PLACE),
        query("since", "Received or sent at or after.", type=OpenApiTypes.DATETIME),
        query("until", "Received or sent before.", type=OpenApiTypes.DATETIME),
        query("case", "The case it belongs to.", type=OpenApiTypes.UUID),
        query("direction", "Only what I received or sent.", enum=["received", "sent"]),
    )
}


def fields_parameter(names: Iterable[str]) -> OpenApiParameter:
    """Return the parameter that narrows each item of an answer to some of its members."""
    items = {"type": "string", "enum": list(names)}
    return query(
        "fields",
        "Only these members of each item, separated by commas; all when left out.",
        type={"type": "array", "items": items, "minItems": 1},
        explode=False,
    )


LIST_ALERTS: dict[str, Any] = {
    "operation_id": "listAlerts",
    "tags": ["alerts"],
    "parameters": [
        *ALERT_PARAMETERS.values(),
        fields_parameter(serializers.ENTRY_FIELDS),
        *PAGING,
        LINK,
    ],
    "responses": {(200, JSON): serializers.EntryPageOutput, **problems(400)},
}
SEND_ALERT: dict[str, Any] = {
    "operation_id": "sendAlert",
    "tags": ["alerts"],
    "description": "A STIX 2.1 bundle with one alert, plain or gzip. 202 is a promise: it is stored.",
    "parameters": [PARTIAL, IDEMPOTENCY, LOCATION],
    "examples": SENDING,
    "request": {STIX: OpenApiTypes.OBJECT, JSON: OpenApiTypes.OBJECT},
    "responses": {
        (202, JSON): serializers.SentOutput,
        **problems(400, 409, 413, 415, 422),
    },
}
SEND_BATCH: dict[str, Any] = {
    "operation_id": "sendAlerts",
    "tags": ["alerts"],
    "description": "One STIX 2.1 bundle a line. Each line has its own result; a bad line does not"
    " sink the others. Results come a line each, or as one document to who asks for JSON.",
    "parameters": [PARTIAL, IDEMPOTENCY],
    "examples": LINES_OF_ALERTS,
    "request": {LINES: OpenApiTypes.STR},
    "responses": {
        (200, LINES): OpenApiResponse(OpenApiTypes.STR, "A LineOutput for each line, a line each."),
        (200, JSON): serializers.BatchOutput,
        **problems(400, 409, 413, 415),
    },
}
READ_ALERT: dict[str, Any] = {
    "operation_id": "readAlert",
    "tags": ["alerts"],
    "description": "My rendition as a STIX bundle; the reporter gets the JSON exactly as sent."
    " With view=explain: what was withheld and under which rule, never what it said.",
    "parameters": [
        query("view", "explain, or left out.", enum=["explain"]),
        query(
            "purpose",
            "What it is read for. Where it tells of a person and was shared for other purposes, the"
            " answer is 403 and the attempt is recorded.",
            enum=sorted(PURPOSES),
        ),
    ],
    "responses": {
        (200, STIX): OpenApiTypes.OBJECT,
        (200, JSON): serializers.ExplanationOutput,
        **problems(400, 404, 410),
    },
}
LIST_SUBMISSIONS: dict[str, Any] = {
    "operation_id": "listSubmissions",
    "tags": ["submissions"],
    "parameters": [fields_parameter(serializers.SUBMISSION_FIELDS), *PAGING, LINK],
    "responses": {(200, JSON): serializers.SubmissionPageOutput, **problems(400)},
}
READ_SUBMISSION: dict[str, Any] = {
    "operation_id": "readSubmission",
    "tags": ["submissions"],
    "responses": {(200, JSON): serializers.SubmissionOutput, **problems(404)},
}
