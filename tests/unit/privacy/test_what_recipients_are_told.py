"""What a recipient reads of reasons tells nothing of the person that is not its to know (PC-09, 16, 25)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from privacy import gate
from privacy.policy.types import Evidence, EvidenceKind
from tests.unit.privacy.bundles import HUB, MOBILE, NOW, bundle, tokenise

ASSESSED = Evidence(EvidenceKind.ASSESSMENT, "pia-1", NOW - timedelta(days=1))
TEXT = f"The customer can be reached at {MOBILE}."


def render(alert, **facts):
    act = gate.ReleaseAct(
        origin_region="CN",
        destination_region="CN",
        recipient_kind="bank",
        purposes=("aml-cft",),
        legal_bases=("cn-atfl-16",),
        circle="CN:2026q4",
        evidence=(ASSESSED,),
    )
    inspection = gate.inspect(alert, today=NOW.date())
    decision = gate.decide_release(replace(act, **facts), inspection, now=NOW)
    told = gate.render(alert, inspection, decision, tokenise=tokenise, hub_identity=HUB)
    return decision, told


@pytest.mark.parametrize("standing", ["restricted", "objected"])
def test_pc_16_a_copy_says_nothing_of_what_the_person_asked_for(standing):
    decision, told = render(bundle(description=TEXT), standing=frozenset({standing}))

    assert standing in {reason.code for reason in decision.reasons}
    assert gate.tell_reasons(decision)[0].code == "kept_back"
    assert {one.source for one in told.withheld} == {gate.tell_reasons(decision)[0].source}


def test_pc_09_nobody_reads_that_a_person_is_a_child():
    child = bundle(description=f"出生日期：2016年3月4日。电话{MOBILE}。")
    restricted = bundle(description=f"出生日期：1986年3月4日。电话{MOBILE}。")

    decision, told = render(child)
    _, twin = render(restricted, standing=frozenset({"restricted"}))

    assert "minor_no_guardian" in {reason.code for reason in decision.reasons}
    assert {one.source for one in told.withheld} == {one.source for one in twin.withheld}
