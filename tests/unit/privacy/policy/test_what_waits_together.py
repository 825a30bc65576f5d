"""An alert waits whole: a human releases all of it or nothing, and what is masked holds nothing back."""

import pytest

from privacy import Category, Treatment
from privacy.policy import Outcome
from privacy.policy.types import EvidenceKind as K
from tests.unit.privacy.policy.test_permission import BOTH, PI, at_home
from tests.unit.privacy.policy.test_section_3 import codes
from tests.unit.privacy.policy.worlds import evidence

IMPORTANT = frozenset({Category.IMPORTANT})


@pytest.mark.parametrize(
    ("covered", "outcome"),
    [(PI, Outcome.HOLD), (BOTH, Outcome.ALLOW_TOKENISED), (frozenset(), Outcome.ALLOW_TOKENISED)],
)
def test_pc_41_a_release_for_a_part_releases_nothing_though_the_rest_is_masked(covered, outcome):
    """Else a consent less, which masks the rest, would let go what waited with it (X20)."""
    release = evidence(K.HUMAN_RELEASE, categories=covered, code="unknown_jurisdiction")
    facts = {"further_origins": ("GB",), "legal_bases": ("consent",)}

    decision = at_home(**facts, records=(evidence(K.CONSENT_SHARING), release))

    assert decision.outcome is outcome
    if outcome is Outcome.HOLD:
        assert codes(decision) == [("unknown_jurisdiction", "X20")]
    else:
        assert dict(decision.treatments) == {
            Category.PI: Treatment.TOKENISE,
            Category.C2: Treatment.MASK,
        }


@pytest.mark.parametrize(
    ("standing", "code"),
    [
        ("restricted", "restricted"),
        ("objected", "objected"),
        ("recall-unconfirmed", "recall_unconfirmed"),
        ("redacted", "redacted_by_officer"),
    ],
)
def test_pc_37_important_data_waits_with_the_persons_of_its_alert_and_not_once_they_are_masked(
    standing, code
):
    to_supervisor = {"recipient_kind": "regulator", "legal_bases": ()}

    alone = at_home(IMPORTANT, **to_supervisor)
    together = at_home(PI | IMPORTANT, **to_supervisor, standing=frozenset({"age-unknown"}))
    masked = at_home(PI | IMPORTANT, **to_supervisor, standing=frozenset({"age-unknown", standing}))

    assert alone.outcome is Outcome.ALLOW
    assert codes(together) == [("age_unknown", "PC-09.2")]
    assert together.outcome is Outcome.HOLD
    assert masked.outcome is Outcome.ALLOW_REDACTED
    assert code in [one for one, _ in codes(masked)]
    assert dict(masked.treatments) == {Category.PI: Treatment.MASK}
