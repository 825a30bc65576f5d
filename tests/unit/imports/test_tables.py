"""Tables and cells: each form that people export, and nothing that a cell says is ever done."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.imports.columns import MEANINGS, guess_mapping
from sharing.imports.report import Wanted, import_table
from sharing.imports.rows import read_rows
from sharing.imports.tables import read_table
from sharing.imports.values import find_kind, read_value, write_comparison
from sharing.stix.faults import StixRejected
from sharing.stix.markings import Tlp
from sharing.stix.patterns import parse_pattern

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


def read(text, mapping=None):
    table = read_table(text.encode())
    return read_rows(table, mapping or guess_mapping(table), least=Tlp.GREEN, now=NOW)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("203.0.113[.]7", "ipv4-addr", "203.0.113.7"),
        ("203.0.113.0/24", "ipv4-addr", "203.0.113.0/24"),
        ("203.0.113.7/32", "ipv4-addr", "203.0.113.7"),
        ("2001:db8::1", "ipv6-addr", "2001:db8::1"),
        ("hxxps://a[.]example/x?y=1", "url", "https://a.example/x?y=1"),
        ("A.Example", "domain-name", "a.example"),
        ("银行.example", "domain-name", "xn--jn2a72x.example"),
        ("a[at]b.example", "email-addr", "a@b.example"),
        ("00-1B-44-11-3A-B7", "mac-addr", "00:1b:44:11:3a:b7"),
        ("A" * 32, "file:hashes.MD5", "a" * 32),
        ("a" * 40, "file:hashes.SHA-1", "a" * 40),
        ("a" * 64, "file:hashes.SHA-256", "a" * 64),
        ("a" * 128, "file:hashes.SHA-512", "a" * 128),
    ],
)
def test_a_value_is_told_by_its_form_and_its_pattern_is_valid(text, kind, value):
    assert read_value("indicator", text) == (kind, value)
    (comparison,) = parse_pattern(f"[{write_comparison(kind, value)}]").comparisons
    assert comparison.literals[0].value == value


@pytest.mark.parametrize("text", ["", "Zhang San", "=1+1", "13800138000", "1.2.3", "a b@c", "//x"])
def test_what_is_none_of_them_is_nothing(text):
    assert find_kind(text) == ""


def test_a_quote_in_a_value_cannot_leave_its_pattern():
    (row,) = read("url\nhttp://a.example/x'] OR [a:b = 'c\\\n")

    (comparison,) = parse_pattern(row.indicator["pattern"]).comparisons
    assert comparison.literals[0].value == "http://a.example/x'] OR [a:b = 'c\\"


def test_hashes_of_one_row_are_of_one_file_and_others_stand_apart():
    (row,) = read(f"md5,sha1,domain\n{'a' * 32},{'b' * 40},x.example\n")

    assert row.indicator["pattern"] == (
        f"[domain-name:value = 'x.example'] OR [file:hashes.'MD5' = '{'a' * 32}'"
        f" OR file:hashes.'SHA-1' = '{'b' * 40}']"
    )


@pytest.mark.parametrize(
    ("heading", "cell", "label"),
    [
        ("风险类别", "钓鱼", "category:phishing"),
        ("category", "phishing", "category:phishing"),
        ("严重程度", "高", "severity:high"),
        ("severity", "96", "severity:critical"),
    ],
)
def test_words_of_both_languages_are_understood(heading, cell, label):
    (row,) = read(f"域名,{heading}\na.example,{cell}\n")

    assert row.indicator["labels"] == [label]


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("2026-11-01", "2026-11-01T00:00:00.000Z"),
        ("2026/11/1", "2026-11-01T00:00:00.000Z"),
        ("2026年11月1日", "2026-11-01T00:00:00.000Z"),
        ("2026-11-01T08:00:00+08:00", "2026-11-01T00:00:00.000Z"),
    ],
)
def test_days_and_times_are_read(cell, written):
    (row,) = read(f"domain,日期\na.example,{cell}\n")

    assert row.indicator["valid_from"] == written


@pytest.mark.parametrize(
    ("meaning", "cell"),
    [
        ("confidence", "101"),
        ("confidence", "-1"),
        ("confidence", "九十"),
        ("valid_from", "yesterday"),
        ("valid_from", "0001-01-01T00:00:00+14:00"),
        ("tlp", "purple"),
        ("category", "no such"),
        ("severity", "999"),
        ("ipv4-addr", "2001:db8::1"),
    ],
)
def test_a_cell_that_breaks_its_rule_is_a_fault_at_its_place(meaning, cell):
    (row,) = read(f"a,b\nx.example,{cell}\n", {"a": "domain-name", "b": meaning})

    assert row.indicator is None
    assert [(fault.pointer, fault.code) for fault in row.faults] == [("/rows/2/1", "unusable-cell")]


def test_a_row_freer_than_its_table_is_as_strict_as_it_and_says_so():
    table = read_table(b"domain,tlp\na.example,clear\nb.example,amber\nc.example,red\nd.example,\n")

    rows = read_rows(table, guess_mapping(table), least=Tlp.AMBER, now=NOW)

    assert [row.values["tlp"] for row in rows] == [Tlp.AMBER, Tlp.AMBER, Tlp.RED, Tlp.AMBER]
    assert [[(one.pointer, one.code) for one in row.warnings] for row in rows] == [
        [("/rows/2/1", "stricter-than-row")],
        [],
        [],
        [],
    ]
    assert rows[0].warnings[0].message == (
        "The table is AMBER, so this row is AMBER; choose the table's marking."
    )


def test_a_column_of_mixed_values_is_read_value_by_value():
    table = read_table(b"ioc\na.example\n203.0.113.7\nhttp://a.example/\n")

    assert guess_mapping(table) == {"ioc": "indicator"}
    rows = read_rows(table, {"ioc": "indicator"}, least=Tlp.GREEN, now=NOW)
    assert [row.seen[0][0] for row in rows] == ["domain-name", "ipv4-addr", "url"]


def test_names_of_files_are_not_guessed_to_be_hosts():
    assert guess_mapping(read_table(b"filename,md5\nsetup.exe," + b"a" * 32)) == {
        "md5": "file:hashes.MD5"
    }


@given(
    raw=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")),
    meaning=st.sampled_from(MEANINGS),
)
def test_any_bytes_are_one_alert_or_precise_faults(raw, meaning):
    with suppress(StixRejected):
        table = read_table(b"heading,ip\n" + raw)
        mapping = {"heading": meaning, "ip": "ip"} if "heading" in table.headings else {}
        imported = import_table(table, Wanted(mapping, "name"), received_at=NOW)
        assert len(imported.read.alerts) == 1
