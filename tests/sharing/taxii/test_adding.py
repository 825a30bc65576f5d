"""Adding to submit: accepted whole or refused whole, and a status whose counts add up."""

from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from privacy.audit.models import AuditEvent
from sharing.ingest.models import Submission
from tests.factories.bundles import AT, make_bundle
from tests.factories.journeys import work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"
SUBMIT = "/taxii2/bank/collections/submit/objects/"


@pytest.fixture
def client(exchange, as_member):
    return as_member(exchange["bank"])


def identity(**changes):
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "A company",
        "identity_class": "organization",
        **changes,
    }


def envelope(*objects, **more):
    return orjson.dumps({"objects": list(objects), **more})


def test_added_objects_are_pending_until_a_worker_has_seen_them(client, exchange):
    added = client.post(SUBMIT, envelope(*make_bundle()["objects"]), content_type=TAXII)
    status = added.json()
    work(timezone.now())

    done = client.get(f"/taxii2/bank/status/{status['id']}/").json()

    assert (added.status_code, added["Content-Type"]) == (202, TAXII)
    counts = ("status", "total_count", "success_count", "failure_count", "pending_count")
    assert [status[name] for name in counts] == ["pending", 2, 0, 0, 2]
    assert [done[name] for name in counts] == ["complete", 2, 2, 0, 0]
    assert done["request_timestamp"] == status["request_timestamp"]


def test_a_whole_bundle_is_taken_as_an_envelope(client):
    answer = client.post(SUBMIT, orjson.dumps(make_bundle()), content_type=TAXII)

    assert answer.status_code == 202


def test_unrelated_objects_become_alerts_of_their_own(client):
    answer = client.post(SUBMIT, envelope(identity(), identity(), identity()), content_type=TAXII)

    assert answer.json()["total_count"] == 3
    assert Submission.objects.count() == 3
    assert {str(row.request_id) for row in Submission.objects.all()} == {answer.json()["id"]}


def test_an_object_that_alerts_share_counts_once(client):
    marking = {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid4()}",
        "created": AT,
        "definition_type": "statement",
        "definition": {"statement": "Handle with care"},
    }
    marked = {"object_marking_refs": [marking["id"]]}

    answer = client.post(
        SUBMIT, envelope(identity(**marked), identity(**marked), marking), content_type=TAXII
    )

    assert answer.json()["total_count"] == 3


def test_what_was_added_reaches_the_inbox_of_others(client, exchange, as_member):
    bundle = make_bundle()
    client.post(SUBMIT, envelope(*bundle["objects"]), content_type=TAXII)
    work(timezone.now())

    inbox = as_member(exchange["peer"]).get("/taxii2/peer/collections/inbox/objects/").json()

    assert inbox["objects"] == bundle["objects"]


def test_an_alert_that_is_held_stays_pending(bank, as_member):
    # Alone in the exchange: there is nobody to receive it.
    alone = as_member(bank)
    status = alone.post(SUBMIT, envelope(identity()), content_type=TAXII).json()
    work(timezone.now())

    told = alone.get(f"/taxii2/bank/status/{status['id']}/").json()

    assert Submission.objects.get().state == Submission.State.HELD
    assert (told["status"], told["pending_count"]) == ("pending", 1)


@pytest.mark.parametrize("state", [Submission.State.REFUSED, Submission.State.FAILED])
def test_a_refused_alert_is_a_failure(client, state):
    status = client.post(SUBMIT, envelope(identity(), identity()), content_type=TAXII).json()
    Submission.objects.filter(id=Submission.objects.all()[0].id).update(state=state)

    told = client.get(f"/taxii2/bank/status/{status['id']}/").json()

    assert (told["status"], told["failure_count"], told["pending_count"]) == ("pending", 1, 1)
    assert len(told["failures"]) == 1


@pytest.mark.parametrize("name", ["00000000-0000-4000-8000-00000000dead", "no-such-status", "%00"])
def test_an_unknown_status_is_missing(client, name):
    assert client.get(f"/taxii2/bank/status/{name}/").status_code == 404


