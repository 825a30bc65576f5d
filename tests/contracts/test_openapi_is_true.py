"""The OpenAPI document is true: whatever it allows is answered as it says, and what it rules out is refused."""

from base64 import b64encode
from copy import deepcopy

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from hub.api.schema import build_schema
from tests.factories.journeys import send, work

pytestmark = pytest.mark.slow


# What is well formed may still break a rule that JSON Schema cannot state: of STIX, or that a name
# is taken. A query of GET has no such rules.
READING = ["2xx", "304", "401", "403", "404", "410", "429"]
WRITING = [*READING, "400", "409", "422"]
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": WRITING}},
    "operations": [
        {
            "include-method": "GET",
            "checks": {"positive_data_acceptance": {"expected-statuses": READING}},
        },
        {
            # Whatever the body is, it is lines, and each line has its own answer.
            "include-path": "/api/v1/alerts/batch",
            "checks": {"negative_data_rejection": {"expected-statuses": ["200", "4xx"]}},
        },
    ],
}
# Places that only the hub can name.
PLACES = {"cursor", "last_event_id", "Last-Event-ID"}


@schemathesis.serializer("application/x-ndjson")
def write_lines(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.deserializer("application/x-ndjson")
def read_lines(context, response):
    assert all("status" in orjson.loads(line) for line in response.content.splitlines())
    return response.content.decode()


def describe():
    """Return the document without the places that only the hub hands out."""
    document = deepcopy(build_schema())
    # Served by a process of its own, and without end.
    document["paths"].pop("/api/v1/stream")
    for methods in document["paths"].values():
        for operation in methods.values():
            named = operation.get("parameters", [])
            operation["parameters"] = [one for one in named if one["name"] not in PLACES]
    return document


@pytest.fixture
def _one_connection():
    """Keep the connection of the test over requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def described(exchange, now, _one_connection):
    send(exchange["bank"], now=now)
    send(exchange["peer"], now=now)
    work(now)
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(describe(), config=config)
    schema.app = get_wsgi_application()
    return schema


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case, exchange):
    bank = exchange["bank"]
    pair = b64encode(f"{bank.client_id}:{bank.client_secret}".encode()).decode()

    case.call_and_validate(headers={"Authorization": f"Basic {pair}"})
