"""The OpenAPI document: complete, valid in its references, and true of what the views answer."""

import re

import orjson
import pytest

from hub.api.docs import find_example
from hub.api.privacy.urls import urlpatterns as of_privacy
from hub.api.schema import build_schema
from sharing.api.urls import urlpatterns as of_sharing
from sharing.channels.models import Dispatch
from sharing.members.actors import MACHINE_SCOPES, Scope
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work

# Of this room; the other topics see to theirs.
OPERATIONS = {
    ("get", "/api/v1/alerts"),
    ("post", "/api/v1/alerts"),
    ("post", "/api/v1/alerts/batch"),
    ("post", "/api/v1/alerts/preview"),
    ("get", "/api/v1/alerts/{alert_id}"),
    ("get", "/api/v1/cases"),
    ("get", "/api/v1/cases/{case_id}"),
    ("get", "/api/v1/submissions"),
    ("get", "/api/v1/submissions/{submission_id}"),
}
STIX = "application/stix+json;version=2.1"
# What natural persons may call, and what anybody may.
PERSON: dict[str, list[str]] = {"person": []}
SHARED = {
    ("get", "/api/v1/complaints"),
    ("get", "/api/v1/complaints/{complaint_id}"),
    ("get", "/api/v1/rights-requests"),
    ("get", "/api/v1/rights-requests/{request_id}"),
}
PERSONAL = {
    ("get", "/api/v1/me"),
    ("get", "/api/v1/me/consents"),
    ("get", "/api/v1/me/consents/{consent_id}"),
    ("post", "/api/v1/me/consents/{consent_id}/withdraw"),
    ("get", "/api/v1/me/holdings"),
    ("delete", "/api/v1/me/sessions/current"),
    ("post", "/api/v1/rights-requests"),
    ("get", "/api/v1/rights-requests/{request_id}/export"),
    ("post", "/api/v1/rights-requests/{request_id}/transfer"),
}
OPEN = {
    ("post", "/api/v1/complaints"),
    ("post", "/api/v1/complaints/follow"),
    ("post", "/api/v1/me/sessions"),
    ("post", "/api/v1/me/sign-in"),
}


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


def test_every_address_of_the_api_is_described():
    described = {re.sub(r"\{\w+\}", "*", path) for _, path, _ in each_operation()}
    served = {
        "/api/v1/" + re.sub(r"<[^>]+>", "*", str(pattern.pattern))
        for pattern in (*of_sharing, *of_privacy)
    }

    assert described == served
    assert {(method, path) for method, path, _ in each_operation()} >= OPERATIONS


def test_every_operation_names_its_problems():
    for method, path, operation in each_operation():
        for status in ("401", "403", "406", "429"):
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], (method, path, status)


def test_every_body_names_what_is_wrong_with_bodies():
    for method, path, operation in each_operation():
        # Lines have an answer each.
        if "requestBody" in operation and path != "/api/v1/alerts/batch":
            assert {"400", "413", "415", "422"} <= set(operation["responses"]), (method, path)


def test_every_operation_of_institutions_names_its_scope():
    for method, path, operation in each_operation():
        if (method, path) in PERSONAL | OPEN:
            continue
        named = {name: scopes for one in operation["security"] for name, scopes in one.items()}
        if Scope.PRIVACY_DECIDE in named["session"]:
            # What takes a person is closed to machines.
            assert set(named) == {"session"}, (method, path)
            continue
        assert named["oauth2"], (method, path)
        assert MACHINE_SCOPES.issuperset(named["oauth2"]), (method, path)
        assert set(named) - {"person"} == {"basic", "oauth2", "session"}, (method, path)


def test_what_persons_and_anybody_may_call_is_named():
    found = {(method, path): one["security"] for method, path, one in each_operation()}

    assert {key for key, said in found.items() if PERSON in said and len(said) > 2} == SHARED
    assert {key for key, said in found.items() if said == [PERSON]} == PERSONAL
    assert {key for key, said in found.items() if not said or {} in said} == OPEN


def test_the_scopes_are_those_of_the_views():
    found = {(path, method): one["security"] for method, path, one in each_operation()}

    assert {"oauth2": ["alerts:read"]} in found["/api/v1/cases", "get"]
    assert {"oauth2": ["alerts:write"]} in found["/api/v1/alerts/preview", "post"]
    both = {"oauth2": ["channels:write", "alerts:read"]}
    assert both in found["/api/v1/webhooks", "post"]


def test_every_answer_tells_the_limits_and_every_reading_its_etag():
    document = build_schema()
    assert set(document["components"]["headers"]) >= {"ETag", "RateLimit", "RateLimit-Policy"}
    for method, path, operation in each_operation():
        for status, answer in operation["responses"].items():
            assert ("RateLimit" in answer.get("headers", {})) == (status != "401"), (
                method,
                path,
                status,
            )
        assert "Retry-After" in operation["responses"]["429"]["headers"]
        if method == "get" and "application/json" in operation["responses"]["200"]["content"]:
            assert "ETag" in operation["responses"]["304"]["headers"], path


def test_sending_takes_stix_and_names_each_refusal():
    sending = build_schema()["paths"]["/api/v1/alerts"]["post"]

    assert set(sending["requestBody"]["content"]) == {STIX, "application/json"}
    assert {"202", "400", "409", "413", "415", "422"} <= set(sending["responses"])


def test_the_security_schemes_are_spelt_out():
    schemes = build_schema()["components"]["securitySchemes"]

    assert schemes["basic"]["scheme"] == "basic"
    flow = schemes["oauth2"]["flows"]["clientCredentials"]
    assert flow["tokenUrl"] == "/oauth/token"
    # No machine decides for a person.
    assert set(flow["scopes"]) == MACHINE_SCOPES
    assert schemes["person"] == {
        "type": "http",
        "scheme": "bearer",
        "description": schemes["person"]["description"],
    }
    assert set(schemes) == {"basic", "oauth2", "person", "session"}


def test_every_reference_leads_somewhere():
    document = build_schema()
    references = set(re.findall(rb'"#/components/schemas/([^"]+)"', orjson.dumps(document)))

    assert references
    assert {name.decode() for name in references} <= set(document["components"]["schemas"])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("/api/v1/alerts", "EntryPageOutput"),
        ("/api/v1/cases", "CasePageOutput"),
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


@pytest.mark.parametrize("path", ["/api/v1/alerts", "/api/v1/alerts/preview"])
def test_the_examples_of_bodies_are_taken(exchange, as_member, path):
    content = build_schema()["paths"][path]["post"]["requestBody"]["content"]
    media_type, example = find_example(content)

    answer = as_member(exchange["bank"]).post(path, orjson.dumps(example), content_type=media_type)

    assert answer.status_code in {200, 202}
    assert answer.json()["status"] in {"received", "delivered"}
    assert {kind for kind, said in content.items() if said.get("examples")} == set(content)


def test_the_messages_to_webhooks_are_described():
    messages = build_schema()["webhooks"]

    # What officers are told goes by mail alone.
    assert set(messages) == {*Dispatch.Kind.values} - {Dispatch.Kind.MATTER}
    for kind, told in messages.items():
        headers = {one["name"] for one in told["post"]["parameters"]}
        assert headers == {"webhook-id", "webhook-timestamp", "webhook-signature"}
        body = told["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert body["properties"]["type"] == {"const": kind}
