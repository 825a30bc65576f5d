"""`partial=true`: the good objects of an alert are taken, the refused ones are listed."""

import orjson
import pytest

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from tests.factories.bundles import make_bundle

pytestmark = pytest.mark.embedded

STIX = "application/stix+json;version=2.1"
LINES = "application/x-ndjson"
ADDRESS = "/api/v1/alerts"
SECRET = "The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27."


def join(*bundles):
    objects = [one for bundle in bundles for one in bundle["objects"]]
    return orjson.dumps({**bundles[0], "objects": objects})


def break_indicator(bundle):
    bundle["objects"][0]["pattern"] = "[domain-name:value = 'wang.xiaoming@bank.example"
    return bundle


def test_a_bad_object_sinks_no_good_one_when_the_caller_says_so(exchange, as_member):
    client, raw = as_member(exchange["bank"]), join(break_indicator(make_bundle()))

    whole = client.post(ADDRESS, raw, content_type=STIX)
    partly = client.post(f"{ADDRESS}?partial=true", raw, content_type=STIX)

    told = partly.json()
    assert (whole.status_code, partly.status_code) == (422, 202)
    assert set(told) == {"id", "status", "receipt", "warnings", "refused"}
    assert partly["Location"] == f"/api/v1/submissions/{told['id']}"
    (refused,) = told["refused"]
    assert refused["index"] == 0
    assert refused["id"] == orjson.loads(raw)["objects"][0]["id"]
    assert refused["errors"][0]["pointer"] == "/objects/0/pattern"
    assert b"xiaoming" not in partly.content
    assert Submission.objects.count() == 1


def test_several_alerts_are_accepted_at_once_with_partial(exchange, as_member):
    raw = join(make_bundle(), make_bundle())

    answer = as_member(exchange["bank"]).post(f"{ADDRESS}?partial=true", raw, content_type=STIX)

    told = answer.json()
    (further,) = told["further"]
    assert told["refused"] == []
    assert {str(row.id) for row in Submission.objects.all()} == {told["id"], further["id"]}


def test_authentication_data_refuses_its_alert_only(exchange, as_member):
    raw = join(make_bundle(), make_bundle(description=SECRET))

    answer = as_member(exchange["bank"]).post(f"{ADDRESS}?partial=true", raw, content_type=STIX)

    told = answer.json()
    assert [(one["index"], one["errors"][0]["code"]) for one in told["refused"]] == [
        (2, "authentication-data"),
        (3, "authentication-data"),
    ]
    assert b"4111" not in answer.content
    assert Submission.objects.count() == 1
    event = AuditEvent.objects.get(action=Action.SUBMISSION_REFUSED)
    assert "4111" not in str(event.details)


def test_authentication_data_in_every_alert_refuses_all_and_stores_nothing(exchange, as_member):
    raw = join(make_bundle(description=SECRET), make_bundle(description=SECRET))

    answer = as_member(exchange["bank"]).post(f"{ADDRESS}?partial=true", raw, content_type=STIX)

    assert answer.status_code == 422
    assert answer.json()["code"] == "authentication-data"
    assert [one["pointer"] for one in answer.json()["errors"]] == [
        "/objects/1/description",
        "/objects/3/description",
    ]
    assert Submission.objects.count() == 0


def test_nothing_usable_is_refused_and_stores_nothing(exchange, as_member):
    bundle = break_indicator(make_bundle())
    raw = orjson.dumps({**bundle, "objects": bundle["objects"][:1]})

    answer = as_member(exchange["bank"]).post(f"{ADDRESS}?partial=true", raw, content_type=STIX)

    assert (answer.status_code, answer.json()["code"]) == (422, "content-rejected")
    assert Submission.objects.count() == 0


def test_a_repeated_partial_request_is_the_same_request(exchange, as_member):
    client = as_member(exchange["bank"])
    bad = [break_indicator(make_bundle()), make_bundle(description=SECRET), make_bundle()]
    asked = {"content_type": STIX, "headers": {"idempotency-key": "partial-1"}}
    raw = join(*bad)
    first = client.post(f"{ADDRESS}?partial=true", raw, **asked)

    again = client.post(f"{ADDRESS}?partial=true", raw, **asked)

    assert first.status_code == 202
    assert again.json() == first.json()
    assert Submission.objects.count() == 2


def test_lines_are_partial_too_when_the_caller_says_so(exchange, as_member):
    bad = break_indicator(make_bundle())
    hopeless = {**bad, "objects": bad["objects"][:1]}
    secret = join(make_bundle(description=SECRET))
    raw = b"\n".join([orjson.dumps(bad), orjson.dumps(hopeless), secret, join(make_bundle())])

    answer = as_member(exchange["bank"]).post(
        f"{ADDRESS}/batch?partial=true", raw, content_type=LINES
    )

    results = [orjson.loads(line) for line in answer.content.splitlines()]
    assert [one["status"] for one in results] == [202, 422, 422, 202]
    assert [one["index"] for one in results[0]["refused"]] == [0]
    assert results[3]["refused"] == []
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("query", ["partial=yes", "partial=", "partial=true&partial=true", "a=b"])
def test_an_unusable_parameter_is_named_and_changes_nothing(exchange, as_member, query):
    answer = as_member(exchange["bank"]).post(
        f"{ADDRESS}?{query}", join(make_bundle()), content_type=STIX
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-parameter")
    assert Submission.objects.count() == 0
