"""What real TAXII clients do, a test for each: taxii2-client, stix2, OpenCTI, Sentinel, MISP, QRadar, Splunk."""

import re
from datetime import timedelta

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"
INBOX = "/taxii2/peer/collections/inbox"
CIRCLE = "/taxii2/peer/collections/circle"


@pytest.fixture
def sent(exchange, now):
    """Two alerts of two objects each, a minute apart; return the ids in the order of the feed."""
    found = []
    for minute in range(2):
        bundle = make_bundle()
        found += [one["id"] for one in bundle["objects"]]
        at = now + timedelta(minutes=minute)
        send(exchange["bank"], now=at, raw=orjson.dumps(bundle))
        work(at)
    return found


@pytest.fixture
def client(exchange, as_member):
    return as_member(exchange["peer"])


def ids(answer):
    return [one["id"] for one in answer.json().get("objects", [])]


@pytest.mark.parametrize("tail", ["", "objects/", "manifest/", "objects/missing--1/"])
def test_1_each_answer_names_the_media_type_and_its_version(client, sent, tail):
    tokens = {one.strip() for one in client.get(f"{INBOX}/{tail}")["Content-Type"].split(";")}

    assert {"application/taxii+json", "version=2.1"} <= tokens


def test_2_more_comes_with_next_wherever_there_are_pages(client, sent, exchange, as_member):
    versions = [
        {**make_bundle()["objects"][0], "id": sent[0], "modified": f"2026-11-24T0{hour}:00:00.000Z"}
        for hour in range(2)
    ]
    raw = orjson.dumps({"objects": versions})
    added = as_member(exchange["bank"]).post(
        "/taxii2/bank/collections/circle/objects/", raw, content_type=TAXII
    )
    assert added.status_code == 202, added.content
    work(timezone.now())

    for tail in ("objects/", "manifest/", f"objects/{sent[0]}/versions/"):
        page = client.get(f"{INBOX}/{tail}", {"limit": "1"}).json()
        assert page["more"] is True
        following = client.get(f"{INBOX}/{tail}", {"limit": "1", "next": page["next"]})
        assert following.status_code == 200
        assert following.json() != page


def test_2_an_empty_next_means_the_first_page(client, sent):
    assert ids(client.get(f"{INBOX}/objects/?next=&limit=")) == []
    assert ids(client.get(f"{INBOX}/objects/?next=")) == sent


def test_3_counts_add_up_and_lists_are_as_long_as_their_counts(client, exchange):
    good, bad = make_bundle()["objects"][0], {"type": "indicator"}
    raw = orjson.dumps({"objects": [good, bad]})
    status = client.post(f"{CIRCLE}/objects/", raw, content_type=TAXII).json()
    work(timezone.now())

    for told in (status, client.get(f"/taxii2/peer/status/{status['id']}/").json()):
        counts = [told[f"{name}_count"] for name in ("success", "failure", "pending")]
        assert told["total_count"] == sum(counts) == 2
        assert len(told["failures"]) == told["failure_count"] == 1
        assert len(told.get("successes", [])) in {0, told["success_count"]}


def test_4_the_resource_has_the_id_of_the_address(client):
    for one in client.get("/taxii2/peer/collections/").json()["collections"]:
        address = f"/taxii2/peer/collections/{one['id']}/"
        assert client.get(address).json()["id"] in address


def test_5_a_whole_bundle_with_further_members_is_an_envelope(client, exchange):
    raw = orjson.dumps({**make_bundle(), "spec_version": "2.1", "x_other": [1]})

    assert client.post(f"{CIRCLE}/objects/", raw, content_type=TAXII).status_code == 202


def test_5_five_thousand_a_page_is_lowered_and_an_unknown_object_is_404(client, sent):
    assert ids(client.get(f"{INBOX}/objects/", {"limit": "5000"})) == sent
    assert client.get(f"{INBOX}/objects/indicator--0/").status_code == 404


@pytest.mark.parametrize("fraction", ["", ".000", ".000000"])
@pytest.mark.parametrize("zone", ["Z", "+00:00", "%2B00:00"])
@pytest.mark.parametrize("bracket", ["match[type]", "match%5Btype%5D"])
def test_6_dates_and_brackets_arrive_in_many_forms(client, sent, now, fraction, zone, bracket):
    moment = (now + timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%M:%S")

    answer = client.get(
        f"{INBOX}/objects/?added_after={moment}{fraction}{zone}&{bracket}=report,indicator"
    )

    assert ids(answer) == sent[2:]


def test_7_the_header_date_is_unique_and_a_bookmark_cut_to_milliseconds_only_repeats(client, sent):
    page = client.get(f"{INBOX}/objects/", {"limit": "3"})
    bookmark = page["X-TAXII-Date-Added-Last"]

    exact = client.get(f"{INBOX}/objects/", {"added_after": bookmark})
    cut = client.get(f"{INBOX}/objects/", {"added_after": re.sub(r"\d{3}Z$", "Z", bookmark)})

    assert ids(exact) == sent[3:]
    assert set(ids(cut)) >= set(sent[3:])


def test_8_addresses_are_absolute_on_the_scheme_and_host_of_the_client(client):
    found = client.get("/taxii2/", headers={"host": "127.0.0.1:8123"}).json()

    assert found["api_roots"] == ["http://127.0.0.1:8123/taxii2/peer/"]


@pytest.mark.parametrize(
    "accept",
    ["application/taxii+json", "Application/TAXII+json; version=2.1;q=0.3, text/html", "*/*;q=0.1"],
)
@pytest.mark.parametrize("kind", [TAXII, "application/taxii+json ; version=2.1", TAXII.upper()])
def test_9_media_types_are_read_leniently(client, accept, kind):
    raw = orjson.dumps(make_bundle())

    answer = client.post(f"{CIRCLE}/objects/", raw, content_type=kind, headers={"accept": accept})

    assert answer.status_code == 202


def test_9_but_a_body_of_stix_is_not_taxii(client):
    kind = "application/stix+json;version=2.1"

    answer = client.post(f"{CIRCLE}/objects/", orjson.dumps(make_bundle()), content_type=kind)

    assert answer.status_code == 415


@pytest.mark.parametrize("method", ["get", "post", "delete", "head"])
def test_10_without_credentials_the_answer_asks_for_them(exchange, method):
    answer = getattr(Client(), method)(f"{CIRCLE}/objects/identity--1/")

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
