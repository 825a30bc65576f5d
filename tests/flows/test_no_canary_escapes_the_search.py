"""The search for canaries finds each of them in each encoding, and nothing where there is none."""

import base64
import hashlib
import html
import json
from collections.abc import Callable
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.flows.canaries.search import Searcher
from tests.flows.canaries.values import LEADS, Nest

NEST = Nest(7)
CANARIES = NEST.fill("one") + NEST.fill("two") + NEST.fill("three")
SEARCHER = Searcher(CANARIES)
SURROUNDING = "A text 文本 around it: {} and on."


def percent_all(text: str) -> str:
    return "".join(f"%{byte:02x}" for byte in text.encode())


def shift(text: str, count: int) -> bytes:
    return base64.b64encode(b"x" * count + text.encode())


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "upper": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le at an odd place": lambda text: b"x" + text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "percent": lambda text: quote(text).encode(),
    "percent of every byte": lambda text: percent_all(text).encode(),
    "percent in upper case": lambda text: percent_all(text).upper().replace("%0X", "%0x").encode(),
    "percent twice": lambda text: quote(quote(text)).encode(),
    "base64": lambda text: shift(text, 0),
    "base64 shifted by one": lambda text: shift(text, 1),
    "base64 shifted by two": lambda text: shift(text, 2),
    "base64 inside a word": lambda text: b"abc" + shift(text, 1),
    "base64 for urls, unpadded": lambda text: base64.urlsafe_b64encode(text.encode()).rstrip(b"="),
    "base64 of utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "hex": lambda text: text.encode().hex().encode(),
    "hex in upper case": lambda text: text.encode().hex().upper().encode(),
    "hex at an odd place": lambda text: b"a" + text.encode().hex().encode(),
    "json": lambda text: json.dumps(text).encode(),
    "escapes of every letter": lambda text: "".join(f"\\u{ord(one):04x}" for one in text).encode(),
    "entities": lambda text: "".join(f"&#{ord(one)};" for one in text).encode(),
    "entities in hex": lambda text: "".join(f"&#x{ord(one):X};" for one in text).encode(),
    "html": lambda text: html.escape(text).encode(),
    "full width": lambda text: text.translate({n: n + 0xFEE0 for n in range(33, 127)}).encode(),
    "reversed": lambda text: text[::-1].encode(),
}
NUMBERS = {"CN_ID18", "CN_ID15", "MOBILE", "BANK_CARD", "ACCOUNT_NO", "IMEI", "ALIPAY_ID", "IBAN"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_each_canary_is_found_in_each_encoding(encoding):
    for canary in CANARIES:
        if encoding == "reversed" and canary.kind not in NUMBERS:
            continue
        held = ENCODINGS[encoding](SURROUNDING.format(canary.value))

        assert canary in SEARCHER.find(held), canary


@pytest.mark.parametrize("sign", ["-", " ", "·", ". ", "\u3000", "\n", " - "])
def test_numbers_are_found_with_signs_between_their_digits(sign):
    for canary in CANARIES:
        if canary.kind in NUMBERS:
            held = SURROUNDING.format(sign.join(canary.value))

            assert canary in SEARCHER.find(held.encode()), canary


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "sm3"])
def test_plain_hashes_are_found(name):
    for canary in CANARIES:
        digest = hashlib.new(name, canary.value.encode(), usedforsecurity=False)

        assert canary in SEARCHER.find(digest.digest())
        assert canary in SEARCHER.find(SURROUNDING.format(digest.hexdigest()).encode())
        assert canary in SEARCHER.find(b'"' + base64.b64encode(digest.digest()) + b'"')


def test_ids_that_derive_from_a_value_are_found():
    for canary in CANARIES:
        assert canary in SEARCHER.find(f'"file--{canary.derived_id}"'.encode())
        assert canary in SEARCHER.find(canary.derived_id.bytes)


def test_nothing_is_found_where_nothing_is():
    others = Nest(8).fill("elsewhere")
    text = " ".join(one.sentence for one in others) + " ".join(str(uuid4()) for _ in range(1000))

    assert SEARCHER.find(text.encode()) == {}


def test_there_is_a_canary_of_every_type():
    assert {one.kind for one in CANARIES} == set(LEADS)
    assert len(LEADS) == 23
    assert len({one.value for one in CANARIES}) == 3 * 23
