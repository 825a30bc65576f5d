"""Operators rotate, rewrap, reseal and destroy by commands (PC-30, PC-41)."""

import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from privacy.approvals.models import Approval
from privacy.keys import places
from privacy.keys.keyring import open_keyring
from privacy.keys.models import DataKey
from privacy.keys.services import (
    ensure_data_key,
)
from tests.factories.keys import (
    OTHER,
    OWNER,
    PLACE,
    events,
    read_all,
    retire,
    store_sealed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _one_place(monkeypatch):
    monkeypatch.setattr(places, "_places", {PLACE.name: PLACE})


def run(*words) -> list[str]:
    output = StringIO()
    call_command(*words, stdout=output, stderr=StringIO())
    return output.getvalue().splitlines()


def test_operators_rotate_rewrap_and_reseal_by_commands(now, settings):
    ensure_data_key(owner=OWNER, now=now)
    values = store_sealed(2)

    assert run("rotate_root", "--prepare") == ["root-2 prepared"]
    assert run("rotate_root") == ["root-2 active", "keys rewrapped: 1"]
    assert run("rotate_keys", "--institution", OWNER) == [
        "institutions rotated: 1",
        "keys rewrapped: 1",
    ]
    assert run("rotate_keys", "--older-than", "365") == [
        "institutions rotated: 0",
        "keys rewrapped: 0",
    ]
    assert run("reseal_content") == ["values sealed anew: 2"]
    assert run("reseal_content") == ["values sealed anew: 0"]
    assert run("rewrap_keys") == ["keys rewrapped: 0"]

    assert read_all() == values
    assert len(run("list_keys")) == 4
    assert len(run("list_keys", "--institution", OTHER)) == 0
    document = json.loads(settings.KEYRING_PATH.read_text(encoding="utf-8"))
    assert (document["active"], document["digests"]) == ("root-2", "root-1")
    assert settings.KEYRING_PATH.stat().st_mode & 0o777 == 0o600


def test_old_keys_are_rotated_by_their_age(now, time_machine):
    time_machine.move_to(now)
    ensure_data_key(owner=OWNER, now=now - timedelta(days=366))
    ensure_data_key(owner=OTHER, now=now - timedelta(days=364))

    assert run("rotate_keys", "--older-than", "365")[0] == "institutions rotated: 1"

    assert set(DataKey.objects.filter(state="decrypt-only").values_list("owner", flat=True)) == {
        OWNER
    }


def test_two_accounts_destroy_a_key_by_commands(now, monkeypatch, time_machine):
    content, _, later = retire(now)
    time_machine.move_to(later)
    monkeypatch.setattr("os.getuid", lambda: 1001)
    asked = run("destroy_key", str(content), "--reason", "retired")[0].split()[-1]
    with pytest.raises(CommandError, match="another person"):
        run("decide_approval", asked, "--give")

    monkeypatch.setattr("os.getuid", lambda: 1002)
    assert run("decide_approval", asked, "--give") == [f"keys.destroy of {content}: given"]
    monkeypatch.setattr("os.getuid", lambda: 1001)
    assert run("destroy_key", str(content), "--approval", asked) == ["keys destroyed: 1"]

    assert DataKey.objects.get(id=content).state == "destroyed"
    assert events("keys.key.destroyed")[0][0] == "operator:1001"


def test_a_command_that_is_refused_says_what_to_do(now):
    content = ensure_data_key(owner=OWNER, now=now)

    with pytest.raises(CommandError, match="rotate the institution's keys first"):
        run("destroy_key", str(content))
    with pytest.raises(CommandError, match="has no keys"):
        run("rotate_keys", "--institution", "identity--none")
    with pytest.raises(CommandError, match="500 characters"):
        run("destroy_key", str(content), "--reason", "x" * 501)
    assert Approval.objects.count() == 0


def test_a_keyring_is_a_value_that_grows(now):
    ring = open_keyring()

    assert ring.prepared() is None
    assert ring.with_new_root().prepared() == "root-2"
    assert replace(ring.with_new_root(), active="root-2").prepared() is None
