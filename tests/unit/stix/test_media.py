"""Media types and packing, before a body is read."""

import gzip
import zlib

import pytest

from sharing.stix.faults import StixRejected
from sharing.stix.limits import Limits
from sharing.stix.media import accepted_media_type, unpack


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", "bundle"),
        ("application/json; charset=UTF-8", "bundle"),
        ("application/stix+json;version=2.1", "bundle"),
        ('Application/STIX+JSON; Version="2.1"', "bundle"),
        ("application/taxii+json;version=2.1", "envelope"),
    ],
)
def test_accepted_types_say_what_the_body_holds(content_type, expected):
    assert accepted_media_type(content_type) == expected


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "!!!",
        "text/plain",
        "application/xml",
        "application/stix+json;version=2.0",
        "application/json;charset=gbk",
        "application/json;version=2.1;version=2.1",
        "application/json;charset",
        "multipart/form-data; boundary=x",
        ";" * 100_000,
    ],
)
def test_other_types_versions_and_charsets_are_refused(content_type):
    with pytest.raises(StixRejected) as caught:
        accepted_media_type(content_type)

    assert [fault.code for fault in caught.value.faults] == ["unsupported-media-type"]


def test_plain_and_packed_bodies_are_unpacked():
    assert unpack(b"{}", "") == b"{}"
    assert unpack(b"{}", "identity") == b"{}"
    assert unpack(gzip.compress(b"{}"), " GZIP ") == b"{}"


@pytest.mark.parametrize(
    ("raw", "encoding", "code"),
    [
        (b"{}", "br", "unsupported-encoding"),
        (b"{}", "gzip", "damaged-gzip"),
        (gzip.compress(b"{}")[:-3], "gzip", "damaged-gzip"),
        (gzip.compress(b"{}") + b"x", "gzip", "damaged-gzip"),
        (zlib.compress(b"{}"), "gzip", "damaged-gzip"),
        (gzip.compress(bytes(2_000)), "gzip", "too-many-bytes"),
    ],
)
def test_damage_and_bombs_are_refused(raw, encoding, code):
    with pytest.raises(StixRejected) as caught:
        unpack(raw, encoding, Limits(bytes=1_000))

    assert [fault.code for fault in caught.value.faults] == [code]
