"""A feed as a collection: what is there already adds nothing, and versions are weighed over all pages."""

from uuid import uuid4

import orjson
import pytest
from django.utils import timezone

from sharing.delivery import collection as projection
from sharing.delivery.models import Feed, FeedObject
from tests.factories.bundles import AT
from tests.factories.journeys import work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"
CIRCLE = "/taxii2/{}/collections/circle"
DAYS = {day: f"2026-03-0{day}T00:00:00.000Z" for day in range(1, 8)}


@pytest.fixture
def members(exchange, as_member):
    return {slug: as_member(member) for slug, member in exchange.items()}


def identity(day: int = 1, **changes):
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
    answer = client.post(f"{CIRCLE.format(slug)}/objects/", raw, content_type=TAXII)
    assert answer.status_code == 202, answer.content
    work(timezone.now())
    return answer.json()


def read(client, slug, tail="objects", **query):
    parameters = {name.replace("__", "[") + "]" * ("__" in name): v for name, v in query.items()}
    answer = client.get(f"{CIRCLE.format(slug)}/{tail}/", parameters)
    assert answer.status_code == 200, answer.content
    return answer.json().get("objects", [])


def walk(client, slug, limit, **query):
    """Return the modified times of all pages, in order."""
    found, parameters = [], {"limit": str(limit), **query}
    while True:
        page = client.get(f"{CIRCLE.format(slug)}/objects/", parameters).json()
        found += [one["modified"] for one in page.get("objects", [])]
        if not page["more"]:
            return found
        parameters["next"] = page["next"]


@pytest.mark.parametrize("slug", ["bank", "peer"])
@pytest.mark.parametrize("limit", [1, 2, 100])
def test_versions_spread_over_pages_are_weighed_together(members, slug, limit):
    history = identity(4)
    for day in (4, 2, 6, 1):
        add(members["bank"], "bank", history | {"modified": DAYS[day]}, identity(3))

    asked = {"match[id]": history["id"]}
    assert walk(members[slug], slug, limit, **asked) == [DAYS[6]]
    asked["match[version]"] = "first,last"
    assert walk(members[slug], slug, limit, **asked) == [DAYS[6], DAYS[1]]
    asked["match[version]"] = "all"
    assert walk(members[slug], slug, limit, **asked) == [DAYS[day] for day in (4, 2, 6, 1)]
    last = walk(members[slug], slug, limit)
    assert sorted(last) == sorted([DAYS[3]] * 4 + [DAYS[6]])


def test_several_versions_in_one_envelope_are_all_there(members):
    history = identity()
    versions = [history | {"modified": DAYS[day]} for day in (3, 1, 2)]

    status = add(members["bank"], "bank", *versions)

    assert status["total_count"] == 3
    assert read(members["bank"], "bank") == [versions[0]]
    assert read(members["bank"], "bank", match__version="all") == versions


def test_the_same_version_again_is_a_success_and_adds_nothing(members):
    sent = identity()
    add(members["bank"], "bank", sent)
    before = read(members["bank"], "bank", "manifest")

    status = add(members["bank"], "bank", sent)

    done = members["bank"].get(f"/taxii2/bank/status/{status['id']}/").json()
    assert (done["status"], done["success_count"]) == ("complete", 1)
    assert read(members["bank"], "bank", "manifest") == before
    assert read(members["peer"], "peer", match__version="all") == [sent]


def test_nobody_replaces_or_hides_what_another_reported(members):
    first = identity(2, name="As the bank has it")
    add(members["bank"], "bank", first)
    later = first | {"modified": DAYS[5], "name": "As the platform has it", "revoked": True}
    add(members["platform"], "platform", later)

    found = read(members["peer"], "peer", match__id=first["id"])

    assert found == [first, later]


def test_an_object_that_several_reporters_send_stands_once(members):
    shared = identity()
    add(members["bank"], "bank", shared)
    add(members["platform"], "platform", shared)

    assert read(members["peer"], "peer") == [shared]


def test_an_object_without_times_answers_to_the_date_it_was_added(members):
    domain = {
        "type": "domain-name",
        "spec_version": "2.1",
        "id": f"domain-name--{uuid4()}",
        "value": "login-bank.example",
    }
    add(members["bank"], "bank", domain)
    (entry,) = read(members["bank"], "bank", "manifest", match__id=domain["id"])

    assert entry["version"] == entry["date_added"]
    assert read(members["bank"], "bank", match__version=entry["version"]) == [domain]
    assert read(members["bank"], "bank", match__version=AT) == []


def test_a_collection_is_brought_up_to_date_chunk_by_chunk(members, monkeypatch):
    history = identity(1)
    for day in (1, 2, 3):
        add(members["bank"], "bank", history | {"modified": DAYS[day]}, identity(4))
    FeedObject.objects.all().delete()
    Feed.objects.update(weighed=0)
    monkeypatch.setattr(projection, "CHUNK", 1)

    assert len(read(members["peer"], "peer", limit="1")) == 1
    assert FeedObject.objects.count() < 12

    asked = read(members["peer"], "peer", match__id=history["id"])
    assert [one["modified"] for one in asked] == [DAYS[3]]


def test_positions_are_dates_to_the_microsecond_and_belong_to_one_object(members):
    add(members["bank"], "bank", *(identity() for _ in range(30)))
    records = read(members["peer"], "peer", "manifest")

    dates = [one["date_added"] for one in records]
    assert len(set(dates)) == 30
    for record in records[::7]:
        exact = {"added_after": record["date_added"], "match[id]": record["id"]}
        answer = members["peer"].get(f"{CIRCLE.format('peer')}/objects/", exact)
        assert answer.json() == {"more": False}


def test_a_later_version_comes_later_to_a_poller(members):
    sent = identity()
    add(members["bank"], "bank", sent)
    peer = members["peer"]
    bookmark = peer.get(f"{CIRCLE.format('peer')}/objects/")["X-TAXII-Date-Added-Last"]

    add(members["bank"], "bank", sent | {"modified": DAYS[2]})

    assert [one["modified"] for one in read(peer, "peer", added_after=bookmark)] == [DAYS[2]]
