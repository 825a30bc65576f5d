"""Bytes become one JSON object, or a fault; nothing else ever comes out."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.stix.faults import StixRejected
from sharing.stix.limits import DEFAULT, Limits
from sharing.stix.parse import decode_json, read_document


def find_codes(raw: bytes, limits: Limits = DEFAULT) -> list[tuple[str, str]]:
    with pytest.raises(StixRejected) as caught:
        decode_json(raw, limits)
    return [(fault.pointer, fault.code) for fault in caught.value.faults]


def test_an_object_is_decoded():
    assert decode_json('{"名": [1, 2.5, true, null]}'.encode()) == {"名": [1, 2.5, True, None]}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not-json"),
        (b'{"a": 1', "not-json"),
        (b'{"a": 1} {}', "not-json"),
        (b"[]", "not-an-object"),
        (b'{"a": 1, "\\u0061": 2}', "duplicate-key"),
        (b'{"a": NaN}', "not-a-number"),
        (b'{"a": -Infinity}', "not-a-number"),
        (b'{"a": 1e999}', "number-out-of-range"),
        (b'{"a": 9007199254740992}', "number-out-of-range"),
        (b'{"a": ' + b"9" * 70_000 + b"}", "number-out-of-range"),
        (b'{"a": "\xff"}', "not-utf-8"),
        (b'{"a": "\xed\xa0\x80"}', "not-utf-8"),
        ('{"a": 1}'.encode("utf-16"), "not-utf-8"),
        (b"[" * 200_000, "too-deep"),
    ],
)
def test_what_is_no_strict_json_is_refused(raw, code):
    assert find_codes(raw) == [("", code)]


def test_integers_of_stix_survive_with_their_sign():
    assert decode_json(b'{"a": -9007199254740991}') == {"a": -9007199254740991}


def test_faults_point_at_what_cannot_be_stored():
    raw = b'{"a": [{"b/c": "x\\u0000"}, "\\ud800"]}'

    assert sorted(find_codes(raw)) == [("/a/0/b~1c", "nul-character"), ("/a/1", "lone-surrogate")]


def test_each_limit_is_a_fault_of_its_own():
    tight = Limits(bytes=60, string=5, list_members=2, depth=3, key=4, values=9)

    assert find_codes(b'{"a": "123456"}', tight) == [("/a", "text-too-long")]
    assert find_codes(b'{"a": [1, 2, 3]}', tight) == [("/a", "too-many-members")]
    assert find_codes(b'{"a":1,"b":2,"c":3}', tight) == [("", "too-many-members")]
    assert find_codes(b'{"a": {"b": {"c": {}}}}', tight) == [("/a/b/c", "too-deep")]
    assert find_codes(b'{"abcde": 1}', tight) == [("", "name-too-long")]
    assert find_codes(b'{"a": [[], [], [], [], []]}', tight) == [("", "too-many-values")]
    assert find_codes(b" " * 61, tight) == [("", "too-many-bytes")]


def test_a_rejection_lists_so_many_faults_and_counts_the_rest():
    raw = b'{"a": [' + b",".join([b'"\\u0000"'] * 7) + b"]}"

    with pytest.raises(StixRejected) as caught:
        decode_json(raw, Limits(faults=3))

    assert (len(caught.value.faults), caught.value.more) == (3, 4)
    assert str(caught.value).endswith("and 4 more")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gnp\u202e.exe", "bidirectional-control"),
        ("pay\u200bpal", "invisible-character"),
        ("\u001b[31m", "control-character"),
        ("\ue000", "private-use-character"),
        ("\uffff", "noncharacter"),
        ("Z" + "\u0335" * 6, "combining-marks"),
        ("p\u0430ypal", "mixed-script"),
    ],
)
def test_misleading_characters_are_kept_and_warned_of(text, code):
    raw = ('{"name": "' + text.replace("\u001b", "\\u001b") + '"}').encode()

    document = read_document(raw)

    assert document.content == {"name": text}
    assert [(w.pointer, w.code) for w in document.warnings] == [("/name", code)]


@pytest.mark.parametrize(
    "text", ["挪用资金", "نص عربي", "e\u0301te\u0301", "👨‍👩‍👧", "𠮷", "line\nbreak"]
)
def test_ordinary_text_of_any_script_raises_no_warning(text):
    assert read_document(('{"a": "' + text.replace("\n", "\\n") + '"}').encode()).warnings == ()


def test_a_byte_order_mark_is_tolerated_with_a_warning():
    document = read_document(b'\xef\xbb\xbf{"a": 1}')

    assert document.content == {"a": 1}
    assert [warning.code for warning in document.warnings] == ["byte-order-mark"]


@given(st.binary(max_size=300))
def test_arbitrary_bytes_decode_or_are_rejected(raw):
    with suppress(StixRejected):
        assert isinstance(decode_json(raw), dict)


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_what_is_decoded_is_what_was_meant(value):
    assert decode_json(json.dumps(value).encode()) == value
