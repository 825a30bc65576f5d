"""`riskhub submit`: files, folders and lines of STIX, each sent once."""

import json
from pathlib import Path

import pytest
from django.utils import timezone

from riskhub import Client, HubUnreachable
from riskhub.outbox import Outbox, find_files
from sharing.ingest.models import Submission
from tests.factories.bundles import make_raw
from tests.factories.journeys import work
from tests.riskhub.fake import Reply


def show(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def accept(number: int):
    return {"id": f"s-{number}", "status": "received", "receipt": f"r.{number}.x", "warnings": []}


def lines(*results) -> Reply:
    body = b"\n".join(json.dumps(one).encode() for one in results)
    return Reply(200, body, {"Content-Type": "application/x-ndjson"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files and three lines of alerts, one broken file, and what is none of it."""
    folder = tmp_path / "alerts"
    (folder / "more").mkdir(parents=True)
    (folder / "one.json").write_bytes(make_raw())
    (folder / "more" / "two.json").write_bytes(make_raw())
    (folder / "many.ndjson").write_bytes(b"\n".join([make_raw(), b"", make_raw(), b"{}"]) + b"\n")
    (folder / "broken.json").write_bytes(b"{")
    (folder / "notes.txt").write_text("not STIX")
    (folder / ".hidden.json").write_bytes(make_raw())
    (folder / "link.json").symlink_to(folder / "one.json")
    return folder


def test_a_folder_is_sent_and_each_document_has_its_result(exchange, riskhub_as, folder, capsys):
    code = riskhub_as(exchange["bank"])("submit", folder, "--json")

    results = {Path(one["place"]).name: one for one in show(capsys)}
    assert code == 1
    assert {name: one["result"] for name, one in results.items()} == {
        "one.json": "accepted",
        "two.json": "accepted",
        "broken.json": "refused",
        "many.ndjson:1": "accepted",
        "many.ndjson:3": "accepted",
        "many.ndjson:4": "refused",
    }
    assert "[not-json]" in results["broken.json"]["faults"][0]
    assert results["many.ndjson:4"]["faults"][0].startswith("/objects: ")
    sent = {str(row.id): row for row in Submission.objects.all()}
    assert sent.keys() == {one for result in results.values() for one in result.get("ids", ())}
    for result in results.values():
        for identifier, receipt in zip(
            result.get("ids", ()), result.get("receipts", ()), strict=True
        ):
            assert Path(receipt).read_text().strip() == sent[identifier].receipt
            assert Path(receipt).stat().st_mode & 0o777 == 0o600


def test_a_repeated_run_sends_nothing_twice(exchange, riskhub_as, folder, capsys):
    riskhub = riskhub_as(exchange["bank"])
    riskhub("submit", folder, "--json")
    capsys.readouterr()
    (folder / "copy.json").write_bytes((folder / "one.json").read_bytes())
    (folder / "new.json").write_bytes(make_raw())

    riskhub("submit", folder, "--json")

    results = {Path(one["place"]).name: one["result"] for one in show(capsys)}
    assert [name for name, result in results.items() if result == "accepted"] == ["new.json"]
    assert results["copy.json"] == "known"
    assert Submission.objects.count() == 5


def test_a_run_that_lost_its_journal_is_still_known_to_the_hub(
    exchange, riskhub_as, folder, tmp_path
):
    riskhub = riskhub_as(exchange["bank"])
    riskhub("submit", folder, "--state", tmp_path / "first")

    riskhub("submit", folder, "--state", tmp_path / "second")

    assert Submission.objects.count() == 4
    names = [
        sorted(one.name for one in (tmp_path / run / "receipts").iterdir())
        for run in ("first", "second")
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 4


def test_a_batch_that_a_kill_cut_off_is_finished_as_it_was(exchange, hub, tmp_path, monkeypatch):
    bank = exchange["bank"]
    file = tmp_path / "log.ndjson"
    file.write_bytes(b"\n".join([make_raw(), make_raw()]) + b"\n")
    state = tmp_path / "state"

    def die(*unused):
        raise KeyboardInterrupt

    with Client(hub, bank.client_id, bank.client_secret) as client:
        with monkeypatch.context() as patch:
            # The hub has answered; nothing of it is noted.
            patch.setattr(Outbox, "_note", die)
            with pytest.raises(KeyboardInterrupt):
                list(Outbox(state).submit(client, file))
        with file.open("ab") as log:
            log.write(make_raw() + b"\n")
        outbox = Outbox(state)
        resumed = list(outbox.resume(client))
        further = list(outbox.submit(client, file))

    assert [len(one.accepted) for one in resumed] == [1, 1]
    assert [(one.piece.line, len(one.accepted)) for one in further] == [(3, 1), (1, 0), (2, 0)]
    assert Submission.objects.count() == 3
    assert list(Outbox(state).resume(client)) == []


def test_a_torn_journal_is_read_as_far_as_it_goes(client, fake, tmp_path):
    fake.on("POST /api/v1/alerts", Reply(202, accept(1)), Reply(202, accept(2)))
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    first.write_bytes(b'{"a": 1}')
    second.write_bytes(b'{"a": 2}')
    list(Outbox(tmp_path / "state").submit(client, first))
    journal = tmp_path / "state" / "sent.jsonl"
    with journal.open("ab") as file:
        file.write(b'{"sha256": "to')

    list(Outbox(tmp_path / "state").submit(client, second))

    again = Outbox(tmp_path / "state")
    assert [next(again.submit(client, one)).accepted for one in (first, second)] == [(), ()]
    assert len(fake.asked) == 2


def test_waiting_ends_when_every_alert_is_delivered(
    exchange, riskhub_as, tmp_path, capsys, monkeypatch
):
    file = tmp_path / "one.json"
    file.write_bytes(make_raw())
    # The worker works while the client sleeps.
    monkeypatch.setattr("riskhub.sending.sleep", lambda seconds: work(timezone.now()))

    code = riskhub_as(exchange["bank"])("submit", file, "--wait", "20", "--json")

    last = show(capsys)[-1]
    assert code == 0
    assert (last["status"], last["place"]) == ("delivered", str(file))
    assert last["recipients"] == Submission.objects.get().recipients > 0


def test_waiting_says_what_was_not_delivered(riskhub, fake, tmp_path, capsys):
    file = tmp_path / "one.json"
    file.write_bytes(b"{}")
    fake.on("POST /api/v1/alerts", Reply(202, accept(1)))
    waiting = {"id": "s-1", "status": "received", "recipients": 0, "reasons": []}
    refused = waiting | {"status": "refused", "reasons": [{"code": "no-basis"}]}
    fake.on("GET /api/v1/submissions/s-1", Reply(200, waiting), Reply(200, refused))

    code = riskhub("submit", file, "--wait", "--json")

    assert code == 1
    assert show(capsys)[-1] == {
        "id": "s-1",
        "place": str(file),
        "status": "refused",
        "recipients": 0,
        "reasons": ["no-basis"],
    }


def test_a_hub_that_is_gone_ends_the_run_and_the_next_goes_on(riskhub, fake, tmp_path, capsys):
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_bytes(b'{"a": %d}' % number)
    gone = Reply(503, {"title": "Not now", "status": 503})
    fake.on("POST /api/v1/alerts", Reply(202, accept(1)), *[gone] * 7, Reply(202, accept(2)))

    first = riskhub("submit", tmp_path / "1.json", tmp_path / "2.json", "--json")
    second = riskhub("submit", tmp_path / "1.json", tmp_path / "2.json", "--json")

    assert (first, second) == (3, 0)
    assert [one["result"] for one in show(capsys)] == ["accepted", "known", "accepted"]


def test_a_batch_refused_as_a_whole_is_told_line_by_line(riskhub, fake, tmp_path, capsys):
    file = tmp_path / "two.ndjson"
    file.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    fake.on("POST /api/v1/alerts/batch", Reply(409, {"title": "Other content", "status": 409}))

    code = riskhub("submit", file, "--json")

    assert code == 1
    assert [one["result"] for one in show(capsys)] == ["refused", "refused"]


def test_long_files_go_in_batches_that_the_hub_takes(client, fake, tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_bytes(b"".join(b'{"a": %d}\n' % number for number in range(1_001)))
    thousand = [{"line": number, "status": 202, **accept(number)} for number in range(1, 1_001)]
    fake.on("POST /api/v1/alerts/batch", lines(*thousand), lines(thousand[0]))

    outcomes = list(Outbox(tmp_path / "state").submit(client, file))

    assert [len(one.body.splitlines()) for one in fake.asked] == [1_000, 1]
    assert [one.piece.line for one in outcomes] == list(range(1, 1_002))


def test_what_is_too_large_is_refused_here(client, fake, tmp_path, monkeypatch):
    monkeypatch.setattr("riskhub.outbox.MOST_BYTES", 10)
    whole, split = tmp_path / "large.json", tmp_path / "large.ndjson"
    whole.write_bytes(b'{"a": "long"}')
    split.write_bytes(b'{"a": "very long indeed"}\n{"a": 1}\n')
    fake.on("POST /api/v1/alerts/batch", lines({"line": 1, "status": 202, **accept(1)}))
    outbox = Outbox(tmp_path / "state")

    results = [*outbox.submit(client, whole), *outbox.submit(client, split)]

    assert [(one.piece.line, bool(one.problem)) for one in results] == [
        (0, True),
        (2, False),
        (1, True),
    ]
    assert [one.body for one in fake.asked] == [b'{"a": 1}']


def test_two_runs_do_not_work_in_one_folder(riskhub, fake, tmp_path, capsys):
    file = tmp_path / "1.json"
    file.write_bytes(b"{}")
    codes = []

    def run_inside(*unused):
        codes.append(riskhub("submit", file, "--state", tmp_path / "state"))
        return Reply(202, accept(1))

    fake.answer = run_inside

    outer = riskhub("submit", file, "--state", tmp_path / "state")

    assert (outer, codes) == (0, [2])
    assert "another run" in capsys.readouterr().err


def test_a_missing_path_stops_the_run_before_anything_is_sent(riskhub, fake, tmp_path):
    (tmp_path / "1.json").write_bytes(b"{}")

    code = riskhub("submit", tmp_path / "1.json", tmp_path / "missing")

    assert (code, fake.asked) == (2, [])


def test_only_stix_files_of_a_folder_are_found(folder):
    found = [str(path.relative_to(folder)) for path in find_files([folder, folder / "one.json"])]

    assert found == ["broken.json", "many.ndjson", "more/two.json", "one.json"]


def test_the_client_sends_many_and_tells_how_each_went(exchange, hub):
    bank = exchange["bank"]
    with Client(hub, bank.client_id, bank.client_secret) as client:
        pretty = json.dumps(json.loads(make_raw()), indent=2).encode()
        results = list(client.submit_many([pretty, b"{}", json.loads(make_raw())]))

    assert [len(one.accepted) for one in results] == [1, 0, 1]
    assert results[1].problem is not None
    assert results[1].problem.status == 422
    assert Submission.objects.count() == 2


def test_what_the_hub_says_cannot_command_the_terminal(riskhub, fake, tmp_path, capsys):
    file = tmp_path / "1.json"
    file.write_bytes(b"{}")
    fake.on("POST /api/v1/alerts", Reply(422, {"title": "\x1b[2Jgone", "status": 422}))

    riskhub("submit", file)

    assert "\x1b" not in capsys.readouterr().out


def test_an_unreachable_hub_is_said_to_be_so(tmp_path):
    with (
        Client("http://127.0.0.1:9", "m", "s", sleep=lambda seconds: None) as client,
        pytest.raises(HubUnreachable, match="cannot be reached"),
    ):
        client.submit(b"{}")
