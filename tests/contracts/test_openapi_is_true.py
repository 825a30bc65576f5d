"""The OpenAPI document is true: whatever it allows is answered as it says, and what it rules out is refused."""

from copy import deepcopy

import orjson
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from hub.api.schema import build_schema
from tests.factories.channels import LOOPBACK
from tests.factories.described import Described

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
            # A file may be anything, also what is no table.
            "include-path": "/api/v1/imports/preview",
            "checks": {"positive_data_acceptance": {"expected-statuses": [*WRITING, "415"]}},
        },
        {
            # Whatever the body is, it is lines, and each line has its own answer.
            "include-path": ["/api/v1/alerts/batch", "/api/v1/consents/import"],
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


def describe(world):
    """Return the document without the places that only the hub hands out, and with ids that exist."""
    document = deepcopy(build_schema())
    # Served by a process of its own, and without end.
    document["paths"].pop("/api/v1/stream")
    for path, methods in document["paths"].items():
        for operation in methods.values():
            named = operation.get("parameters", [])
            operation["parameters"] = [one for one in named if one["name"] not in PLACES]
            # A session that is given cannot be told there from one that was made up; who may do what
            # without one is in the table of permissions.
            if set().union(*operation["security"]) == {"session"}:
                operation["security"] = []
            for one in operation["parameters"]:
                if one["in"] == "path":
                    one["schema"]["enum"] = [world.id_of(path, one["name"])]
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
def world(exchange, now, settings):
    settings.WEBHOOK_ALLOWED_NETWORKS = LOOPBACK
    return Described(exchange, now)


@pytest.fixture
def described(world, _one_connection):
    config = schemathesis.Config.from_dict(CONFIG)
    schema = schemathesis.openapi.from_dict(describe(world), config=config)
    schema.app = get_wsgi_application()
    return schema


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_as_described(case, world):
    # The request may be by another method, to see it refused.
    operation = build_schema()["paths"][case.operation.path][case.operation.method]

    case.call_and_validate(**world.sign(operation))
