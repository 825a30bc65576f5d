"""Every row of the control matrix ends in a test that cites it, or in a stated reason why not yet."""

import re

from tests.house.tree import ROOT

ROWS = [f"PC-{number:02d}" for number in range(1, 43)]
# What a later issue carries, and why.
CARRIED = {
    "PC-34": "Contacts of institutions come with their onboarding in the portal (issue 6).",
    "PC-38": "Arrangements under DORA 45 and AMLR 75 come with onboarding; 75 applies from 10 July 2027.",
}
_CITED = re.compile(r"(?:PC-|pc_)(\d\d)(?!\d)")


def find_cited() -> set[str]:
    """Return the rows that tests name: `PC-08` in words, or `pc_08` in a name."""
    found = set()
    for path in (ROOT / "tests").rglob("*.py"):
        if path.name != "test_control_matrix.py":
            text = path.read_text(encoding="utf-8")
            found |= {f"PC-{row}" for row in _CITED.findall(text)}
    return found


def test_every_row_is_cited_by_a_test_or_carried_with_a_reason():
    missing = [row for row in ROWS if row not in find_cited() and row not in CARRIED]

    assert missing == []


def test_nothing_is_carried_that_a_test_cites():
    assert sorted(find_cited() & set(CARRIED)) == []
