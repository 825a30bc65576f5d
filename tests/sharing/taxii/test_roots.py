"""Discovery, roots, collections: my own and complete, those of others missing; media types; errors."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

pytestmark = pytest.mark.embedded

TAXII = "application/taxii+json;version=2.1"


@pytest.fixture
def client(exchange, as_member):
    return as_member(exchange["peer"])


def test_discovery_names_my_own_root_at_the_address_i_used(client):
    answer = client.get("/taxii2/", headers={"host": "127.0.0.1:8123"})

    root = "http://127.0.0.1:8123/taxii2/peer/"
    assert (answer.status_code, answer["Content-Type"]) == (200, TAXII)
    assert answer.json() == {"title": "RiskHub", "default": root, "api_roots": [root]}


def test_a_root_tells_versions_and_limit(client):
    assert client.get("/taxii2/peer/").json() == {
        "title": "Peer Institution",
        "versions": [TAXII],
        "max_content_length": 10_000_000,
    }


def test_inbox_is_read_submit_is_written_and_a_group_is_both(client):
    listed = client.get("/taxii2/peer/collections/").json()["collections"]

    flags = {one["alias"]: (one["can_read"], one["can_write"]) for one in listed}
    assert flags == {"inbox": (True, False), "submit": (False, True), "circle": (True, True)}
    assert len({UUID(one["id"]) for one in listed}) == 3


def test_a_collection_answers_by_id_and_by_alias_as_it_is_listed(client):
    listed = client.get("/taxii2/peer/collections/").json()["collections"]

    for one in listed:
        assert client.get(f"/taxii2/peer/collections/{one['id']}/").json() == one
        assert client.get(f"/taxii2/peer/collections/{one['alias']}/").json() == one


def test_ids_stay_the_same_and_differ_between_institutions(client, exchange, as_member):
    mine = client.get("/taxii2/peer/collections/inbox/").json()["id"]
    again = client.get("/taxii2/peer/collections/inbox/").json()["id"]
    other = as_member(exchange["bank"]).get("/taxii2/bank/collections/inbox/").json()["id"]

    assert mine == again
    assert mine != other


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "collections/",
        "collections/inbox/",
        "collections/inbox/objects/",
        "collections/inbox/manifest/",
        "collections/inbox/objects/indicator--1/",
        "collections/inbox/objects/indicator--1/versions/",
        "status/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_the_root_of_another_looks_like_none_at_all(client, tail):
    others, nobodys = client.get(f"/taxii2/bank/{tail}"), client.get(f"/taxii2/nobody/{tail}")

    assert (others.status_code, nobodys.status_code) == (404, 404)
    assert others.content == nobodys.content
    assert others["Content-Type"] == TAXII


def test_the_collection_of_another_is_missing_in_my_root(client, exchange, as_member):
    other = as_member(exchange["bank"]).get("/taxii2/bank/collections/inbox/").json()["id"]

    for name in (other, str(uuid4()), "not-a-collection"):
        assert client.get(f"/taxii2/peer/collections/{name}/").status_code == 404
        assert client.get(f"/taxii2/peer/collections/{name}/objects/").status_code == 404


@pytest.mark.parametrize(
    "tail", ["objects/", "manifest/", "objects/a--1/", "objects/a--1/versions/"]
)
def test_submit_cannot_be_read(client, tail):
    answer = client.get(f"/taxii2/peer/collections/submit/{tail}")

    assert (answer.status_code, answer.json()["error_code"]) == (403, "not-permitted")


@pytest.mark.parametrize("path", ["/taxii2", "/taxii2/peer", "/taxii2/peer/collections"])
def test_a_missing_last_slash_changes_nothing(client, path):
    assert client.get(path).content == client.get(f"{path}/").content


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (TAXII, 200),
        ("application/taxii+json", 200),
        ("Application/TAXII+JSON; Version=2.1", 200),
        ('application/taxii+json; version="2.1"', 200),
        ("text/html, application/taxii+json;version=2.1;q=0.5", 200),
        ("*/*", 200),
        ("application/*;q=0.1", 200),
        ("text/html", 406),
        ("application/json", 406),
        ("application/taxii+json;version=9.9", 406),
        ("application/taxii+json;version=2.1;q=0", 406),
        ("application/vnd.oasis.taxii+json; version=2.0", 406),
    ],
)
def test_accept_is_read_as_clients_write_it(client, accept, status):
    answer = client.get("/taxii2/peer/", headers={"accept": accept})

    assert (answer.status_code, answer["Content-Type"]) == (status, TAXII)


@pytest.mark.parametrize("path", ["/taxii2/", "/taxii2/peer/", "/taxii2/nobody/", "/taxii2/a/b/c"])
def test_strangers_are_asked_for_basic_credentials(exchange, path):
    answer = Client().get(path)

    assert (answer.status_code, answer["Content-Type"]) == (401, TAXII)
    assert answer["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_other_methods_are_not_allowed(client, method):
    answer = getattr(client, method)("/taxii2/peer/collections/inbox/objects/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, POST, HEAD")


@pytest.mark.parametrize("method", ["put", "patch", "post", "options"])
def test_one_object_is_read_or_deleted(client, method):
    answer = getattr(client, method)("/taxii2/peer/collections/circle/objects/a--1/")

    assert (answer.status_code, answer["Allow"]) == (405, "GET, DELETE, HEAD")
