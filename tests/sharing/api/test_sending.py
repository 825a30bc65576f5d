"""POST /api/v1/alerts: what is accepted is stored for good, what is refused leaves nothing."""

import gzip
from dataclasses import replace
from io import BytesIO
from uuid import UUID

import orjson
import pytest
from pytest_django.asserts import assertNumQueries

from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from sharing.ingest.receipts import receipt_holds
from sharing.members.actors import Scope
from sharing.members.services import issue_credential
from tests.factories.bundles import make_bundle, make_raw

pytestmark = pytest.mark.embedded

STIX = "application/stix+json;version=2.1"
ADDRESS = "/api/v1/alerts"


def test_an_accepted_alert_answers_202_with_a_receipt_that_holds(exchange, as_member):
    client = as_member(exchange["bank"])

    answer = client.post(ADDRESS, make_raw(), content_type=STIX)

    told = answer.json()
    assert answer.status_code == 202
    assert answer["Content-Type"] == "application/json"
    assert answer["Location"] == f"/api/v1/submissions/{told['id']}"
    assert set(told) == {"id", "status", "receipt", "warnings"}
    assert (told["status"], told["warnings"]) == ("received", [])
    assert receipt_holds(told["receipt"])
    row = Submission.objects.get()
    assert (row.id, row.institution_id) == (UUID(told["id"]), exchange["bank"].institution.id)


def test_warnings_name_the_place_and_the_rule(exchange, as_member):
    bundle = make_bundle() | {"spec_version": "2.1"}

    answer = as_member(exchange["bank"]).post(ADDRESS, orjson.dumps(bundle), content_type=STIX)

    (warning,) = answer.json()["warnings"]
    assert answer.status_code == 202
    assert set(warning) == {"pointer", "code", "detail"}
    assert (warning["pointer"], warning["code"]) == ("/spec_version", "obsolete-property")


def test_a_packed_alert_is_unpacked(exchange, as_member):
    raw = gzip.compress(make_raw())

    answer = as_member(exchange["bank"]).post(
        ADDRESS, raw, content_type=STIX, headers={"content-encoding": "gzip"}
    )

    assert answer.status_code == 202


def test_sending_takes_five_statements(exchange, as_member):
    client, raw = as_member(exchange["bank"]), make_raw()
    client.post(ADDRESS, make_raw(), content_type=STIX)

    # Credential; then savepoint, submission, event, release in one transaction.
    with assertNumQueries(5):
        client.post(ADDRESS, raw, content_type=STIX)


def test_a_repeated_key_answers_as_the_first_time(exchange, as_member):
    client, raw = as_member(exchange["bank"]), make_raw()
    key = {"idempotency-key": "b1f5a0a6-1"}
    first = client.post(ADDRESS, raw, content_type=STIX, headers=key)

    again = client.post(
        ADDRESS, raw, content_type=STIX, headers={"idempotency-key": '"b1f5a0a6-1"'}
    )

    assert (again.status_code, again.json()) == (202, first.json())
    assert Submission.objects.count() == 1


def test_a_key_used_for_other_content_is_a_conflict_and_stores_nothing(exchange, as_member):
    client, key = as_member(exchange["bank"]), {"idempotency-key": "same"}
    client.post(ADDRESS, make_raw(), content_type=STIX, headers=key)

    answer = client.post(ADDRESS, make_raw(), content_type=STIX, headers=key)

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "idempotency-conflict"
    assert Submission.objects.count() == 1


def test_the_same_key_of_two_institutions_is_two_keys(exchange, as_member):
    key, raw = {"idempotency-key": "same"}, make_raw()
    first = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=STIX, headers=key)

    second = as_member(exchange["peer"]).post(ADDRESS, raw, content_type=STIX, headers=key)

    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] != second.json()["id"]


