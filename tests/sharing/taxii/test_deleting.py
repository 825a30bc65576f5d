"""DELETE (5.7): who added an object takes it back from everybody; it stays away and others are told."""

from base64 import b64encode
from uuid import uuid4

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from privacy.audit.events import Action
from privacy.audit.models import AuditEvent
from sharing.alerts.models import Alert
from sharing.delivery.models import Delivery, FeedObject, Withdrawal
from sharing.groups.services import form_group
from sharing.ingest.models import Submission
from sharing.members.actors import SYSTEM, Scope
from sharing.members.services import issue_credential
from tests.factories.bundles import make_bundle
from tests.factories.journeys import work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"
DAYS = {day: f"2026-03-0{day}T00:00:00.000Z" for day in range(1, 8)}


@pytest.fixture
def members(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


def objects_of(slug, collection="circle"):
    return f"/taxii2/{slug}/collections/{collection}/objects/"


def identity(day=1, **changes):
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid4()}",
        "created": DAYS[1],
        "modified": DAYS[day],
        "name": "A company",
        "identity_class": "organization",
        **changes,
    }


def add(client, slug, *objects):
    raw = orjson.dumps({"objects": list(objects)})
    answer = client.post(objects_of(slug), raw, content_type=TAXII)
    assert answer.status_code == 202, answer.content
    work(timezone.now())
    return answer.json()


def read(client, slug, collection="circle", **query):
    parameters = {"match[version]": "all", **query}
    return client.get(objects_of(slug, collection), parameters).json().get("objects", [])


def delete(client, slug, object_id, query=""):
    answer = client.delete(f"{objects_of(slug)}{object_id}/{query}")
    work(timezone.now())
    return answer


def test_a_deleted_object_is_gone_everywhere_and_its_holders_are_told(members):
    sent, other = identity(), identity()
    add(members["bank"], "bank", sent)
    add(members["bank"], "bank", other)
    read(members["peer"], "peer", "inbox")

    answer = delete(members["bank"], "bank", sent["id"])

    assert (answer.status_code, answer["Content-Type"]) == (200, TAXII)
    assert read(members["bank"], "bank") == [other]
    assert members["bank"].get(f"{objects_of('bank')}{sent['id']}/").status_code == 404
    for slug, collection in (("peer", "circle"), ("peer", "inbox"), ("platform", "circle")):
        found = read(members[slug], slug, collection)
        assert [one["id"] for one in found] == [other["id"], sent["id"]]
        assert found[1]["revoked"] is True
        assert found[1]["modified"] > sent["modified"]
    assert Withdrawal.objects.get().cause == "deleted"
    assert AuditEvent.objects.filter(action=Action.ALERT_WITHDRAWN).count() == 1


def test_one_version_goes_and_the_others_stay(members):
    history = identity()
    versions = [history | {"modified": DAYS[day]} for day in (1, 2, 3)]
    add(members["bank"], "bank", *versions)

    delete(members["bank"], "bank", history["id"], f"?match[version]={DAYS[2]}")

    for slug in ("bank", "peer"):
        assert read(members[slug], slug) == [versions[0], versions[2]]
        assert read(members[slug], slug, **{"match[version]": "last"}) == [versions[2]]


def test_the_version_before_is_the_last_again(members):
    history = identity()
    versions = [history | {"modified": DAYS[day]} for day in (1, 2)]
    for one in versions:
        add(members["bank"], "bank", one)

    delete(members["bank"], "bank", history["id"], "?match[version]=last")

    for slug in ("bank", "peer"):
        assert read(members[slug], slug, **{"match[version]": "last"}) == [versions[0]]


def test_without_a_version_all_of_them_go(members):
    history = identity()
    for day in (1, 2, 3):
        add(members["bank"], "bank", history | {"modified": DAYS[day]})

    delete(members["bank"], "bank", history["id"])

    assert read(members["bank"], "bank") == []
    assert [one["revoked"] for one in read(members["peer"], "peer")][-1:] == [True]
    last = read(members["peer"], "peer", **{"match[version]": "last"})
    assert [one["revoked"] for one in last] == [True]


def test_the_rest_of_an_alert_stays(members):
    indicator, report = make_bundle()["objects"]
    add(members["bank"], "bank", indicator, report)

    delete(members["bank"], "bank", indicator["id"])

    assert read(members["bank"], "bank") == [report]
    found = read(members["peer"], "peer")
    assert [(one["type"], one.get("revoked", False)) for one in found] == [
        ("report", False),
        ("indicator", True),
    ]


def test_what_was_deleted_does_not_come_back_when_it_is_sent_again(members):
    alone = identity()
    indicator, report = make_bundle()["objects"]
    add(members["bank"], "bank", alone)
    add(members["bank"], "bank", indicator, report)
    for one in (alone, indicator):
        delete(members["bank"], "bank", one["id"])
    before = [read(members[slug], slug) for slug in ("bank", "peer")]

    add(members["bank"], "bank", alone)
    add(members["bank"], "bank", indicator)

    assert [read(members[slug], slug) for slug in ("bank", "peer")] == before


