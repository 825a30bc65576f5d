"""Every row of the control matrix ends in a test that is named after it, or in a stated reason why not yet."""

import ast
import re

import pytest

from tests.house.tree import ROOT

ROWS = [f"PC-{number:02d}" for number in range(1, 43)]
# No test at all yet: why, and what brings it.
CARRIED = {
    "PC-34": "Contacts of institutions come with their onboarding in the portal (issue 6).",
    "PC-38": "Arrangements under DORA 45 and AMLR 75 come with onboarding; 75 applies from 10 July 2027.",
}
# Tested as far as it holds here; what holds, and what a later issue brings.
PARTLY = {
    "PC-11": "A person's wish for human review is taken, clocked and on record; scores say their factors, not"
    " yet their version, and no alert shows the wish yet: both come with the page of a case.",
    "PC-13": "A person takes what they gave, as JSON or CSV; the transfer to another institution as an act of"
    " its own comes with self-service in the portal.",
    "PC-20": "A foreign authority gets nothing without an approval in date for it and the alerts it names; the"
    " request of an authority, recorded and raised, comes with the pages of supervision.",
    "PC-21": "Without an agreement in force nothing personal travels; the job that returns or deletes at its"
    " end, with a certificate, comes with onboarding. Until then copies lapse and holders confirm.",
    "PC-31": "A plain digest of a value is withheld, and tokens are keyed in the hub; the exchange between"
    " institutions that shows no value to either (RFC 9497) is an issue of its own.",
    "PC-33": "A removed, moved or edited event is found in the hub; signed tree heads with proofs for outside,"
    " and the export of evidence by control, come with the transparency log.",
    "PC-35": "A regulator sees its territory by statute, as tokens; there is no clear view to open with a case"
    " number yet: it comes with the pages of supervision.",
    "PC-37": "Important data stays at home without a passed assessment, and core data stays out; judging what"
    " is stored again after a change of the catalogue comes with the catalogue of a regulator.",
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
