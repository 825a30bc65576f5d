"""What the tests of the client share: a hub to talk to, and a member's surroundings without secrets."""

from collections.abc import Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from riskhub import Client
from riskhub.command import main
from riskhub.transport import Transport
from tests.riskhub.fake import FakeHub, run_fake_hub

SECRET = "a secret that nobody must see"


@pytest.fixture(autouse=True)
def _own_surroundings(monkeypatch, tmp_path):
    for name in ("URL", "CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE"):
        monkeypatch.delenv(f"RISKHUB_{name}", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def fake() -> Iterator[FakeHub]:
    with run_fake_hub() as hub:
        yield hub


@pytest.fixture
def pauses() -> list[float]:
    """How long the client of this test would have slept."""
    return []


@pytest.fixture
def client(fake, pauses) -> Iterator[Client]:
    with Client(fake.url, "member-1", SECRET, sleep=pauses.append) as client:
        yield client


@pytest.fixture
def riskhub(fake, monkeypatch):
    """Run the command against the fake hub."""
    monkeypatch.setattr(Transport, "pause", lambda self, attempt, wish=None: None)
    monkeypatch.setattr("riskhub.sending.sleep", lambda seconds: None)
    monkeypatch.setattr("riskhub.receiving.sleep", lambda seconds: None)
    return _command(monkeypatch, fake.url, "member-1", SECRET)


@pytest.fixture
def hub(settings, transactional_db) -> Iterator[str]:
    """Serve the real hub on loopback and return its address."""
    server = LiveServer("127.0.0.1")
    yield str(server.url)
    server.stop()


@pytest.fixture
def riskhub_as(hub, monkeypatch):
    """Return the command as a member of the real hub types it."""

    def sign_in(member):
        return _command(monkeypatch, hub, member.client_id, member.client_secret)

    return sign_in


def _command(monkeypatch, url, client_id, secret):
    def run(*arguments: object) -> int:
        monkeypatch.setenv("RISKHUB_URL", url)
        monkeypatch.setenv("RISKHUB_CLIENT_ID", client_id)
        monkeypatch.setenv("RISKHUB_CLIENT_SECRET", secret)
        return main([str(one) for one in arguments])

    return run
