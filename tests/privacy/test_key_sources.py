"""Root keys come from a file, a variable or through Vault; errors say what to do and show no key."""

import json
import logging
import traceback
from base64 import b64encode
from functools import partial
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from privacy.errors import KeyUnavailable
from privacy.keys.keyring import create_keyring, open_keyring, read_keyring
from privacy.keys.roots import new_keyring, read_document
from privacy.keys.rotation import rewrap_keys, rotate_root
from privacy.keys.services import ensure_data_key
from privacy.keys.sources import EnvironmentSource, FileSource, choose_source
from privacy.keys.vault import VaultSource
from tests.factories.keys import ANNA, OWNER, read_all, running_vault, store_sealed

pytestmark = pytest.mark.embedded

ROOT = b64encode(bytes(range(32))).decode()


def ring_of(**changes) -> str:
    return json.dumps(
        {"active": "root-1", "digests": "root-1", "roots": {"root-1": ROOT}} | changes
    )


@pytest.fixture
def vault(settings):
    with running_vault() as server:
        settings.KEYRING_SOURCE = "vault"
        settings.KEYRING_PATH = settings.DATA_DIR / "vault-keyring.json"
        settings.VAULT_ADDRESS, settings.VAULT_TOKEN = server.address, server.token
        read_keyring.cache_clear()
        yield server


def run(*words) -> str:
    output = StringIO()
    call_command(*words, stdout=output, stderr=StringIO())
    return output.getvalue().strip()


# File and variable -------------------------------------------------------------------------------

UNSOUND = {
    "no JSON": "{",
    "no object": "[]",
    "nothing": "",
    "no roots": ring_of(roots={}),
    "an active root that is not there": ring_of(active="root-2"),
    "a root for digests that is not there": ring_of(digests="root-2"),
    "a short root": ring_of(roots={"root-1": b64encode(bytes(31)).decode()}),
    "a root that is no base64": ring_of(roots={"root-1": ROOT[:-1] + "!"}),
    "a root that is no text": ring_of(roots={"root-1": 7}),
    "a name that is too long": ring_of(active="r" * 41, roots={"root-1": ROOT, "r" * 41: ROOT}),
    "roots that are no object": ring_of(roots="root-1"),
    "an active root that is no text": ring_of(active=["root-1"]),
}


@pytest.mark.parametrize("unsound", UNSOUND)
def test_an_unsound_keyring_is_refused_and_not_shown(unsound, tmp_path, monkeypatch):
    path = tmp_path / "keyring.json"
    path.write_text(UNSOUND[unsound], encoding="utf-8")
    monkeypatch.setenv("SAMPLE_RING", UNSOUND[unsound])

    for source in (FileSource(path), EnvironmentSource("SAMPLE_RING")):
        with pytest.raises(KeyUnavailable) as refused:
            source.load()
        # Nor does anything that the error carries along, where a parser would keep the text.
        assert refused.value.__context__ is None
        shown = "".join(traceback.format_exception(refused.value))
        assert ROOT not in shown


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path):
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")

    for name in ("nowhere", "bytes", "."):
        with pytest.raises(KeyUnavailable, match="run make_keyring"):
            FileSource(tmp_path / name).load()


def test_a_variable_or_the_file_of_its_twin_holds_the_keyring(tmp_path, monkeypatch, settings):
    settings.KEYRING_SOURCE, settings.KEYRING_VARIABLE = "env", "SAMPLE_RING"
    read_keyring.cache_clear()
    with pytest.raises(KeyUnavailable, match="holds no keyring"):
        open_keyring()

    monkeypatch.setenv("SAMPLE_RING", ring_of())
    assert open_keyring().roots == {"root-1": bytes(range(32))}

    read_keyring.cache_clear()
    twin = tmp_path / "ring"
    create_keyring(twin)
    monkeypatch.setenv("SAMPLE_RING_FILE", str(twin))
    assert open_keyring() == FileSource(twin).load()


def test_the_environment_cannot_be_written(monkeypatch, settings):
    settings.KEYRING_SOURCE, settings.KEYRING_VARIABLE = "env", "SAMPLE_RING"

    with pytest.raises(CommandError, match="change it there, restart, then run rewrap_keys"):
        run("make_keyring")
    monkeypatch.setenv("SAMPLE_RING", ring_of())
    assert run("make_keyring") == "keyring kept"


