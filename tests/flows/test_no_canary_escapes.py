"""Unique identifiers of every type in every place of an alert: none leaves, none rests unsealed (PC-40).

They go through a whole running hub, by every door, some to be refused. Then all that the hub says to
anyone but their sender is searched, and all that it keeps, whatever it is written in (PC-03, PC-31, PC-39).
"""

import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.channels import Receiver
from tests.factories.hub import own_database
from tests.flows.canaries import exits
from tests.flows.canaries.known import OPEN, STATED, is_stated
from tests.flows.canaries.search import Searcher
from tests.flows.canaries.sending import (
    Sender,
    send_alerts,
    send_by_other_doors,
    send_enveloped,
    send_few,
    send_what_is_refused,
)
from tests.flows.canaries.values import LEADS, Canary, Nest

pytestmark = [pytest.mark.slow, pytest.mark.alone, pytest.mark.enable_socket]

# In both groups; of the second alone. What these two sent is looked for at all others.
SENDER, SECOND = "yunqiao", "beilu"
# The same region under an agreement; abroad under one; regulators; in no group at all.
READERS = ("haiyue", "elbe", "monitor-cn", "conduct-eu")
OUTSIDER = "operator"
MAIL = "analyst@{}.example"
PATIENCE = 120
MOST = 5


@pytest.fixture
def hub(tmp_path) -> Iterator[exits.Outside]:
    with own_database(tmp_path) as database:
        hub = exits.Outside(tmp_path, database)
        try:
            yield hub
        finally:
            for name in list(hub.running):
                hub.kill(name)


@pytest.fixture
def receiver(tmp_path) -> Iterator[Receiver]:
    one = Receiver(tmp_path)
    one.start()
    yield one
    one.kill()


@pytest.fixture
def closed() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as stack:
        yield stack


def subscribe(hub, member: dict[str, Any], receiver: Receiver) -> None:
    """Ask for all alerts by every channel that the member has."""
    with exits.open_machine(hub, member) as client:
        asked = {"name": "siem", "url": receiver.url, "content": "stix"}
        hook = client.post("/api/v1/webhooks", json=asked).raise_for_status().json()
        channels = [f"webhook:{hook['id']}", "stream"]
        readers = [] if member["kind"] == "regulator" else [MAIL.format(member["slug"])]
        wish: dict[str, Any] = {"name": "all", "channels": channels + ["mail"] * bool(readers)}
        if readers:
            wish["mail"] = {"to": readers}
        client.post("/api/v1/subscriptions", json=wish).raise_for_status()


def send_all(hub, members: dict[str, Any]) -> list[Sender]:
    """Send all there is to send; return who sent it."""
    senders = [
        Sender(exits.open_machine(hub, members[slug]), members[slug], Nest(seed))
        for seed, slug in enumerate((SENDER, SECOND), 1)
    ]
    first, second = senders
    send_alerts(first)
    audiences = {slug: (f"member:{members[slug]['stix_id']}",) for slug in (*READERS, OUTSIDER)}
    send_enveloped(first, {"a group": ("group:cross-border-fraud",), **audiences})
    send_what_is_refused(first)
    send_by_other_doors(first)
    send_few(second)
    return senders


def wait_until_worked(hub, senders: list[Sender], receiver: Receiver) -> None:
    """Wait until each alert is decided and nothing more arrives at the receiver."""
    deadline, before = time.monotonic() + PATIENCE, -1
    while time.monotonic() < deadline:
        states = Counter(one for sender in senders for one in sender.read_states())
        arrived = len(receiver.read())
        if not states["received"] and arrived == before:
            return
        before = arrived
        time.sleep(2.5)
    raise AssertionError(f"still at work: {states}")


def collect(hub, members: dict[str, Any], taken: list[str]) -> dict[str, exits.Haul]:
    """Read everything that members, persons and the public can read; return it by reader."""
    hauls = {slug: exits.Haul() for slug in (*READERS, OUTSIDER, "public", "person")}
    for slug in (*READERS, OUTSIDER):
        member, haul = members[slug], hauls[slug]
        with exits.open_machine(hub, member) as client:
            exits.read_rest(haul, client, taken)
            exits.read_taxii(haul, client, member, taken)
        exits.read_stream(haul, hub, member)
        with contextlib.closing(exits.sign_in(hub, member["users"][0])) as client:
            exits.read_pages(haul, client, taken)
    exits.read_public(hauls["public"], hub, taken)
    exits.read_person(hauls["person"], hub)
    return hauls


