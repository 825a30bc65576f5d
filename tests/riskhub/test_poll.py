"""`riskhub poll`: the inbox in a folder, with nothing missed and nothing written twice."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import timezone
from stix2 import FileSystemSource

from riskhub import START, Checkpoint, Client, Page, Problem, UnexpectedAnswer
from riskhub.inbox import Inbox, name_of
from tests.factories.bundles import make_raw
from tests.factories.journeys import send, work
from tests.riskhub.fake import FakeHub, Reply

COLLECTION = {"id": "c-1", "alias": "inbox", "title": "Inbox", "can_read": True, "can_write": False}
OBJECTS = "GET /taxii2/m/collections/c-1/objects/"
AT = "2026-11-23T01:00:00.{:06}Z"


def make_object(number: int, **changes):
    known = {"type": "indicator", "id": f"indicator--00000000-0000-4000-8000-{number:012}"}
    return {**known, "modified": "2026-11-23T01:00:00.000Z", "name": "x", **changes}


def page(*objects, last: int = 0, following: str = "") -> Reply:
    more = {"more": True, "next": following} if following else {"more": False}
    headers = {"X-TAXII-Date-Added-Last": AT.format(last)} if objects else {}
    return Reply(200, {**more, **({"objects": list(objects)} if objects else {})}, headers)


@pytest.fixture
def taxii(fake: FakeHub) -> FakeHub:
    """A hub with an inbox."""
    fake.on("GET /taxii2/", Reply(200, {"default": "https://elsewhere.example/taxii2/m/"}))
    fake.on("GET /taxii2/m/collections/", Reply(200, {"collections": [COLLECTION]}))
    return fake


def files_of(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file() and ".riskhub" not in path.name]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def asked_pages(hub: FakeHub) -> list[str]:
    return [one.path.partition("?")[2] for one in hub.asked if "/objects/" in one.path]


def list_lines(capsys) -> list[tuple[str, str]]:
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [(one["result"], one["id"]) for one in shown]


def test_the_inbox_of_a_real_hub_fills_a_folder_that_stix2_reads(
    exchange, riskhub_as, tmp_path, capsys
):
    now = timezone.now()
    for _ in range(3):
        send(exchange["bank"], now=now)
    work(now)
    riskhub = riskhub_as(exchange["peer"])

    code = riskhub("poll", tmp_path / "in", "--page", "2", "--json")

    listed = list_lines(capsys)
    files = files_of(tmp_path / "in")
    assert code == 0
    assert len(files) == len(listed) == len(set(listed))
    assert {result for result, _ in listed} == {"added"}
    source = FileSystemSource(str(tmp_path / "in"), allow_custom=True)
    assert {one["id"] for one in source.query()} == {identifier for _, identifier in listed}
    assert len([name for name in files if name.startswith("report/")]) == 3


def test_the_next_run_brings_only_what_is_new(exchange, riskhub_as, tmp_path, capsys):
    now = timezone.now()
    send(exchange["bank"], now=now)
    work(now)
    riskhub = riskhub_as(exchange["peer"])
    riskhub("poll", tmp_path / "in", "--json")
    before = files_of(tmp_path / "in")
    send(exchange["bank"], now=now, raw=make_raw(name="A later one"))
    work(now)
    capsys.readouterr()

    riskhub("poll", tmp_path / "in", "--json")

    listed = list_lines(capsys)
    after = files_of(tmp_path / "in")
    assert {result for result, _ in listed} == {"added"}
    assert len(after) == len(before) + len(listed)
    assert {name: after[name] for name in before} == before


def test_revocations_are_new_versions_and_are_listed(riskhub, taxii, tmp_path, capsys):
    revoked = make_object(1, modified="2026-11-23T02:00:00.000Z", revoked=True)
    taxii.on(OBJECTS, page(make_object(1), last=1), page(revoked, last=2))

    riskhub("poll", tmp_path, "--json")
    riskhub("poll", tmp_path, "--json")

    identifier = revoked["id"]
    assert list_lines(capsys) == [("added", identifier), ("revoked", identifier)]
    assert sorted(files_of(tmp_path)) == [
        f"indicator/{identifier}/20261123010000000.json",
        f"indicator/{identifier}/20261123020000000.json",
    ]


def test_pages_go_on_where_the_checkpoint_says(riskhub, taxii, tmp_path):
    taxii.on(OBJECTS, page(make_object(1), last=1, following="n1"), page(make_object(2), last=2))

    riskhub("poll", tmp_path)
    riskhub("poll", tmp_path)

    assert asked_pages(taxii) == [
        "limit=1000&match%5Bversion%5D=all",
        "limit=1000&match%5Bversion%5D=all&next=n1",
        "limit=1000&match%5Bversion%5D=all&added_after=2026-11-23T01%3A00%3A00.000002Z",
    ]
    known = json.loads((tmp_path / ".riskhub-poll.json").read_bytes())
    assert known["added_after"] == AT.format(2)
    assert (tmp_path / ".riskhub-poll.json").stat().st_mode & 0o777 == 0o600


def test_a_next_that_the_hub_forgot_is_made_good_by_the_date(client, taxii):
    refusal = Reply(400, {"title": "A parameter cannot be used", "http_status": "400"})
    taxii.on(OBJECTS, refusal, page(make_object(2), last=2))
    start = Checkpoint(added_after=AT.format(0), next="old", last=AT.format(1))

    (found,) = client.poll(start)

    assert found.checkpoint == Checkpoint(added_after=AT.format(2))
    assert asked_pages(taxii)[1].endswith("added_after=2026-11-23T01%3A00%3A00.000001Z")


def test_pages_that_do_not_move_on_end_the_run(client, taxii):
    taxii.on(OBJECTS, Reply(200, {"more": True}))

    with pytest.raises(UnexpectedAnswer, match="do not move on"):
        list(client.poll())


def test_a_refusal_is_not_mistaken_for_a_forgotten_next(client, taxii):
    taxii.on(OBJECTS, Reply(403, {"title": "Not permitted", "http_status": "403"}))

    with pytest.raises(Problem) as refusal:
        list(client.poll(Checkpoint(next="n")))

    assert refusal.value.exit_code == 3


# A run in a process of its own that is killed between two system calls of its choice.
KILLED = """
import os, sys
from pathlib import Path
import riskhub.inbox as inbox
from riskhub.command import main

