"""The pattern grammar of STIX 2.1, its limits and its agreement with the public test suites."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.stix.patterns import (
    Combination,
    Comparison,
    Literal,
    Observation,
    PatternError,
    Qualified,
    parse_pattern,
)
from tests.shared_data import needs_shared, read_lines


def test_a_comparison_knows_its_path_and_where_its_literal_stands():
    text = r"[file:extensions.'pdf-ext'.parts[*].name NOT IN ('it\'s', 7)]"

    (comparison,) = parse_pattern(text).comparisons

    assert comparison.object_type == "file"
    assert comparison.path == ("extensions", "pdf-ext", "parts", "*", "name")
    assert (comparison.operator, comparison.negated) == ("IN", True)
    assert [literal.value for literal in comparison.literals] == ["it's", 7]
    spans = [text[literal.start : literal.end] for literal in comparison.literals]
    assert spans == [r"'it\'s'", "7"]


def test_or_binds_looser_than_and():
    pattern = parse_pattern("[a:b = 1] AND [a:b = 2] OR [a:b = 3] FOLLOWEDBY [a:b = 4]")

    assert isinstance(pattern.expression, Combination)
    assert pattern.expression.operator == "FOLLOWEDBY"
    first = pattern.expression.parts[0]
    assert isinstance(first, Combination)
    assert first.operator == "OR"


def test_qualifiers_keep_their_order_and_numbers():
    pattern = parse_pattern("[a:b = true] REPEATS 5 TIMES WITHIN 1.5 SECONDS")

    assert isinstance(pattern.expression, Qualified)
    found = [(q.kind, [n.value for n in q.literals]) for q in pattern.expression.qualifiers]
    assert found == [("REPEATS", [5]), ("WITHIN", [1.5])]
    assert pattern.expression.expression == Observation(
        Comparison("a", ("b",), "=", False, (Literal("boolean", True, 7, 11),))
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unexpected-token"),
        ("[a:b = 'x'", "unexpected-token"),
        ("[a:b = 'x']]", "trailing-text"),
        ("[a:b 'x']", "unknown-operator"),
        ("[a:b = ]", "constant-expected"),
        ("[a:b > true]", "constant-expected"),
        ('[a:b = "x"]', "unknown-token"),
        ("[a:b = 'x]", "unknown-token"),
        ("[a:b = 1] START t'2026-10-01T00:00:00Z'", "unexpected-token"),
        ("[a:b = 1] WITHIN 0 SECONDS", "not-positive"),
        ("[a:b = 1] REPEATS 2 TIMES REPEATS 2 TIMES", "repeated-qualifier"),
        ("[file:hashes.MD5 IN ('zz')]", "wrong-digest"),
        ("[a:b MATCHES '([']", "broken-regex"),
        ("[a:b MATCHES '" + "x" * 1_001 + "']", "regex-too-long"),
        ("[" + "(" * 65 + "a:b = 1" + ")" * 65 + "]", "pattern-too-deep"),
        ("[" + " OR ".join(["a:b = 1"] * 1_001) + "]", "too-many-terms"),
        ("[a:b = '" + "x" * 20_000 + "']", "pattern-too-long"),
        ("[a:b = " + "1" * 31 + "]", "number-too-long"),
    ],
)
def test_what_is_no_pattern_is_refused_with_a_code(text, code):
    with pytest.raises(PatternError) as caught:
        parse_pattern(text)

    assert caught.value.code == code


def test_a_message_never_repeats_the_pattern():
    with pytest.raises(PatternError) as caught:
        parse_pattern("[email-addr:value = 'person@home.example' oops]")

    assert "person" not in str(caught.value)
    assert caught.value.position == 42


@pytest.mark.parametrize("expression", ["^(([a-z])+.)+[A-Z]([a-z])+$", r"\p{L}+", "[[:alpha:]]"])
def test_regular_expressions_are_never_run_and_foreign_dialects_pass(expression):
    assert parse_pattern(f"[a:b MATCHES '{expression}']".replace("\\", "\\\\")).comparisons


@given(st.text(alphabet="[]()ab:='\\ ANDORINt/*10.,", max_size=80))
def test_arbitrary_text_parses_or_is_refused(text):
    with suppress(PatternError):
        assert parse_pattern(text).text == text


@needs_shared
def test_every_label_of_the_public_suites_is_agreed_with():
    wrong = []
    for line in read_lines("data/stix/patterns/patterns-v21.jsonl"):
        try:
            parse_pattern(line["pattern"])
            answer = "valid"
        except PatternError:
            answer = "invalid"
        if answer != line["expect"]:
            wrong.append(line["pattern"])

    assert wrong == []
