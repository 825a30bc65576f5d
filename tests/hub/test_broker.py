"""The embedded broker loses no message among several processes, and nothing in its folder ends a worker."""

import json
import os
import subprocess
import sys
import time
from multiprocessing import get_context

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from deploy.environments import embedded
from hub.broker import Transport
from tests.house.tree import ROOT

MESSAGES = 1500
PATIENCE = 120  # seconds


@pytest.fixture
def folder(tmp_path):
    """A folder as the quick start makes it, unknown to this process."""
    Transport.global_state.clear()
    (tmp_path / "queue").mkdir()
    (tmp_path / "control").mkdir()
    return tmp_path


def connect(folder, transport="hub.broker:Transport"):
    return Connection(
        "filesystem://",
        transport=transport,
        transport_options={
            "data_folder_in": str(folder / "queue"),
            "data_folder_out": str(folder / "queue"),
            "control_folder": str(folder / "control"),
        },
    )


def publish(channel, body):
    channel.basic_publish(channel.prepare_message(body), exchange="", routing_key="hub")


def receive(channel):
    message = channel.basic_get("hub", no_ack=True)
    return None if message is None else message.body.decode()


def bind(channel, queue, exchange="hub"):
    channel.exchange_declare(exchange, "direct")
    channel.queue_bind(queue, exchange, routing_key=queue)


def put_many(folder, name):
    """Put numbered messages; part of a process of its own."""
    channel = connect(folder).default_channel
    for number in range(MESSAGES):
        publish(channel, f"{name}-{number}")


def get_many(folder, name):
    """Note what comes until a message says end; part of a process of its own."""
    channel = connect(folder).default_channel
    received: list[str] = []
    deadline = time.monotonic() + PATIENCE
    while received[-1:] != ["end"] and time.monotonic() < deadline:
        if (body := receive(channel)) is not None:
            received.append(body)
    (folder / f"{name}.json").write_text(json.dumps(received))


def bind_many(folder, name):
    """Bind queues to a new exchange while others do the same; part of a process of its own."""
    channel = connect(folder).default_channel
    for number in range(20):
        bind(channel, f"{name}-{number}")
        assert channel.get_table("hub")


def start(work, folder, name):
    process = get_context("spawn").Process(target=work, args=(folder, name))
    process.start()
    return process


def finish(*processes):
    for process in processes:
        process.join(PATIENCE)
    return [process.exitcode for process in processes]


@pytest.mark.slow
@pytest.mark.alone
def test_processes_put_and_get_at_once_and_each_message_comes_once(folder):
    getters = [start(get_many, folder, name) for name in ("c", "d")]
    putters = [start(put_many, folder, name) for name in ("a", "b")]
    assert finish(*putters) == [0, 0]
    for _ in getters:
        publish(connect(folder).default_channel, "end")

    assert finish(*getters) == [0, 0]

    received = [
        body for name in ("c", "d") for body in json.loads((folder / f"{name}.json").read_text())
    ]
    sent = [f"{name}-{number}" for name in ("a", "b") for number in range(MESSAGES)]
    assert sorted(received) == sorted([*sent, "end", "end"])
    assert os.listdir(folder / "queue") == []


@pytest.mark.slow
@pytest.mark.alone
def test_processes_bind_to_a_new_exchange_at_once_and_no_binding_is_lost(folder):
    names = ("a", "b", "c", "d")

    assert finish(*[start(bind_many, folder, name) for name in names]) == [0, 0, 0, 0]

    bound = [row.queue for row in connect(folder).default_channel.get_table("hub")]
    assert sorted(bound) == sorted(f"{name}-{number}" for name in names for number in range(20))


def test_messages_come_in_the_order_of_their_sending(folder):
    channel = connect(folder).default_channel
    for body in ("first", "second", "third"):
        publish(channel, body)

    assert [receive(channel) for _ in range(4)] == ["first", "second", "third", None]


@pytest.mark.parametrize("half", ["", '{"body": "c2Vj', "\0\0\0\0", "\xff"])
def test_a_half_written_message_is_dropped_and_the_next_one_taken(folder, caplog, half):
    channel = connect(folder).default_channel
    (folder / "queue" / "0_half.hub.msg").write_text(half, encoding="latin-1")
    publish(channel, "whole")

    assert receive(channel) == "whole"

    assert caplog.messages == ["Dropped a message that cannot be read: 0_half.hub.msg"]
    assert os.listdir(folder / "queue") == []