def test_the_status_of_another_is_missing(client, exchange, as_member):
    status = client.post(SUBMIT, envelope(identity()), content_type=TAXII).json()

    answer = as_member(exchange["peer"]).get(f"/taxii2/peer/status/{status['id']}/")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("raw", "kind", "accept", "status"),
    [
        (b"{not json", TAXII, TAXII, 400),
        (b" ", TAXII, TAXII, 400),
        (b"[]", TAXII, TAXII, 400),
        (b'{"objects": "x"}', TAXII, TAXII, 422),
        (envelope({"type": "indicator"}), TAXII, TAXII, 422),
        (envelope(identity()), "application/json", TAXII, 415),
        (envelope(identity()), "application/stix+json;version=2.1", TAXII, 415),
        (envelope(identity()), "application/taxii+json;version=9.9", TAXII, 415),
        (envelope(identity()), TAXII, "text/html", 406),
        (b" " * 10_000_001, TAXII, TAXII, 413),
    ],
    ids=[
        "not json",
        "empty",
        "a list",
        "no objects",
        "no stix",
        "json",
        "stix",
        "version",
        "accept",
        "too large",
    ],
)
def test_what_is_refused_is_refused_whole_and_leaves_nothing(client, raw, kind, accept, status):
    events = AuditEvent.objects.count()

    answer = client.post(SUBMIT, raw, content_type=kind, headers={"accept": accept})

    assert (answer.status_code, answer["Content-Type"]) == (status, TAXII)
    assert answer.json()["http_status"] == str(status)
    assert (Submission.objects.count(), AuditEvent.objects.count()) == (0, events)


def test_faults_are_listed_in_the_details(client):
    answer = client.post(SUBMIT, envelope({"type": "indicator"}), content_type=TAXII)

    assert all(
        one["pointer"].startswith("/objects/0") for one in answer.json()["details"]["errors"]
    )


def test_the_inbox_cannot_be_written(client):
    answer = client.post(
        "/taxii2/bank/collections/inbox/objects/", envelope(identity()), content_type=TAXII
    )

    assert answer.status_code == 403
    assert Submission.objects.count() == 0


def test_the_usable_objects_are_taken_and_the_others_are_listed(client):
    good = identity()
    bad = identity(name=7, id=f"identity--{uuid4()}")
    nameless = {"type": "identity", "id": "Zhang San", "name": "13800138000"}

    added = client.post(SUBMIT, envelope(bad, good, nameless), content_type=TAXII)
    status = added.json()
    work(timezone.now())
    done = client.get(f"/taxii2/bank/status/{status['id']}/").json()

    counts = ("status", "total_count", "success_count", "failure_count", "pending_count")
    assert added.status_code == 202
    assert [status[name] for name in counts] == ["pending", 3, 0, 2, 1]
    assert [done[name] for name in counts] == ["complete", 3, 1, 2, 0]
    assert done["successes"] == [{"id": good["id"], "version": AT}]
    assert [one["id"] for one in done["failures"]] == [bad["id"], ""]
    assert [one["version"] for one in done["failures"]] == [AT, status["request_timestamp"]]
    assert "/objects/0" in done["failures"][0]["message"]
    assert status["failures"] == done["failures"]
    # What was refused is nowhere repeated.
    assert "Zhang" not in added.content.decode()
    assert "13800138000" not in added.content.decode()


def test_an_object_without_times_succeeds_with_the_time_of_the_request(client):
    domain = {
        "type": "domain-name",
        "spec_version": "2.1",
        "id": f"domain-name--{uuid4()}",
        "value": "login-bank.example",
    }
    status = client.post(SUBMIT, envelope(domain), content_type=TAXII).json()
    work(timezone.now())

    done = client.get(f"/taxii2/bank/status/{status['id']}/").json()

    assert done["successes"] == [{"id": domain["id"], "version": status["request_timestamp"]}]


def test_a_request_is_complete_only_when_its_objects_can_be_read(client):
    status = client.post(SUBMIT, envelope(identity()), content_type=TAXII).json()
    Submission.objects.update(state=Submission.State.ROUTED)

    told = client.get(f"/taxii2/bank/status/{status['id']}/").json()

    assert (told["status"], told["pending_count"]) == ("pending", 1)