@pytest.mark.parametrize(
    "key",
    ["", "two words", "a#1", "a~1", "é", "k" * 129],
    ids=["empty", "blank", "hash", "tilde", "letter", "long"],
)
def test_an_unusable_key_is_named_and_stores_nothing(exchange, as_member, key):
    answer = as_member(exchange["bank"]).post(
        ADDRESS, make_raw(), content_type=STIX, headers={"idempotency-key": key}
    )

    assert answer.status_code == 400
    assert [error["parameter"] for error in answer.json()["errors"]] == ["Idempotency-Key"]
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("raw", "headers", "kind", "status", "code"),
    [
        (b"{", {}, STIX, 400, "malformed-content"),
        (b'{"a":1,"a":2}', {}, STIX, 400, "malformed-content"),
        (b"{}", {}, STIX, 422, "content-rejected"),
        (b" " * 10_000_001, {}, STIX, 413, "too-large"),
        (gzip.compress(b" " * 10_000_001), {"content-encoding": "gzip"}, STIX, 413, "too-large"),
        (b"{}", {"content-encoding": "br"}, STIX, 415, "unsupported-media-type"),
        (b"{}", {}, "text/plain", 415, "unsupported-media-type"),
        (b"{}", {}, "application/stix+json;version=2.0", 415, "unsupported-media-type"),
        (b"{}", {"accept": "text/html"}, STIX, 406, "not-acceptable"),
    ],
    ids=[
        "cut off",
        "duplicate key",
        "no bundle",
        "too large",
        "a bomb",
        "other encoding",
        "other type",
        "other version",
        "other answer",
    ],
)
def test_each_refusal_has_its_status_and_stores_nothing(
    exchange, as_member, raw, headers, kind, status, code
):
    events = AuditEvent.objects.count()

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=kind, headers=headers)

    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer["Content-Type"] == "application/problem+json"
    assert (Submission.objects.count(), AuditEvent.objects.count()) == (0, events)


def test_a_body_without_length_is_read_to_its_bound(exchange, as_member):
    class Endless(BytesIO):
        taken = 0

        def read(self, size=-1):
            self.taken += size
            return b" " * size

    stream = Endless()
    client = as_member(exchange["bank"])

    answer = client.generic(
        "POST", ADDRESS, b"", **{"CONTENT_TYPE": STIX, "CONTENT_LENGTH": "", "wsgi.input": stream}
    )

    assert answer.status_code == 413
    assert stream.taken == 10_000_001
    assert Submission.objects.count() == 0


def test_a_stated_length_beyond_the_bound_is_refused_unread(exchange, as_member):
    class Untouchable(BytesIO):
        def read(self, size=-1):
            raise AssertionError("the body was read")

    answer = as_member(exchange["bank"]).generic(
        "POST",
        ADDRESS,
        b"",
        **{"CONTENT_TYPE": STIX, "CONTENT_LENGTH": "10000001", "wsgi.input": Untouchable()},
    )

    assert answer.status_code == 413


def test_authentication_data_is_refused_at_its_place_and_never_stored(exchange, as_member):
    raw = make_raw(description="The customer's card 4111 1111 1111 1111, CVV 123, expiry 09/27.")

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=STIX)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "authentication-data")
    assert {error["pointer"] for error in problem["errors"]} == {"/objects/1/description"}
    assert b"123" not in answer.content
    assert b"4111" not in answer.content
    assert Submission.objects.count() == 0


def test_a_refusal_never_repeats_what_was_sent(exchange, as_member):
    secret = "A-VALUE-THAT-IS-NOBODYS-BUSINESS"
    raw = make_raw(report_types=secret, published=secret, name=[secret])

    answer = as_member(exchange["bank"]).post(ADDRESS, raw, content_type=STIX)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert secret.encode() not in answer.content


def test_a_read_only_credential_may_not_send(exchange, as_member, now):
    bank = exchange["bank"]
    issued = issue_credential(
        actor="hub", now=now, institution=bank.institution, scopes=frozenset({Scope.ALERTS_READ})
    )
    reader = replace(bank, client_id=issued.client_id, client_secret=issued.client_secret)

    answer = as_member(reader).post(ADDRESS, make_raw(), content_type=STIX)

    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")
    assert Submission.objects.count() == 0