def test_a_message_that_is_still_being_written_is_not_there_yet(folder):
    channel = connect(folder).default_channel
    (folder / "queue" / "9d6f.part").write_text('{"body": "c2Vj')

    assert receive(channel) is None
    assert channel.queue_declare("hub").message_count == 0
    assert os.listdir(folder / "queue") == ["9d6f.part"]


def test_a_message_of_another_queue_stays(folder):
    channel = connect(folder).default_channel
    publish(channel, "whole")

    assert channel.basic_get("push", no_ack=True) is None
    assert receive(channel) == "whole"


def test_what_another_consumer_took_first_is_passed_over(folder, monkeypatch):
    channel = connect(folder).default_channel
    publish(channel, "mine")
    listed = [*os.listdir(folder / "queue"), "0_taken.hub.msg"]
    monkeypatch.setattr("hub.broker.os.listdir", lambda _: listed)

    assert receive(channel) == "mine"
    assert receive(channel) is None


def test_a_message_has_no_name_before_it_is_whole_and_leaves_nothing_when_refused(
    folder, monkeypatch
):
    channel = connect(folder).default_channel
    seen = []

    def refuse(part, path):
        seen.append((os.listdir(folder / "queue"), json.loads(part.read_text())["body"]))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hub.broker.Path.replace", refuse)

    with pytest.raises(ChannelError, match="Cannot write"):
        publish(channel, "lost")

    (((name,), _),) = seen
    assert name.endswith(".part")
    assert os.listdir(folder / "queue") == []


@pytest.mark.parametrize("half", ["", '[["hu', '[["a", "", "a"]]]'])
def test_a_damaged_table_has_no_bindings_and_is_mended_by_the_next(folder, half):
    channel = connect(folder).default_channel
    (folder / "control" / "hub.exchange").write_text(half)
    assert channel.get_table("hub") == []

    bind(channel, "hub")

    assert channel.get_table("hub") == [("hub", "", "hub")]


def test_a_deleted_queue_leaves_the_table_and_the_others_stay(folder):
    channel = connect(folder).default_channel
    for queue in ("hub", "push"):
        bind(channel, queue)
    publish(channel, "forgotten")

    channel.queue_delete("hub")

    assert channel.get_table("hub") == [("push", "", "push")]
    assert receive(channel) is None


@pytest.mark.parametrize(
    ("url", "module"),
    [("filesystem://", "hub.broker"), ("redis://127.0.0.1:1/1", "kombu.transport.redis")],
)
def test_celery_reads_and_writes_by_this_broker_where_no_server_is_named(tmp_path, url, module):
    show = (
        "from hub.celery import app;"
        "both = app.connection_for_read(), app.connection_for_write();"
        "print(*(one.clone().get_transport_cls().__module__ for one in both))"
    )

    shown = subprocess.run(
        [sys.executable, "-c", show],
        cwd=ROOT,
        env={**os.environ, **embedded(tmp_path), "HUB_BROKER_URL": url},
        check=True,
        capture_output=True,
        text=True,
    )

    assert shown.stdout.split() == [module, module]


@pytest.mark.slow
@pytest.mark.alone
def test_a_worker_outlives_what_a_crash_left_in_its_folder_and_answers_the_operator(tmp_path):
    queue, control = tmp_path / "broker" / "queue", tmp_path / "broker" / "control"
    queue.mkdir(parents=True)
    control.mkdir()
    half = queue / "0_half.hub.msg"
    half.write_text('{"body": "c2Vj')
    for table in ("hub", "celery.pidbox", "reply.celery.pidbox"):
        (control / f"{table}.exchange").write_text('[["hu')
    celery = [sys.executable, "-m", "celery", "--app", "hub.celery"]
    environment = {**os.environ, **embedded(tmp_path)}
    worker = subprocess.Popen([*celery, "worker", "--pool", "solo"], cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        ping = [*celery, "inspect", "ping", "--timeout", "3"]
        while subprocess.run(ping, cwd=ROOT, env=environment, check=False).returncode:
            assert worker.poll() is None
            assert time.monotonic() < deadline
        assert worker.poll() is None
        assert not half.exists()
    finally:
        worker.terminate()
        worker.wait(PATIENCE)
