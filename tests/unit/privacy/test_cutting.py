"""What is cut out of an alert comes back as it was, and what is left names nobody."""

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.detection import DataType, Finding, inspect_bundle
from privacy.subjects.cutting import cut, read_value, restore
from tests.factories.bundles import make_bundle
from tests.shared_data import SHARED, needs_shared, read_lines

PHONE, OTHER = "13800138000", "13900139000"


def find(pointer: str, start: int | None = None, end: int | None = None, **changes) -> Finding:
    return Finding(pointer, start, end, DataType.MOBILE, "+8613800138000", **changes)


def values_of(cut_text) -> dict[int, str]:
    return {value.index: value.text for value in cut_text.values}


def check(text: str, findings) -> None:
    done = cut(text, findings)

    assert restore(done.skeleton, values_of(done)) == text
    erased = restore(done.skeleton, {})
    json.loads(erased)
    if findings:
        assert erased != text


def test_a_span_leaves_a_placeholder_and_comes_back():
    text = '{"objects": [{"name": "Call 13800138000 now"}]}'

    done = cut(text, [find("/objects/0/name", 5, 16)])

    assert done.skeleton == '{"objects": [{"name": "Call \ue000t0\ue001 now"}]}'
    assert [(value.text, value.named) for value in done.values] == [
        (PHONE, (("phone", "+8613800138000"),))
    ]
    assert restore(done.skeleton, values_of(done)) == text
    assert restore(done.skeleton, {}) == '{"objects": [{"name": "Call [erased] now"}]}'


def test_numbers_names_attachments_and_patterns_stay_valid_when_they_are_erased():
    text = '{"a": [13800138000], "p13800138000": 1, "payload_bin": "QUJD", "pattern": "[x:y = 1]"}'
    findings = [
        find("/a/0"),
        find("/p13800138000", 1, 12, in_key=True),
        find("/payload_bin"),
        find("/pattern"),
    ]

    check(text, findings)
    done = cut(text, findings)

    assert PHONE not in done.skeleton
    assert json.loads(restore(done.skeleton, {})) == {
        "a": [0],
        "perased_1": 1,
        "payload_bin": "W2VyYXNlZF0=",
        "pattern": "[x-erased:value = 'erased']",
    }


def test_a_text_that_holds_placeholders_of_its_own_comes_back():
    text = '{"a": "\ue000t0\ue001 13800138000 \ue000\ue001\ue001\ue000", "b": "\ue000"}'

    check(text, [find("/a", 5, 16)])


def test_escapes_are_counted_as_the_characters_that_they_spell():
    text = r'{"a~/b": "\ud83d\ude00\n\u0041 13800138000\"é"}'
    said = json.loads(text)["a~/b"]
    start = said.index(PHONE)

    done = cut(text, [find("/a~0~1b", start, start + 11)])

    assert values_of(done) == {0: PHONE}
    check(text, [find("/a~0~1b", 0, 1)])
    assert read_value(values_of(cut(text, [find("/a~0~1b", 0, 1)]))[0]) == "\U0001f600"


def test_overlapping_finds_are_one_value_of_several_persons():
    text = '{"a": "13800138000"}'
    other = Finding("/a", 4, 11, DataType.QQ_ID, "0138000")

    (value,) = cut(text, [find("/a", 0, 6), other]).values

    assert value.text == PHONE
    assert value.named == (("phone", "+8613800138000"), ("messenger", "0138000"))


def test_a_find_without_its_place_is_an_error_and_not_a_leak():
    with pytest.raises(LookupError):
        cut('{"a": "b"}', [find("/b")])


@needs_shared
def test_every_text_of_the_corpus_comes_back_and_its_skeleton_holds_nothing_of_it():
    for record in read_lines("data/pii/visible.jsonl"):
        bundle = make_bundle(description=record["text"])
        findings = inspect_bundle(bundle)
        for text in (orjson.dumps(bundle).decode(), json.dumps(bundle, indent=1)):
            check(text, findings)
            skeleton = restore(cut(text, findings).skeleton, {})
            assert not any(
                span["text"] in json.loads(skeleton)["objects"][-1]["description"]
                for span in record["spans"]
                if _is_found(span, findings, bundle)
            )


def _is_found(span, findings, bundle) -> bool:
    pointer = f"/objects/{len(bundle['objects']) - 1}/description"
    return any(
        one.pointer == pointer
        and (one.start is None or (one.start <= span["start"] and one.end >= span["end"]))
        for one in findings
    )


@needs_shared
def test_every_bundle_of_the_stix_corpus_comes_back_byte_for_byte():
    seen = 0
    for path in sorted((SHARED / "data" / "stix").rglob("*.json")):
        raw = path.read_bytes()
        if len(raw) > 300_000:
            continue
        try:
            text = raw.decode("utf-8")
            bundle = json.loads(text)
        except ValueError:
            continue
        if isinstance(bundle, dict) and isinstance(bundle.get("objects"), list):
            check(text, inspect_bundle(bundle))
            seen += 1
    assert seen > 50


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(
        [PHONE, f"call {PHONE}", f"\ue000{OTHER}\ue001", "\ue000n1\ue001", 13800138000]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(content=st.dictionaries(st.text(), JSON, max_size=4), ascii_only=st.booleans())
@settings(max_examples=150, deadline=None)
def test_random_documents_come_back_byte_for_byte(content, ascii_only):
    bundle = {"objects": [content]}

    check(json.dumps(bundle, ensure_ascii=ascii_only), inspect_bundle(bundle))
