"""HUB_KEYRING names its source; production refuses one that is not whole (PC-30)."""

import pytest

from hub import checks
from hub.checks import find_unsafe
from hub.env import read_source

pytestmark = pytest.mark.embedded

KINDS = ("file", "env", "vault")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("keyring.json", ("file", "keyring.json")),
        ("file:keyring.json", ("file", "keyring.json")),
        ("env:RING", ("env", "RING")),
        ("vault:/etc/ring.json", ("vault", "/etc/ring.json")),
        ("C:ring.json", ("file", "C:ring.json")),
        ("vault", ("file", "vault")),
    ],
)
def test_what_names_no_kind_is_a_path(monkeypatch, text, found):
    monkeypatch.setenv("HUB_KEYRING", text)

    assert read_source("HUB_KEYRING", "default.json", KINDS) == found


def codes() -> set[str]:
    return {code for code, _ in find_unsafe()} & {"E009", "E010", "E015", "E016", "E017", "E018"}


def test_a_keyring_in_a_file_or_a_variable_is_looked_for_there(settings, monkeypatch):
    assert codes() == set()
    settings.KEYRING_SOURCE, settings.KEYRING_VARIABLE = "env", "SAMPLE_RING"
    assert codes() == {"E015"}
    monkeypatch.setenv("SAMPLE_RING_FILE", "anything")
    assert codes() == set()


@pytest.mark.parametrize(
    ("address", "token", "found"),
    [
        ("https://vault.example.org:8200", "token", set()),
        ("http://127.0.0.1:8200", "token", set()),
        ("http://localhost:8200", "token", set()),
        ("http://vault.example.org:8200", "token", {"E016"}),
        ("http://127.0.0.1.example.org", "token", {"E016"}),
        ("", "token", {"E016"}),
        ("https://vault.example.org", "", {"E017"}),
    ],
)
def test_vault_needs_a_safe_address_and_a_token(settings, address, token, found):
    settings.KEYRING_SOURCE = "vault"
    settings.VAULT_ADDRESS, settings.VAULT_TOKEN = address, token

    assert codes() == found


def test_the_file_of_vault_must_be_there_too(settings, tmp_path):
    settings.KEYRING_SOURCE, settings.KEYRING_PATH = "vault", tmp_path / "nowhere"
    settings.VAULT_ADDRESS, settings.VAULT_TOKEN = "https://vault.example.org", "token"

    assert codes() == {"E009"}


def test_a_suite_that_the_machine_lacks_is_refused(settings, monkeypatch):
    settings.CIPHER_SUITE = "sm4"
    assert codes() == set()

    monkeypatch.setattr(checks, "is_supported", lambda name: False)

    assert codes() == {"E018"}
