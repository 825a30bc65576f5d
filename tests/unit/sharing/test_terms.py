"""What text is found by: words, pairs of Han characters, phrases, beginnings."""

import pytest

from sharing.delivery.terms import (
    LONGEST_WORD,
    MOST_TERMS,
    Phrase,
    list_strings,
    list_terms,
    read_query,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Phishing KIT", ["phishing", "kit"]),
        ("电信诈骗", ["电信", "信诈", "诈骗", "骗"]),
        ("電信詐騙", ["电信", "信诈", "诈骗", "骗"]),
        ("帳號", ["账号", "号"]),
        ("冒充alipay客服", ["冒充", "充", "alipay", "客服", "服"]),
        ("login-bank[.]example", ["login", "bank", "example"]),
        ("\uff21\uff22\uff23\uff11", ["abc1"]),
        ("Straße", ["strasse"]),
        ("", []),
        ("'; \\ \0 !", []),
        ("x" * 300, ["x" * LONGEST_WORD]),
    ],
)
def test_text_is_told_by_its_terms(text, terms):
    assert list_terms([text]) == terms


def test_no_text_has_more_terms_than_an_index_can_take():
    assert len(list_terms(["a b " * 9_000])) == MOST_TERMS


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ("kit", [Phrase(("kit",), is_open=True)]),
        ("ki", [Phrase(("ki",), is_open=False)]),
        ('"kit"', [Phrase(("kit",), is_open=False)]),
        ('"two words"', [Phrase(("two", "words"), is_open=False)]),
        ("“two words”", [Phrase(("two", "words"), is_open=False)]),
        ("two words", [Phrase(("two",), is_open=True), Phrase(("words",), is_open=True)]),
        ("a.bank.example", [Phrase(("a", "bank", "example"), is_open=True)]),
        ("诈骗", [Phrase(("诈骗",), is_open=False)]),
        ("诈", [Phrase(("诈",), is_open=True)]),
        ("冒充alipay客服", [Phrase(("冒充", "充", "alipay", "客服"), is_open=False)]),
        ("!? ,", []),
        ('"', []),
    ],
)
def test_a_query_is_read_as_phrases(asked, phrases):
    assert read_query(asked) == phrases


def test_objects_are_told_by_what_their_reader_would_look_for():
    indicator = {
        "type": "indicator",
        "id": "indicator--1",
        "name": "A page",
        "pattern": "[url:value = 'https://evil.example/a'] OR [file:name = 'it\\'s']",
        "pattern_type": "stix",
        "labels": ["category:phishing"],
        "created_by_ref": "identity--1",
        "external_references": [{"source_name": "cve", "external_id": "CVE-2026-1"}],
        "confidence": 80,
    }

    assert list(list_strings(indicator)) == [
        "A page",
        "https://evil.example/a\nit\\'s",
        "cve",
        "CVE-2026-1",
    ]
