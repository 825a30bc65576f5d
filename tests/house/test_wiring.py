"""Each row of the schedules has who does what it says, or a reason why nobody has to (PC-18)."""

from privacy.retention.registry import list_keepers
from privacy.retention.schedules import load_schedules

# Classes without a keeper, and why.
NOTHING_TO_DO = {
    "alert.impersonal": "until when an indicator is valid stands in sealed originals only; alerts name"
    " nobody by then, and those whose policy sets a day are taken back on it",
    "assessment": "must be kept for three years at least (PIPL 56) and names nobody outside the"
    " institution; nothing is ever deleted of what decisions rested on",
    "audit-event": "the chain is append-only: it is archived with its root and never cut (PC-33)",
    "identity-evidence": "never taken: claims that were not verified go when their request closes (PC-17)",
    "refused-payload": "never stored: only reason, keyed digest and sender are (PC-04)",
}


def test_each_schedule_has_a_keeper_that_does_what_it_says_or_a_reason():
    keepers = {keeper.item_class: keeper.action for keeper in list_keepers()}
    rows = {row.item_class: row.action for row in load_schedules()}

    assert {name: rows.get(name) for name in keepers} == keepers
    assert rows.keys() - keepers.keys() == NOTHING_TO_DO.keys()