def test_a_deleted_object_is_refused_as_an_alert_of_its_own(members):
    indicator, report = make_bundle()["objects"]
    add(members["bank"], "bank", indicator, report)
    delete(members["bank"], "bank", indicator["id"])

    add(members["bank"], "bank", indicator)

    reasons = Submission.objects.latest("received_at").reasons
    assert [reason["code"] for reason in reasons] == ["was-withdrawn"]
    assert Alert.objects.count() == 1


def test_a_copy_that_another_alert_carries_takes_its_place(members):
    shared = identity()
    first, second = (make_bundle(more=(shared,))["objects"] for _ in range(2))
    add(members["bank"], "bank", *first)
    add(members["platform"], "platform", *second)
    assert [one["id"] for one in read(members["peer"], "peer")].count(shared["id"]) == 1

    delete(members["bank"], "bank", first[2]["id"])
    delete(members["bank"], "bank", first[0]["id"])
    delete(members["bank"], "bank", shared["id"])

    standing = [one for one in read(members["peer"], "peer") if not one.get("revoked")]
    assert [one["id"] for one in standing] == [one["id"] for one in second]


def test_only_who_added_an_object_deletes_it(members):
    sent = identity()
    add(members["bank"], "bank", sent)

    answer = delete(members["peer"], "peer", sent["id"])

    assert (answer.status_code, answer.json()["error_code"]) == (403, "not-permitted")
    assert read(members["bank"], "bank") == read(members["peer"], "peer") == [sent]
    assert Withdrawal.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("circle/objects/identity--00000000-0000-4000-8000-000000000000/", 404),
        ("circle/objects/{id}/?match[version]=2020-01-01T00:00:00Z", 404),
        ("circle/objects/{id}/?match[spec_version]=2.0", 404),
        ("circle/objects/{id}/?match[version]=newest", 400),
        ("inbox/objects/{id}/", 403),
        ("submit/objects/{id}/", 403),
        ("nowhere/objects/{id}/", 404),
        ("circle/objects/", 405),
        ("circle/objects/{id}/versions/", 405),
    ],
)
def test_what_cannot_be_deleted_stays(members, path, status):
    sent = identity()
    add(members["bank"], "bank", sent)

    answer = members["bank"].delete(f"/taxii2/bank/collections/{path.format(id=sent['id'])}")

    assert (answer.status_code, answer["Content-Type"]) == (status, TAXII)
    assert read(members["bank"], "bank") == [sent]
    assert not Delivery.objects.exclude(withdrawn_at=None).exists()


def test_deleting_needs_reading_and_writing(members, exchange):
    sent = identity()
    add(members["bank"], "bank", sent)
    count = FeedObject.objects.count()

    for scope in (Scope.TAXII_READ, Scope.TAXII_WRITE):
        issued = issue_credential(
            actor=SYSTEM,
            now=timezone.now(),
            institution=exchange["bank"].institution,
            scopes=frozenset({scope}),
        )
        pair = b64encode(f"{issued.client_id}:{issued.client_secret}".encode()).decode()
        half = Client(headers={"authorization": f"Basic {pair}"})
        assert delete(half, "bank", sent["id"]).status_code == 403

    assert delete(Client(), "bank", sent["id"]).status_code == 401
    assert FeedObject.objects.count() == count


def test_an_identical_object_of_another_takes_away_no_right(members):
    shared = identity()
    add(members["platform"], "platform", shared)
    add(members["bank"], "bank", make_bundle()["objects"][0], shared)

    answer = delete(members["bank"], "bank", shared["id"])

    assert answer.status_code == 200
    assert Withdrawal.objects.get().alert.reporter.slug == "bank"
    assert shared in read(members["peer"], "peer")


def test_who_holds_a_deleted_object_by_another_alert_is_told_too(members, exchange):
    indicator, report = make_bundle()["objects"]
    add(members["bank"], "bank", indicator, report)
    reader = exchange["outsider"]
    raw = orjson.dumps({"objects": [indicator]})
    form_group(
        actor=SYSTEM,
        now=timezone.now(),
        slug="other",
        name="Other",
        members=[exchange["bank"].institution, reader.institution],
    )
    posted = members["bank"].post(objects_of("bank", "other"), raw, content_type=TAXII)
    assert posted.status_code == 202
    work(timezone.now())
    assert read(members["outsider"], "outsider", "other") == [indicator]

    delete(members["bank"], "bank", indicator["id"])

    (told,) = read(members["outsider"], "outsider", "other")
    assert (told["id"], told["revoked"]) == (indicator["id"], True)