def test_storing_replaces_the_file_whole_and_private(tmp_path):
    source = FileSource(tmp_path / "deep" / "keyring.json")
    source.store(new_keyring(), new=True)
    before, stamp = source.load(), source.stamp()

    with pytest.raises(FileExistsError):
        source.store(new_keyring(), new=True)
    assert source.load() == before
    source.store(before.with_new_root())

    assert sorted(source.load().roots) == ["root-1", "root-2"]
    assert source.stamp() != stamp
    assert source.path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in source.path.parent.iterdir()] == ["keyring.json"]


def test_make_keyring_keeps_what_stands(settings):
    before = settings.KEYRING_PATH.read_bytes()

    assert run("make_keyring") == "keyring kept"

    assert settings.KEYRING_PATH.read_bytes() == before
    with pytest.raises(CommandError, match="vault"):
        run("make_keyring", "--rewrap")


# Vault -------------------------------------------------------------------------------------------


def test_the_file_holds_only_what_vault_encrypted(vault, settings, caplog):
    caplog.set_level(logging.DEBUG)

    assert run("make_keyring") == "keyring made"
    assert run("make_keyring") == "keyring kept"

    text = settings.KEYRING_PATH.read_text(encoding="utf-8")
    document = read_document(text)
    ring = open_keyring()
    assert document is not None
    assert document.roots["root-1"].startswith("vault:v1:")
    assert settings.KEYRING_PATH.stat().st_mode & 0o777 == 0o600
    logged = " ".join(record.getMessage() for record in caplog.records)
    for written in (b64encode(ring.roots["root-1"]).decode(), ring.roots["root-1"].hex()):
        assert written not in text + logged
    assert vault.token not in text + logged + repr(choose_source())


def test_vault_is_asked_once_and_not_while_alerts_are_sealed(vault, db, now):
    run("make_keyring")
    ensure_data_key(owner=OWNER, now=now)
    asked = len(vault.asked)

    values = store_sealed(3)

    assert read_all() == values
    assert len(vault.asked) == asked
    assert [verb for verb, _ in vault.asked] == ["encrypt", "decrypt"]


def test_a_root_is_rotated_behind_vault(vault, db, now):
    run("make_keyring")
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(1)

    assert rotate_root(actor=ANNA, now=now) == "root-2"
    assert rewrap_keys(actor=ANNA, now=now) == 1

    read_keyring.cache_clear()
    assert read_all() == values
    assert open_keyring().active == "root-2"


def test_vaults_own_key_is_rotated_without_a_root_leaving_it(vault, settings):
    run("make_keyring")
    before = open_keyring()
    vault.version = 2
    asked = len(vault.asked)

    assert run("make_keyring", "--rewrap") == "roots rewrapped: 1"

    assert [verb for verb, _ in vault.asked[asked:]] == ["rewrap"]
    assert "vault:v2:" in settings.KEYRING_PATH.read_text(encoding="utf-8")
    read_keyring.cache_clear()
    assert open_keyring() == before


def test_a_vault_that_refuses_or_is_away_is_named_and_nothing_is_shown(vault, settings):
    run("make_keyring")
    root = b64encode(open_keyring().roots["root-1"]).decode()
    before = settings.KEYRING_PATH.read_bytes()

    for address, token in (
        (vault.address, "s.other-token"),
        ("http://127.0.0.1:9", vault.token),
        ("nonsense", vault.token),
    ):
        source = VaultSource(settings.KEYRING_PATH, address, "riskhub", token)
        store = partial(source.store, open_keyring())
        for act in (source.load, source.rewrap, store):
            with pytest.raises(KeyUnavailable, match="check HUB_VAULT_ADDR") as refused:
                act()
            shown = "".join(traceback.format_exception(refused.value))
            assert refused.value.__context__ is None
            assert root not in shown
            assert token not in shown

    assert settings.KEYRING_PATH.read_bytes() == before


def test_a_changed_ciphertext_and_a_plain_file_are_refused(vault, settings, tmp_path):
    run("make_keyring")
    text = settings.KEYRING_PATH.read_text(encoding="utf-8")
    for changed in (text.replace("vault:v1:", "vault:v1:A"), ring_of(), "{"):
        path = Path(tmp_path / "changed.json")
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(KeyUnavailable):
            VaultSource(path, vault.address, "riskhub", vault.token).load()
