"""The tables: read strictly, dated, versioned, and open to whoever wants to read them."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from privacy import PERSONAL, Category
from privacy.policy import LEGAL_BASES, RULES_VERSION, describe_rules, reading, sensitive_categories
from privacy.policy.reading import Malformed, parse_table
from privacy.policy.reasons import MESSAGES
from privacy.policy.regimes import REGIMES
from privacy.policy.rulebook import CATEGORIES, CONTROLS, REQUIREMENTS, TRANSFERS, rules_on
from privacy.policy.tables import Purposes
from privacy.policy.types import EvidenceKind

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
ROW = {
    "id": "P1",
    "purpose": "fraud-prevention",
    "effective_from": "2020-01-01",
    "effective_to": None,
    "confirmed": False,
    "source": "PIPL 6",
}


def _parse(*rows, **changes):
    table = {"table": "purposes", "revised": "2026-11-26", "rows": rows, "locks": [], **changes}
    return parse_table(msgspec.json.encode(table), "purposes", Purposes)


def test_a_sound_table_is_read():
    assert _parse(ROW).rows[0].effective_from == date(2020, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "red"},
        {"source": ""},
        {"confirmed": "yes"},
        {"effective_from": "soon"},
        {"purpose": None},
    ],
)
def test_a_row_that_is_not_what_it_should_be_refuses_to_load(change):
    with pytest.raises(msgspec.ValidationError):
        _parse({**ROW, **change})


@pytest.mark.parametrize("key", sorted(ROW))
def test_a_row_without_one_of_its_keys_refuses_to_load(key):
    with pytest.raises(msgspec.ValidationError):
        _parse({name: value for name, value in ROW.items() if name != key})


def test_a_table_with_an_unknown_key_refuses_to_load():
    with pytest.raises(msgspec.ValidationError):
        _parse(ROW, comment="x")


def test_a_row_that_ends_before_it_starts_refuses_to_load():
    with pytest.raises(Malformed):
        _parse({**ROW, "effective_to": "2019-12-31"})


def test_a_row_that_stands_twice_refuses_to_load():
    with pytest.raises(Malformed):
        _parse(ROW, ROW)


def test_a_table_under_another_name_refuses_to_load():
    with pytest.raises(Malformed):
        _parse(ROW, table="targets")


def test_a_changed_table_changes_the_version(tmp_path, monkeypatch):
    for name in reading.TABLES:
        content = reading._FOLDER.joinpath(f"{name}.json").read_bytes()
        (tmp_path / f"{name}.json").write_bytes(content)
    monkeypatch.setattr(reading, "_FOLDER", tmp_path)
    same = reading.derive_version()
    changed = (tmp_path / "transfers.json").read_bytes().replace(b"1000000", b"2000000")
    (tmp_path / "transfers.json").write_bytes(changed)

    assert same == RULES_VERSION
    assert reading.derive_version() != RULES_VERSION
    assert RULES_VERSION.startswith(
        max(table.revised.isoformat() for table in (CATEGORIES, CONTROLS))
    )


def test_every_category_is_graded_and_what_is_personal_everywhere_is_so_here():
    book = rules_on(NOW.date())

    assert book.known == frozenset(Category)
    assert book.personal >= PERSONAL
    assert sensitive_categories(NOW.date()) == {
        Category.C2,
        Category.SPI,
        Category.MINOR,
        Category.CRIM,
    }


def test_every_code_of_a_table_has_a_sentence_and_every_sentence_a_row():
    needs = (need for regime in REGIMES for row in regime.bases for need in row.needs)
    codes = {need.code for need in needs}
    codes |= {row.code for row in REQUIREMENTS.rows} | {row.code for row in TRANSFERS.rows}
    codes |= {row.code for row in CONTROLS.rows}

    assert codes == set(MESSAGES)


def test_pc_01_a_row_that_asks_for_a_statute_says_of_what_it_is():
    """Else the statute that an agreement names for a basis would open other doors."""
    rows: tuple[Any, ...] = (*REQUIREMENTS.rows, *TRANSFERS.rows, *TRANSFERS.adequacy)
    proofs = {
        row.id: {*getattr(row, "requires", ()), *getattr(row, "unless", ())}
        for row in rows
        if not row.statute
    }
    unnamed = {
        row for row, proof in proofs.items() if any(EvidenceKind.STATUTE in one for one in proof)
    }

    # Confidential information has to be named by whatever covers it.
    assert unnamed == {"X6", "PC-25"}
    assert {row.covers for row in TRANSFERS.rows if row.id in unnamed} == {"confidential"}


def test_legitimate_interest_is_no_basis_under_pipl():
    pipl = next(regime for regime in REGIMES if regime.region == "CN")

    assert "legitimate-interest" not in {row.basis for row in pipl.bases}
    assert {"legitimate-interest", "cn-atfl-16", "hk-bo-2025", "sg-fsma-cosmic"} < LEGAL_BASES
    assert "" not in LEGAL_BASES


def test_a_row_holds_from_its_first_to_its_last_day():
    kingdom = [rules_on(date(2031, 12, day)).adequacy.get("GB") for day in (27, 28)]

    assert [row is not None for row in kingdom] == [True, False]
    assert "hk-bo-2025" not in rules_on(date(2025, 11, 2)).laws["HK"].bases
    assert "hk-bo-2025" in rules_on(date(2025, 11, 3)).laws["HK"].bases


def test_every_row_of_section_3_stands_in_the_table():
    lines = describe_rules(NOW)
    told = {line.id.partition(".")[0] for line in lines}

    missing = {f"X{number}" for number in range(1, 23)} - told

    # X14 is a need of the basis consent, X18 a hold, X21 how ways are joined, X22 the rules of the origin.
    assert missing == {"X14", "X21", "X22"}
    needs = [line.terms["needs"] for line in lines if line.terms.get("basis") == "consent"]
    assert "X14" in {need["rule"] for basis in needs for need in basis}


def test_the_browser_shows_what_is_in_force_with_its_source():
    lines = describe_rules(NOW)

    assert len(
        {
            (one.table, one.part, one.id, one.terms.get("code"), one.terms.get("effect"))
            for one in lines
        }
    ) == len(lines)
    assert all(one.source and one.effective_from <= NOW.date() for one in lines)
    assert not [one for one in lines if one.id == "AMLR-75"]
    later = describe_rules(datetime(2027, 7, 10, tzinfo=UTC))
    assert [one.is_confirmed for one in later if one.id == "AMLR-75"] == [True]
    msgspec.json.encode([one.terms for one in lines])


def test_a_description_leaves_out_what_a_row_leaves_empty():
    line = next(one for one in describe_rules(NOW) if one.id == "X12")

    assert line.terms == {
        "effect": "allow",
        "code": "transfer_allowed",
        "destinations": "abroad",
        "origins": ["CN"],
        "when": ["counted", "not-critical", "ordinary"],
        "covers": "personal",
        "requires": (("notice", "notice-exception"),),
        "ordinary_below": 100_000,
        "sensitive_below": 10_000,
    }
