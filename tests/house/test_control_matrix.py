"""Every row of the control matrix ends in a test that is named after it, or in a stated reason why not yet."""

import ast
import re

import pytest

from tests.house.tree import ROOT

ROWS = [f"PC-{number:02d}" for number in range(1, 43)]
# No test at all yet: why, and what brings it.
CARRIED: dict[str, str] = {}
# Tested as far as it holds here; what holds, and what a later issue brings.
PARTLY = {
    "PC-31": "A plain digest of a value is withheld, and tokens are keyed in the hub; the exchange between"
    " institutions that shows no value to either (RFC 9497) is an issue of its own.",
}
_NAMED = re.compile(r"pc_(\d\d)(?!\d)")


def list_tested() -> set[str]:
    """Return the rows that stand in the name of a test, as `pc_08`; what docstrings say does not count."""
    names = [
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    return {f"PC-{row}" for name in names for row in _NAMED.findall(name)}


@pytest.fixture(scope="module")
def tested():
    return list_tested()


def test_every_row_is_tested_or_carried_with_a_reason(tested):
    assert [row for row in ROWS if row not in tested | set(CARRIED)] == []


def test_tests_name_only_rows_that_there_are(tested):
    assert tested - set(ROWS) == set()


def test_nothing_is_carried_that_a_test_names(tested):
    assert sorted(tested & set(CARRIED)) == []


def test_what_is_partly_carried_is_tested_as_far_as_it_holds(tested):
    assert sorted(set(PARTLY) - tested) == []
