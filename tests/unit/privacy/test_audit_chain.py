"""The audit chain is recomputable by an outsider from the events alone."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

from privacy.audit.chain import GENESIS, canonical_event, link

AT = datetime(2026, 11, 23, 2, 0, 0, 5, tzinfo=UTC)


def test_an_event_has_one_canonical_form_whatever_the_zone_or_key_order():
    told = {"action": "a.b.c", "actor": "hub", "subject": "x", "details": {"b": 1, "a": [2]}}
    turned = {"subject": "x", "details": {"a": [2], "b": 1}, "actor": "hub", "action": "a.b.c"}
    here = canonical_event(sequence=7, at=AT, told=told)
    there = canonical_event(sequence=7, at=AT.astimezone(timezone(timedelta(hours=8))), told=turned)

    assert here == there
    assert here == (
        b'{"action":"a.b.c","actor":"hub","at":"2026-11-23T02:00:00.000005+00:00",'
        b'"details":{"a":[2],"b":1},"sequence":7,"subject":"x"}'
    )


def test_a_link_is_the_hash_of_the_one_before_and_the_event():
    first = link(GENESIS, b"one")

    assert first == hashlib.sha256(bytes(32) + b"one").digest()
    assert link(first, b"two") == hashlib.sha256(first + b"two").digest()
