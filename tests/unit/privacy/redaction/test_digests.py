"""A plain hash of an identifier is that identifier (PC-31)."""

import hashlib
import uuid
from typing import Any

import pytest

from privacy import Category, Treatment
from tests.unit.privacy.bundles import CN_ID, EMAIL, MOBILE, REPORTER, bundle, sco, sdo
from tests.unit.privacy.redaction.support import TREATMENTS, assert_whole, by_type, redacted


def _hash(name, value):
    return hashlib.new(name, value.encode(), usedforsecurity=False).hexdigest()


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "sm3"])
@pytest.mark.parametrize(
    "value", [MOBILE, f"+86{MOBILE}", f"86{MOBILE}", EMAIL, EMAIL.upper(), CN_ID, CN_ID.lower()]
)
def test_a_digest_of_a_value_is_withheld_wherever_it_stands_pc_31(name, value):
    digest = _hash(name, value)
    note = sdo(
        "note",
        content=f"call {MOBILE} or {EMAIL}; id {CN_ID}",
        object_refs=[REPORTER],
        labels=[f"key {digest.upper()}", digest],
        x_index={digest: "seen", "deep": [[{"h": f"0x{digest}"}]]},
    )

    redaction, objects = redacted(bundle(note), Treatment.TOKENISE)

    assert digest not in str(objects).lower()
    assert {one.pointer for one in redaction.withheld} == {
        "/objects/2/content",
        "/objects/2/labels/0",
        "/objects/2/labels/1",
        "/objects/2/x_index",
        "/objects/2/x_index/deep/0/0/h",
    }
    assert digest not in str(redaction.withheld).lower()


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_the_place_of_a_digest_stays_a_digest(treatment):
    hashes = {"SHA-256": _hash("sha256", MOBILE), "MD5": _hash("md5", MOBILE)}
    alert = bundle(sco("file", "x", name="a", hashes=hashes), description=f"call {MOBILE}")

    redaction, objects = redacted(alert, treatment)

    assert by_type(objects)["file"]["hashes"] == {"SHA-256": "0" * 64, "MD5": "0" * 32}
    assert ("/objects/2/hashes/MD5", "phone") in {(w.pointer, w.code) for w in redaction.withheld}
    assert_whole(objects)


def test_digests_of_files_and_of_what_may_be_shown_are_left_alone():
    hashes = {"SHA-256": _hash("sha256", "a file"), "MD5": _hash("md5", MOBILE)}
    alert = bundle(sco("file", "x", name="a", hashes=hashes), description=f"call {MOBILE}, {EMAIL}")

    _, objects = redacted(alert, Treatment.MASK, exceptions={Category.PI: Treatment.CLEAR})
    assert by_type(objects)["file"]["hashes"] == hashes

    _, objects = redacted(alert, Treatment.MASK)
    assert by_type(objects)["file"]["hashes"] == {**hashes, "MD5": "0" * 32}


@pytest.mark.parametrize("make", [uuid.uuid3, uuid.uuid5])
@pytest.mark.parametrize("namespace", [uuid.NAMESPACE_URL, uuid.NAMESPACE_OID])
def test_an_id_that_is_the_uuid_of_a_value_is_made_anew(make, namespace):
    telling = sdo("tool", name="Kit", id=f"tool--{make(namespace, EMAIL)}")
    harmless = sdo("tool", name="Kit", id=f"tool--{make(namespace, 'a kit')}")

    _, objects = redacted(bundle(telling, harmless, description=EMAIL), Treatment.TOKENISE)

    ids = {item["id"] for item in objects}
    assert telling["id"] not in ids
    assert harmless["id"] in ids
    assert telling["id"] not in objects[0]["object_refs"]
    assert_whole(objects)


def test_every_observable_that_shows_a_value_gets_an_id_that_cannot_be_recomputed():
    kinds: list[tuple[str, str, dict[str, Any]]] = [
        ("artifact", "url", {"mime_type": "text/plain", "hashes": {"MD5": "a" * 32}}),
        ("autonomous-system", "name", {"number": 7}),
        ("directory", "path", {}),
        ("domain-name", "value", {}),
        ("email-message", "body", {"is_multipart": False}),
        ("file", "name", {}),
        ("mutex", "name", {}),
        ("process", "command_line", {}),
        ("software", "name", {}),
        ("url", "value", {}),
        ("user-account", "user_id", {"account_type": "unix"}),
        ("windows-registry-key", "key", {}),
        ("x509-certificate", "serial_number", {}),
        ("x-ledger-entry", "memo", {}),
    ]
    shown = [sco(kind, kind + MOBILE, **more, **{name: MOBILE}) for kind, name, more in kinds]

    _, objects = redacted(bundle(*shown, description=f"call {MOBILE}"), Treatment.MASK)

    old = {item["id"] for item in shown}
    assert len(objects) == len(shown) + 2
    assert not [item for item in objects if item["id"] in old]
    assert not old & set(objects[0]["object_refs"])
