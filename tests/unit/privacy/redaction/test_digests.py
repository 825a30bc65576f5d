"""A plain hash of an identifier is that identifier (PC-31)."""

import base64
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from privacy import Category, Treatment
from privacy.detection import inspect_bundle
from privacy.redaction import find_digests
from tests.unit.patience import linear_time
from tests.unit.privacy.bundles import CARD, CN_ID, EMAIL, MOBILE, REPORTER, bundle, sco, sdo
from tests.unit.privacy.redaction.support import (
    TREATMENTS,
    Found,
    assert_whole,
    by_type,
    redacted,
)


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


_CODINGS: dict[str, Callable[[bytes], str]] = {
    "hex": bytes.hex,
    "capitals": lambda digest: digest.hex().upper(),
    "colons": lambda digest: digest.hex(":"),
    "capitals-colons": lambda digest: digest.hex(":").upper(),
    "spaces": lambda digest: digest.hex(" "),
    "fours": lambda digest: digest.hex(" ", 4),
    "base64": lambda digest: base64.b64encode(digest).decode(),
    "base64-bare": lambda digest: base64.b64encode(digest).decode().rstrip("="),
    "base64url": lambda digest: base64.urlsafe_b64encode(digest).decode(),
    "base64url-bare": lambda digest: base64.urlsafe_b64encode(digest).decode().rstrip("="),
    "base32": lambda digest: base64.b32encode(digest).decode(),
    "base32-small-bare": lambda digest: base64.b32encode(digest).decode().lower().rstrip("="),
    "base32hex": lambda digest: base64.b32hexencode(digest).decode(),
}
_WRAPPINGS = (
    "{}",
    "key={}; x",
    "sha256-{}",
    "https://h.example/q/{}?x=1",
    "may be {} bad",
    "值{}。",
)
_HASHES = [
    "md5",
    "sha1",
    "sha224",
    "sha256",
    "sha384",
    "sha512",
    "sha3_256",
    "sha3_512",
    "sm3",
    "blake2b",
    "blake2s",
]


@pytest.mark.parametrize("coding", _CODINGS)
@pytest.mark.parametrize(
    ("told", "hashed"),
    [
        (MOBILE, MOBILE),
        (MOBILE, "138 0013 8000"),
        (MOBILE, "138-0013-8000"),
        (MOBILE, "+86 138 0013 8000"),
        (MOBILE, "+86-13800138000"),
        (MOBILE, "0086 13800138000"),
        (MOBILE, f"{MOBILE}\n"),
        (f"银行卡{CARD}", "6222 0205 5505 7109 277"),
        (CN_ID, "110101 19900307 7571"),
        (EMAIL, f"{EMAIL}\n"),
    ],
)
def test_pc_31_a_digest_is_found_however_it_and_its_value_are_written(coding, told, hashed):
    digests = [hashlib.new(name, hashed.encode()).digest() for name in _HASHES]
    written = [form.format(_CODINGS[coding](one)) for one in digests for form in _WRAPPINGS]
    alert = bundle(sdo("tool", name="Kit", x_seen=written), description=told)

    found = find_digests(alert["objects"], inspect_bundle(bundle(description=told)))

    assert {one.pointer for one in found} == {f"/objects/2/x_seen/{i}" for i in range(len(written))}


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sm3"])
def test_pc_31_a_digest_of_a_digest_is_a_digest(name):
    first = hashlib.new(name, MOBILE.encode())
    written = [
        hashlib.new(name, first.hexdigest().encode()).hexdigest(),
        hashlib.new(name, first.digest()).hexdigest(),
        _hash("sha256", _hash("md5", MOBILE)),
    ]
    alert = bundle(sdo("tool", name="Kit", x_seen=written), description=MOBILE)

    found = find_digests(alert["objects"], inspect_bundle(bundle(description=MOBILE)))

    assert len(found) == len(written)


@pytest.mark.parametrize("treatment", TREATMENTS)
def test_pc_31_a_grouped_or_coded_digest_leaves_nothing_of_itself(treatment):
    digest = hashlib.sha256(MOBILE.encode()).digest()
    spellings = [base64.b64encode(digest).decode(), digest.hex(":"), digest.hex(" ").upper()]
    note = sdo("note", content="; ".join([MOBILE, *spellings]), object_refs=[REPORTER])

    _, objects = redacted(bundle(note), treatment)

    content = by_type(objects)["note"]["content"]
    assert not any(part in content for one in spellings for part in (one, one[:12], one[-12:]))
    assert_whole(objects)


def test_words_paths_and_other_digests_are_no_digest_of_a_value():
    other = hashlib.sha256(b"a file").digest()
    texts = [
        *(coding(other) for coding in _CODINGS.values()),
        "https://h.example/Some/Path-with_Marks/AndManyWords/InCamelCase",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334 de ad be ef",
    ]
    alert = bundle(sdo("tool", name="Kit", x_seen=texts), description=MOBILE)

    assert find_digests(alert["objects"], inspect_bundle(bundle(description=MOBILE))) == ()


def test_looking_for_digests_takes_time_in_proportion_to_texts_and_values():
    values = [f"138{number:08d}" for number in range(100)]
    flood = "ab cd ef " * 8_000 + "_aB" * 20_000 + "a/B-" * 15_000 + "f" * 60_000
    sizes = ["0" * size for size in (32, 40, 56, 64, 96, 128)]
    item = {"type": "note", "content": flood, "x_sizes": sizes, "x_values": values}
    findings = [
        Found(f"/objects/0/x_values/{index}", None, None, value, False, Category.PI, "phone")
        for index, value in enumerate(values)
    ]

    with linear_time():
        assert find_digests([item], findings) == ()
