"""Neither a dump of the database nor the logs hold key material (PC-30)."""

import pytest
from django.db import connection

from privacy.keys import memory, places, services
from privacy.keys.keyring import open_keyring
from privacy.keys.models import DataKey
from privacy.keys.rotation import rewrap_keys, rotate_keys, rotate_root
from privacy.keys.services import (
    destroy_subject_keys,
    ensure_data_key,
    make_subject_keys,
)
from tests.factories.keys import ANNA, MEI, OWNER, PLACE, WANG, store_sealed

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture(autouse=True)
def _one_place(monkeypatch):
    monkeypatch.setattr(places, "_places", {PLACE.name: PLACE})


def test_pc_30_a_dump_of_the_database_and_the_logs_hold_no_key_material(now, caplog, monkeypatch):
    made = [open_keyring().roots["root-1"]]
    material = services.new_material

    def note() -> bytes:
        made.append(material())
        return made[-1]

    monkeypatch.setattr(services, "new_material", note)
    caplog.set_level("DEBUG")
    ensure_data_key(owner=OWNER, now=now)
    make_subject_keys(now=now, owner=OWNER, subjects=[MEI, WANG])
    store_sealed(2)
    rotate_root(actor=ANNA, now=now)
    made.append(open_keyring().roots["root-2"])
    rotate_keys(actor=ANNA, now=now, owner=OWNER)
    rewrap_keys(actor=ANNA, now=now)
    destroy_subject_keys(actor=ANNA, now=now, subjects=[MEI])

    dump = dump_database() + "\n".join(
        record.getMessage() + repr(record.args) for record in caplog.records
    )

    assert len(made) == 8
    for key in made:
        for written in (key.hex(), repr(key)[2:-1], key.decode("latin-1")):
            assert written not in dump
    assert "clear-0" not in dump
    assert OWNER in dump  # the search finds what is there


def dump_database() -> str:
    """Return every value of every table, bytes in hexadecimal and as they are."""
    words = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            for row in cursor.fetchall():
                for value in row:
                    if isinstance(value, bytes | memoryview):
                        words += [bytes(value).hex(), bytes(value).decode("latin-1")]
                    else:
                        words.append(str(value))
    return "\n".join(words)


def test_what_holds_keys_does_not_show_them(now):
    ring = open_keyring()

    ensure_data_key(owner=OWNER, now=now)
    shown = repr(ring) + repr(memory.open_row(DataKey.objects.get(kind="kek")))

    assert "roots" not in shown
    assert "material" not in shown
