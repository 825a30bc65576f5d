"""The OpenAPI document: complete, valid in its references, and true of what the views answer."""

import re

import orjson
import pytest

from hub.api.problems import KINDS
from hub.api.schema import build_schema
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work

OPERATIONS = {
    ("get", "/api/v1/alerts"),
    ("post", "/api/v1/alerts"),
    ("post", "/api/v1/alerts/batch"),
    ("get", "/api/v1/alerts/{alert_id}"),
    ("get", "/api/v1/submissions"),
    ("get", "/api/v1/submissions/{submission_id}"),
}
STIX = "application/stix+json;version=2.1"


def each_operation():
    for path, methods in build_schema()["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def test_the_document_is_openapi_3_1(client):
    answer = client.get("/api/schema")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert answer.json()["openapi"].startswith("3.1")
    assert answer.json() == orjson.loads(orjson.dumps(build_schema()))


def test_every_operation_is_there():
    assert {(method, path) for method, path, _ in each_operation()} == OPERATIONS


def test_every_operation_names_its_problems_and_its_scope():
    for method, path, operation in each_operation():
        for status in ("401", "403", "406", "429"):
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], (method, path, status)
        scopes = [one["oauth2"] for one in operation["security"] if "oauth2" in one]
        assert scopes == [["alerts:write" if method == "post" else "alerts:read"]]
        assert {"basic": []} in operation["security"]


def test_sending_takes_stix_and_names_each_refusal():
    sending = build_schema()["paths"]["/api/v1/alerts"]["post"]

    assert set(sending["requestBody"]["content"]) == {STIX, "application/json"}
    assert {"202", "400", "409", "413", "415", "422"} <= set(sending["responses"])


def test_the_security_schemes_are_spelt_out():
    schemes = build_schema()["components"]["securitySchemes"]

    assert schemes["basic"]["scheme"] == "basic"
    flow = schemes["oauth2"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/oauth/token"
    assert set(flow["scopes"]) == {"alerts:read", "alerts:write", "taxii:read", "taxii:write"}


def test_every_reference_leads_somewhere():
    document = build_schema()
    references = set(re.findall(rb'"#/components/schemas/([^"]+)"', orjson.dumps(document)))

    assert references
    assert {name.decode() for name in references} <= set(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/v1/alerts", "EntryPageOutput"),
        ("/api/v1/submissions", "SubmissionPageOutput"),
        ("/api/v1/submissions/{id}", "SubmissionOutput"),
        ("/api/v1/alerts/{id}?view=explain", "ExplanationOutput"),
    ],
)
def test_answers_have_the_members_that_the_document_says(exchange, as_member, now, path, schema):
    submission = send(exchange["bank"], now=now)
    work(now)

    answer = as_member(exchange["bank"]).get(path.replace("{id}", str(submission.id)))

    said = build_schema()["components"]["schemas"][schema]["properties"]
    assert answer.status_code == 200
    assert set(answer.json()) == set(said)


def test_the_answer_to_sending_has_the_members_that_the_document_says(exchange, as_member):
    answer = as_member(exchange["bank"]).post("/api/v1/alerts", make_raw(), content_type=STIX)

    said = build_schema()["components"]["schemas"]["AcceptedOutput"]["properties"]
    assert set(answer.json()) == set(said)


def test_the_page_shows_each_operation_and_each_problem_without_a_script_from_elsewhere(client):
    page = client.get("/api/docs").content.decode()

    for method, path in OPERATIONS:
        assert f"{method.upper()} {path}" in page
    for code in KINDS:
        assert f'id="problem-{code}"' in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)
