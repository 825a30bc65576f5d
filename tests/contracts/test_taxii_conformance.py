"""The TAXII server over the wire: the black-box suite, and the real clients taxii2-client and stix2."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import stix2
from requests.exceptions import HTTPError
from stix2 import Filter, TAXIICollectionSink, TAXIICollectionSource
from taxii2client.v21 import Collection, Server, as_pages

from tests.factories.hub import Hub, running_hub
from tests.shared_data import SHARED, needs_shared

pytestmark = [pytest.mark.slow, pytest.mark.embedded, pytest.mark.enable_socket]

SUITE = SHARED / "conformance" / "taxii21"
GROUP, ABROAD = "custodians-east", "cross-border-fraud"


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[tuple[Hub, dict[str, dict[str, Any]]]]:
    """A hub with the demo exchange, and its members by slug."""
    folder: Path = tmp_path_factory.mktemp("hub")
    with running_hub(folder) as hub:
        members = hub.prepare()
        for name in ("web", "worker", "beat"):
            hub.start(name)
        hub.wait_until_ready()
        yield hub, members


@pytest.fixture
def open_collection(served):
    """Return a member's collection of the group as taxii2-client has it."""
    hub, members = served

    def open_group(slug: str, group: str = GROUP) -> Collection:
        member = members[slug]
        place = member["taxii"]["groups"][group]
        return Collection(
            f"{hub.url}{place['api_root']}collections/{place['collection']}/",
            user=member["client_id"],
            password=member["client_secret"],
        )

    return open_group


def make_indicator(**changes: Any) -> dict[str, Any]:
    made = stix2.v21.Indicator(
        name="Copied page",
        pattern="[domain-name:value = 'login-bank.example']",
        pattern_type="stix",
        valid_from="2026-11-01T00:00:00Z",
        **changes,
    )
    found: dict[str, Any] = json.loads(made.serialize())
    return found


@needs_shared
def test_the_black_box_suite_passes_whole(served):
    hub, members = served
    member = members["jiangan"]
    taxii, groups = member["taxii"], member["taxii"]["groups"]
    environment = {
        **os.environ,
        "TAXII_BASE_URL": hub.url,
        "TAXII_USER": member["client_id"],
        "TAXII_PASSWORD": member["client_secret"],
        "TAXII_RW_COLLECTION": groups[GROUP]["collection"],
        "TAXII_RO_COLLECTION": taxii["inbox"],
        "TAXII_WO_COLLECTION": taxii["submit"],
        "TAXII_SECOND_API_ROOT": groups[ABROAD]["api_root"].strip("/"),
        "TAXII_SECOND_COLLECTION": groups[ABROAD]["collection"],
        "TAXII_SETTLE_SECONDS": "60",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull]

    run = subprocess.run(
        [*command, "--rootdir", str(SUITE), str(SUITE)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-6000:]
    assert "172 passed" in run.stdout
    assert "skipped" not in run.stdout


def test_taxii2_client_finds_its_roots_and_collections(served):
    hub, members = served
    member = members["jiangan"]

    server = Server(
        f"{hub.url}/taxii2/", user=member["client_id"], password=member["client_secret"]
    )

    assert server.default.url == f"{hub.url}/taxii2/jiangan/"
    assert [root.url for root in server.api_roots] == [
        f"{hub.url}/taxii2/jiangan/",
        f"{hub.url}/taxii2/jiangan-abroad/",
    ]
    aliases = [[one.alias for one in root.collections] for root in server.api_roots]
    assert aliases == [["inbox", "submit", GROUP], [ABROAD]]


def test_taxii2_client_adds_reads_pages_and_deletes(open_collection):
    mine, theirs = open_collection("jiangan"), open_collection("haiyue")
    sent = [make_indicator() for _ in range(5)]

    status = mine.add_objects({"objects": sent}, poll_interval=0.1)

    named = {one["id"] for one in sent}
    assert (status.status, status.success_count, len(status.successes)) == ("complete", 5, 5)
    for collection in (mine, theirs):
        for read in (collection.get_objects, collection.get_manifest):
            pages = as_pages(read, per_request=2, id=sorted(named))
            found = [one["id"] for page in pages for one in page.get("objects", [])]
            assert sorted(found) == sorted(named)
    assert mine.get_object(sent[0]["id"])["objects"] == [sent[0]]
    assert mine.object_versions(sent[0]["id"])["versions"] == [sent[0]["modified"]]
    mine.delete_object(sent[0]["id"])
    with pytest.raises(HTTPError, match="404"):
        mine.get_object(sent[0]["id"])


def test_taxii2_client_sees_what_was_refused_and_why(open_collection):
    good, bad = make_indicator(), {"type": "indicator", "id": f"indicator--{uuid4()}"}

    status = open_collection("jiangan").add_objects({"objects": [good, bad]}, poll_interval=0.1)

    assert (status.total_count, status.success_count, status.failure_count) == (2, 1, 1)
    assert [one["id"] for one in status.failures] == [bad["id"]]
    assert all("/objects/1" in one["message"] for one in status.failures)


def test_stix2_sink_and_source_work_on_a_group(open_collection):
    sink = TAXIICollectionSink(open_collection("jiangan"))
    source = TAXIICollectionSource(open_collection("haiyue"))
    first = stix2.v21.Identity(name="Copied bank", identity_class="organization")
    second = stix2.v21.Malware(name="Overlay", is_family=False)

    sink.add(stix2.v21.Bundle(first, second))
    newer = second.new_version(name="Overlay of a bank")
    sink.add(newer)

    assert source.get(first.id).name == "Copied bank"
    assert source.get(second.id).name == "Overlay of a bank"
    assert {one.name for one in source.all_versions(second.id)} == {"Overlay", newer.name}
    found = source.query([Filter("type", "=", "malware"), Filter("id", "=", second.id)])
    assert [one.modified for one in found] == [newer.modified]
    assert source.get(f"malware--{uuid4()}") is None