def keep_rest(hub, moment: str, haul: exits.Haul) -> None:
    """Read all that the hub keeps."""
    exits.read_database(haul, hub, moment)
    exits.read_files(haul, hub, moment)
    exits.read_broker(haul, hub, moment)


def test_no_canary_is_found_outside_what_is_sealed_pc_40(hub, receiver, closed):
    members = hub.prepare()
    hub.start("web")
    hub.start_stream()
    hub.wait_until_ready()
    for slug in READERS:
        subscribe(hub, members[slug], receiver)

    senders = send_all(hub, members)
    for sender in senders:
        closed.callback(sender.client.close)
    kept = exits.Haul()
    # No worker yet: the wake-ups lie in the broker.
    keep_rest(hub, "at the door", kept)
    hub.start("worker")
    hub.start("beat")
    hub.start_pusher()
    wait_until_worked(hub, senders, receiver)
    taken = [one for sender in senders for one in sender.taken]
    hauls = collect(hub, members, taken)
    for message in receiver.read():
        kept.keep("webhook", json.dumps(message, ensure_ascii=False).encode())
        kept.keep("webhook", message["body"].encode())
    exits.read_mail(kept, hub)
    keep_rest(hub, "in the end", kept)
    for sender in senders:
        for answer in sender.answers:
            kept.keep("answers to what was sent", answer)

    canaries = [one for sender in senders for one in sender.nest.canaries]
    asked = [one for one in canaries if one.place == "description"][: len(LEADS)]
    assert [hit for slug in (*READERS, OUTSIDER) for hit in find(hub, members[slug], asked)] == []
    hauls["hub"] = kept
    assert_nothing_is_missing(hauls, senders)
    found = search(hauls, Searcher(canaries))
    left = show(found)
    assert not left, "\n".join(left)


def find(hub, member: dict[str, Any], asked: list[Canary]) -> list[str]:
    """Search for canaries as a member would; return those that have hits or a strange answer."""
    hits = []
    with exits.open_machine(hub, member) as client:
        for canary in asked:
            answer = client.get("/api/v1/alerts", params={"q": canary.value})
            if (answer.status_code, answer.json().get("items")) != (200, []):
                hits.append(f"{member['slug']}: {canary}")
    return hits


def assert_nothing_is_missing(hauls: dict[str, exits.Haul], senders: list[Sender]) -> None:
    """Check that there was something to search at each exit, and that alerts had gone through."""
    states = Counter(one for sender in senders for one in sender.read_states())
    assert states["delivered"] + states["routed"] > 45, (states, senders[0].statuses)
    assert {202, 400, 409, 415, 422} <= set(senders[0].statuses.values())
    for slug in READERS:
        for name in ("rest alerts/{}", "taxii objects", "taxii manifest", "stream", "page alert"):
            assert sum(map(len, hauls[slug][name])) > 1_000, (slug, name)
    kept = hauls["hub"]
    for name in ("webhook", "mail", "file log in the end", "answers to what was sent"):
        assert sum(map(len, kept[name])) > 1_000, name
    assert kept.keys() & {"file broker at the door", "redis at the door"}
    tables = {name for name in kept if name.startswith("table ")}
    assert len(tables) > 80
    assert kept["table audit_auditevent in the end"]
    assert hauls["public"]["metrics"]
    assert hauls["public"]["public"]
    assert hauls["person"]["me/holdings"]


def search(hauls: dict[str, exits.Haul], searcher: Searcher) -> dict[tuple[str, Canary], str]:
    """Return what was found at which exit, and how it was written."""
    seen: dict[bytes, set[str]] = {}
    for reader, haul in hauls.items():
        for name, parts in haul.items():
            for part in parts:
                seen.setdefault(part, set()).add(f"{reader}: {name}")
    found: dict[tuple[str, Canary], str] = {}
    suspects = searcher.suspect(seen)
    for part in suspects:
        for canary, way in searcher.find(part).items():
            found |= {(name, canary): way for name in seen[part]}
    return found


def show(found: dict[tuple[str, Canary], str]) -> list[str]:
    """Return a line for each exit, place and type that is not among what is stated."""
    left = {(name, one): way for (name, one), way in found.items() if not is_stated(name, one, way)}
    lines = Counter((one.place, one.kind, way) for (_, one), way in left.items())
    where: dict[tuple[str, str, str], set[str]] = {}
    for (name, one), way in left.items():
        where.setdefault((one.place, one.kind, way), set()).add(name)
    return [f"{' | '.join(line)}: {sorted(where[line])[:MOST]}" for line in sorted(lines)]


def test_each_stated_exception_has_its_reason():
    assert all(len(one.reason) > 20 for one in STATED + OPEN)
