"""Eight writers at once and a reader that polls: it sees each object once, in the order of its dates."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import orjson
import pytest

from tests.factories.bundles import AT
from tests.factories.hub import Hub, running_hub

pytestmark = [pytest.mark.slow, pytest.mark.embedded, pytest.mark.enable_socket]

TAXII = {"accept": "application/taxii+json;version=2.1"}
GROUP = "custodians-east"
WRITERS = ("jiangan", "qinghe", "lanqiao", "nanpu", "yunqiao", "association", "jiangan", "qinghe")
# A large request stays open beside small ones, which commit before it.
SIZES = (1, 120, 1, 1, 40, 1, 1, 120, 1, 40)
PATIENCE = 180


@pytest.fixture
def hub(tmp_path) -> Iterator[Hub]:
    with running_hub(tmp_path) as hub:
        yield hub


def make_object() -> dict[str, Any]:
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": f"identity--{uuid4()}",
        "created": AT,
        "modified": AT,
        "name": "A company",
        "identity_class": "organization",
    }


def write(hub: Hub, member: dict[str, Any]) -> list[str]:
    sent: list[str] = []
    with open_client(hub, member) as client:
        for size in SIZES:
            objects = [make_object() for _ in range(size)]
            answer = client.post("objects/", content=orjson.dumps({"objects": objects}))
            assert answer.status_code == 202, answer.text
            sent += [one["id"] for one in objects]
    return sent


def open_client(hub: Hub, member: dict[str, Any]) -> httpx.Client:
    place = member["taxii"]["groups"][GROUP]
    return httpx.Client(
        base_url=f"{hub.url}{place['api_root']}collections/{place['collection']}/",
        auth=(member["client_id"], member["client_secret"]),
        headers={**TAXII, "content-type": TAXII["accept"]},
        timeout=60,
    )


def by_date(page: httpx.Response, query: dict[str, str]) -> dict[str, str]:
    last = page.headers.get("X-TAXII-Date-Added-Last")
    return {**query, "added_after": last} if last else query


def by_next(page: httpx.Response, query: dict[str, str]) -> dict[str, str]:
    following = page.json().get("next")
    if following:
        return {"limit": "50", "next": following}
    last = page.headers.get("X-TAXII-Date-Added-Last")
    return {"limit": "50", "added_after": last} if last else query


def poll(
    client: httpx.Client, go_on: Callable[..., dict[str, str]], done: Callable[[int], bool]
) -> list[tuple[str, str]]:
    """Poll until all is there; return (id, date) of each manifest record in the order seen."""
    seen: list[tuple[str, str]] = []
    query = {"limit": "50"}
    deadline = time.monotonic() + PATIENCE
    while not done(len(seen)) and time.monotonic() < deadline:
        page = client.get("manifest/", params=query)
        seen += [(one["id"], one["date_added"]) for one in page.json().get("objects", [])]
        query = go_on(page, query)
        if not page.json()["more"]:
            time.sleep(0.02)
    return seen


@pytest.mark.parametrize("go_on", [by_date, by_next])
def test_a_polling_reader_sees_each_object_once_beside_eight_writers(hub, go_on):
    members = hub.prepare()
    for name in ("web", "worker", "beat"):
        hub.start(name)
    hub.wait_until_ready()
    with open_client(hub, members["haiyue"]) as client, ThreadPoolExecutor(9) as pool:
        # The stories of the demo may stand there already.
        before = len(client.get("manifest/").json().get("objects", []))
        writers: list[Future[list[str]]] = [
            pool.submit(write, hub, members[slug]) for slug in WRITERS
        ]
        total = before + len(WRITERS) * sum(SIZES)

        seen = poll(client, go_on, lambda count: count >= total)
        sent = [one for writer in writers for one in writer.result()]
        late = client.get("manifest/", params={"added_after": seen[-1][1]}).json()

    fresh = [one for one, _ in seen if one in set(sent)]
    dates = [date for _, date in seen]
    assert len(sent) == len(WRITERS) * sum(SIZES) == 2608
    assert len(fresh) == len(sent)
    assert set(fresh) == set(sent)
    assert dates == sorted(set(dates))
    assert late == {"more": False}