left = int(sys.argv[1])
write = inbox.write_whole

def write_or_die(*arguments, **options):
    global left
    if left == 0:
        os.kill(os.getpid(), 9)
    left -= 1
    write(*arguments, **options)

inbox.write_whole = write_or_die
main(["poll", sys.argv[2], "--json"])
"""


@pytest.mark.parametrize("writes", range(0, 12, 2))
def test_a_killed_poll_goes_on_without_a_miss_or_a_repeat(riskhub, taxii, tmp_path, capsys, writes):
    pages = [
        page(
            *(make_object(10 * number + one) for one in range(3)),
            last=number,
            following=f"n{number}",
        )
        for number in range(1, 4)
    ]
    ends = page(make_object(99), last=9)
    # The fake answers by what is asked: a resumed run asks for a page again.
    by_next = {"": pages[0], "n1": pages[1], "n2": pages[2], "n3": ends}
    answer = taxii.answer

    def answer_page(asked):
        if "/objects/" not in asked.path:
            return answer(asked)
        return by_next[asked.path.partition("next=")[2]]

    taxii.answer = answer_page
    environ = {**os.environ, "RISKHUB_URL": taxii.url, "RISKHUB_CLIENT_ID": "member-1"}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(writes), str(tmp_path)],
        env=environ | {"RISKHUB_CLIENT_SECRET": "s"},
        capture_output=True,
        check=False,
        timeout=60,
    )

    code = riskhub("poll", tmp_path, "--json")

    first = {json.loads(line)["id"] for line in killed.stdout.splitlines()}
    second = {identifier for _, identifier in list_lines(capsys)}
    expected = {make_object(number)["id"] for number in (10, 11, 12, 20, 21, 22, 30, 31, 32, 99)}
    assert (killed.returncode, code) == (-signal.SIGKILL, 0)
    assert first | second == expected
    assert {name.split("/")[1] for name in files_of(tmp_path)} == expected
    assert len(files_of(tmp_path)) == len(expected)


def test_two_reporters_of_one_version_do_not_overwrite_each_other(tmp_path):
    inbox = Inbox(tmp_path, "here")
    one, other = make_object(1), make_object(1, name="y")

    kept = inbox.keep(Page((one, other, one), START, False))

    assert [item.is_new for item in kept] == [True, True, False]
    assert sorted(json.loads(text)["name"] for text in files_of(tmp_path).values()) == ["x", "y"]


def test_what_a_power_cut_tore_is_written_again(tmp_path):
    inbox = Inbox(tmp_path, "here")
    (kept,) = inbox.keep(Page((make_object(1),), START, False))
    kept.path.write_bytes(b"")

    (again,) = inbox.keep(Page((make_object(1),), START, False))

    assert (again.path, again.is_new) == (kept.path, True)
    assert json.loads(kept.path.read_bytes()) == make_object(1)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "../../escape"},
        {"type": "../up"},
        {"id": "indicator--x/../../y"},
        {"type": "/etc"},
        {"modified": "../../2026"},
        {"modified": 5, "id": None},
    ],
)
def test_nothing_the_hub_says_leads_out_of_the_folder(changes):
    name = name_of(make_object(1, **changes), b"content")

    assert not name.is_absolute()
    assert ".." not in name.parts
    assert len(name.parts) <= 3


def test_a_folder_belongs_to_one_collection_of_one_member(riskhub, taxii, tmp_path, capsys):
    taxii.on(OBJECTS, page(make_object(1), last=1))
    riskhub("poll", tmp_path)

    code = riskhub("poll", tmp_path, "--client-id", "member-2")

    assert code == 2
    assert "belongs to another" in capsys.readouterr().err


def test_a_collection_that_is_not_there_is_answered_with_those_that_are(
    exchange, riskhub_as, tmp_path, capsys
):
    code = riskhub_as(exchange["peer"])("poll", tmp_path, "--collection", "submit")

    assert code == 2
    assert "inbox" in capsys.readouterr().err
    assert files_of(tmp_path) == {}


def test_following_outlasts_a_hub_that_is_away_for_a_while(
    riskhub, taxii, tmp_path, capsys, monkeypatch
):
    away = Reply(503, {"title": "Not now", "http_status": "503"})
    taxii.on(OBJECTS, page(make_object(1), last=1), *[away] * 7, page(make_object(2), last=2))
    naps = []

    def nap(seconds):
        naps.append(seconds)
        if len(naps) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("riskhub.receiving.sleep", nap)

    code = riskhub("poll", tmp_path, "--follow", "5", "--json")

    shown = capsys.readouterr()
    assert (code, naps) == (130, [5.0, 5.0, 5.0])
    assert [json.loads(line)["result"] for line in shown.out.splitlines()] == ["added", "added"]
    assert "503 Not now" in shown.err


def test_a_page_of_the_client_is_a_value_with_its_checkpoint(exchange, hub):
    now = timezone.now()
    send(exchange["bank"], now=now)
    work(now)
    peer = exchange["peer"]

    with Client(hub, peer.client_id, peer.client_secret) as client:
        (first,) = client.poll()
        (second,) = client.poll(first.checkpoint)

    assert {"report", "indicator"} <= {one["type"] for one in first.objects}
    assert (second.objects, second.more, second.checkpoint) == ((), False, first.checkpoint)
    assert time.strptime(first.checkpoint.added_after[:19], "%Y-%m-%dT%H:%M:%S")
