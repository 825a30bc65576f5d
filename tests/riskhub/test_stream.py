"""`riskhub stream`: one event after another, over broken connections and killed runs."""

import json

import pytest

from riskhub import Event, HubUnreachable, Problem, UnexpectedAnswer
from riskhub.client import Client
from riskhub.transport import MOST_ATTEMPTS
from tests.riskhub.fake import Reply

STREAM = "GET /api/v1/stream"
EVENTS = {"Content-Type": "text/event-stream"}


def event(position: int, kind: str = "alert", **data) -> str:
    content = {"id": f"a-{position}", "position": position, "title": "火", **data}
    return f"id: {position}\nevent: {kind}\ndata: {json.dumps(content)}\n\n"


def stream(*texts: str, breaks: bool = False) -> Reply:
    return Reply(200, "".join(texts).encode(), EVENTS, breaks=breaks)


def take(events, count: int) -> list[Event]:
    return [next(events) for _ in range(count)]


def resumed_after(fake) -> list[str | None]:
    return [one.headers.get("last-event-id") for one in fake.asked]


def test_events_are_values_with_their_position(client, fake):
    fake.on(STREAM, stream(": hello\n\n", event(1), ":\n\n", event(2, "revocation")))

    first, second = take(client.stream(), 2)

    assert (first.position, first.kind, first.document["title"]) == ("1", "alert", "火")
    assert (second.position, second.kind) == ("2", "revocation")


def test_a_broken_connection_goes_on_after_the_last_event(client, fake, pauses):
    torn = event(3)[:-3]
    fake.on(
        STREAM,
        stream(event(1), event(2), torn, breaks=True),
        Reply(503),
        stream(event(3)),
        stream(event(4)),
    )

    events = take(client.stream("0"), 4)

    assert [one.position for one in events] == ["1", "2", "3", "4"]
    assert resumed_after(fake) == ["0", "2", "2", "3"]
    assert len(pauses) == 3


def test_the_hub_says_how_long_to_wait_before_coming_back(client, fake, pauses):
    fake.on(STREAM, stream("retry: 9000\n\n", event(1)), stream(event(2)))

    take(client.stream(), 2)

    assert 9 <= pauses[0] <= 9.5


def test_where_to_begin_is_told_or_left_to_the_hub(client, fake):
    fake.on(STREAM, stream(event(7)))

    for start in ({}, {"after": ""}, {"after": "6", "with_bundle": True}):
        take(client.stream(**start), 1)

    assert resumed_after(fake) == ["0", None, "6"]
    assert fake.asked[2].path == "/api/v1/stream?content=stix"


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_does_not_heal_ends_the_stream(client, fake, pauses, status):
    fake.on(STREAM, stream(event(1)), Reply(status, {"title": "No", "status": status}))

    events = client.stream()
    next(events)
    with pytest.raises(Problem) as refusal:
        next(events)

    assert (refusal.value.status, len(fake.asked)) == (status, 2)


def test_a_hub_that_never_opens_the_stream_is_reported(client, fake, pauses):
    fake.on(STREAM, Reply(503, {"title": "Not now", "status": 503}))

    with pytest.raises(Problem, match="Not now"):
        next(client.stream())

    assert len(fake.asked) == MOST_ATTEMPTS


def test_a_hub_that_is_not_there_is_reported(pauses):
    with (
        Client("http://127.0.0.1:9", "m", "s", sleep=pauses.append) as client,
        pytest.raises(HubUnreachable),
    ):
        next(client.stream())

    assert len(pauses) == MOST_ATTEMPTS - 1


@pytest.mark.parametrize(
    "reply",
    [Reply(200, {"no": "stream"}), stream("id: 1\ndata: [1]\n\n"), stream("data: {}\n\n")],
)
def test_what_is_no_stream_is_said_to_be_none(client, fake, reply):
    fake.on(STREAM, reply)

    with pytest.raises(UnexpectedAnswer):
        next(client.stream())


def test_the_command_prints_lines_of_json_from_now_on(riskhub, fake, capsys):
    fake.on(STREAM, stream(event(1), event(2)))

    code = riskhub("stream", "--count", "2")

    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [(one["position"], one["event"], one["title"]) for one in shown] == [
        (1, "alert", "火"),
        (2, "alert", "火"),
    ]
    assert resumed_after(fake) == [None]


def test_a_folder_goes_on_where_the_last_run_ended(riskhub, fake, tmp_path, capsys):
    fake.on(STREAM, stream(event(1), event(2)), stream(event(3, "revocation")))

    riskhub("stream", "--folder", tmp_path, "--count", "2")
    riskhub("stream", "--folder", tmp_path, "--count", "1")

    assert resumed_after(fake) == ["0", "2"]
    files = sorted(tmp_path.glob("*[0-9].json"))
    assert [path.name for path in files] == [f"{number:020}.json" for number in (1, 2, 3)]
    assert json.loads(files[2].read_bytes())["event"] == "revocation"


def test_an_event_counts_as_had_only_once_it_is_kept(riskhub, fake, tmp_path, monkeypatch):
    fake.on(STREAM, stream(event(1), event(2)), stream(event(2)))

    def die(*unused):
        raise KeyboardInterrupt

    riskhub("stream", "--folder", tmp_path, "--count", "1")
    with monkeypatch.context() as patch:
        patch.setattr("riskhub.inbox.CheckpointFile.write", die)
        assert riskhub("stream", "--folder", tmp_path, "--count", "1") == 130
    riskhub("stream", "--folder", tmp_path, "--count", "1")

    assert resumed_after(fake) == ["0", "1", "1"]
    assert len(list(tmp_path.glob("*[0-9].json"))) == 2


def test_a_checkpoint_may_stand_anywhere(riskhub, fake, tmp_path):
    fake.on(STREAM, stream(event(5)), stream(event(6)))

    for _ in range(2):
        riskhub("stream", "--checkpoint", tmp_path / "here.json", "--count", "1")

    assert resumed_after(fake) == ["0", "5"]


def test_a_position_of_the_hub_cannot_lead_out_of_the_folder(riskhub, fake, tmp_path):
    fake.on(STREAM, stream('id: ../../up\nevent: alert\ndata: {"id": "x"}\n\n'))

    riskhub("stream", "--folder", tmp_path / "in", "--count", "1")

    assert [path.name for path in tmp_path.iterdir() if path.name != "state"] == ["in"]
    assert len(list((tmp_path / "in").glob("*[0-9a-f].json"))) == 1
