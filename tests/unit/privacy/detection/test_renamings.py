"""A person the bundle names once is found under other writings of the name."""

import pytest

from privacy.detection import DataType, inspect_bundle, scan_text
from tests.unit.patience import linear_time


def _found(named, elsewhere):
    note = {"type": "note", "id": "note--1", "content": named, "abstract": elsewhere}
    findings = inspect_bundle({"objects": [note]})
    return [
        elsewhere if finding.start is None else elsewhere[finding.start : finding.end]
        for finding in findings
        if finding.pointer.endswith("abstract") and finding.type is DataType.PERSON
    ]


@pytest.mark.parametrize(
    ("named", "elsewhere", "expected"),
    [
        ("受害人张伟明来电。", "owner is ZHANG Weiming here", "ZHANG Weiming"),
        ("受害人张伟明来电。", "see zhangweiming88 for more", "zhangweiming88"),
        ("客户欧阳静报案。", "home of ouyang.jing here", "ouyang.jing"),
        ("Customer Liu Jianguo called.", "在刘建国处", "刘建国"),
        ("Customer Liu Jianguo called.", "在劉建國處", "劉建國"),
        ("客户 Sarah Whitcombe 来电", "user swhitcombe2 was seen", "swhitcombe2"),
    ],
)
def test_another_writing_of_a_known_name_is_found(named, elsewhere, expected):
    assert _found(named, elsewhere) == [expected]


@pytest.mark.parametrize("elsewhere", ["the zhang of all", "weimingway shop", "wzm", "z.w."])
def test_a_part_of_a_name_is_nobodys(elsewhere):
    assert _found("受害人张伟明来电。", elsewhere) == []


@pytest.mark.parametrize("signs", ["%2531%2533800138000", "%252531%252533800138000"])
def test_a_number_encoded_again_and_again_is_read(signs):
    (span,) = scan_text(f"tel={signs}&x=1")

    assert (span.type, span.normalised) == (DataType.MOBILE, "+8613800138000")


@pytest.mark.parametrize("piece", ["扎西", "阿·", "born 1990 ", "김민 ", "a.", "たな "])
def test_hostile_names_cost_linear_time(piece):
    text = piece * (40_000 // len(piece))
    with linear_time():
        scan_text(text)
        _found("受害人张伟明来电。", text)
