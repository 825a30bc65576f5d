"""Several handling policies on one alert: what one forbids, all forbid."""

from typing import Any

from sharing.stix.markings import read_handling_policy
from sharing.stix.vocabulary import HANDLING_POLICY


def policy(number: int, **terms: object) -> dict[str, Any]:
    return {
        "type": "marking-definition",
        "id": f"marking-definition--{number:08d}-0000-4000-8000-000000000000",
        "extensions": {HANDLING_POLICY: terms},
    }


def marked_by(*policies: dict[str, Any]) -> list[dict[str, Any]]:
    refs = [one["id"] for one in policies]
    return [{"type": "incident", "id": "incident--1", "object_marking_refs": refs}, *policies]


def test_policies_that_agree_on_no_purpose_allow_none():
    objects = marked_by(
        policy(1, purposes=["aml-cft"], jurisdictions=["CN"]),
        policy(2, purposes=["statistics"], jurisdictions=["HK"]),
    )

    found = read_handling_policy(objects)

    # Not (): that would read as unstated, and agreements would speak instead.
    assert found.purposes == found.jurisdictions == ("contradiction",)


def test_receipts_add_up_and_one_tip_off_risk_is_enough():
    objects = marked_by(
        policy(1, consent_receipts=["b", "a"], tip_off_risk=False),
        policy(2, consent_receipts=["c"], tip_off_risk=True),
    )

    found = read_handling_policy(objects)

    assert (found.consent_receipts, found.tip_off_risk) == (("a", "b", "c"), True)
