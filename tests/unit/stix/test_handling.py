"""What an alert without a handling policy is for, and the policy that travels with its copies."""

from datetime import UTC, datetime

from sharing.stix.handling import Policy, carry_policy, default_purposes, end_of_retention
from sharing.stix.markings import read_handling_policy
from sharing.stix.profile import check_profile
from sharing.stix.vocabulary import RISK_CATEGORIES
from tests.factories.bundles import make_bundle, make_policy

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
POLICY = Policy(("fraud-prevention",), ("legal-obligation",), "2027-11-23T00:00:00.000Z")
ALL = {"fraud-prevention", "cyber-defence", "investor-protection"}


def test_an_alert_serves_the_purposes_of_its_category_that_were_agreed_on_pc_02():
    assert default_purposes(("phishing",), ALL) == ("fraud-prevention",)
    assert default_purposes(("malware", "phishing"), ALL) == ("cyber-defence", "fraud-prevention")
    assert default_purposes(("phishing",), {"statistics"}) == ()


def test_without_a_category_an_alert_warns_of_fraud():
    assert default_purposes((), ALL) == ("fraud-prevention",)
    assert default_purposes((), {"statistics"}) == ()
    assert default_purposes(("no-such-category",), {"fraud-prevention"}) == ()


def test_every_category_has_a_purpose():
    everything = {*ALL, "aml-cft", "operational-resilience", "supervisory-reporting"}

    assert [name for name in RISK_CATEGORIES if not default_purposes((name,), everything)] == []


def test_a_copy_is_kept_as_stated_else_for_the_term_of_what_it_holds():
    assert end_of_retention("2026-12-01T00:00:00Z", received_at=NOW, is_clear=True) == (
        "2026-12-01T00:00:00Z"
    )
    assert end_of_retention("", received_at=NOW, is_clear=True) == "2027-02-21T00:00:00.000Z"
    assert end_of_retention("", received_at=NOW, is_clear=False) == "2027-11-23T00:00:00.000Z"


def test_the_root_and_the_objects_named_carry_the_policy_and_the_rest_does_not():
    bundle = make_bundle()
    indicator, report = bundle["objects"]

    carried = carry_policy(bundle, POLICY, root_id=report["id"], pointers=[])["objects"]
    named = carry_policy(bundle, POLICY, root_id="", pointers=["/objects/0/name"])["objects"]

    marking = carried[2]
    assert carried[0] == indicator
    assert carried[1]["object_marking_refs"] == [*report["object_marking_refs"], marking["id"]]
    assert marking["id"] in named[0]["object_marking_refs"]
    assert named[1] == report
    assert bundle["objects"] == [indicator, report]


def test_what_is_carried_reads_back_as_the_policy_and_fits_the_profile():
    bundle = make_bundle()
    carried = carry_policy(bundle, POLICY, root_id=bundle["objects"][1]["id"], pointers=[])

    read = read_handling_policy(carried["objects"])

    assert (read.purposes, read.legal_bases) == (POLICY.purposes, POLICY.legal_bases)
    assert read.retain_until == POLICY.retain_until
    assert list(check_profile(carried["objects"][-1], "")) == []


def test_equal_policies_are_one_marking():
    one, other = make_bundle(), make_bundle()

    markings = {
        carry_policy(bundle, POLICY, root_id="", pointers=[])["objects"][-1]["id"]
        for bundle in (one, other)
    }

    assert len(markings) == 1


def test_a_policy_of_the_sender_stands_alone():
    policy = make_policy()
    bundle = make_bundle(more=(policy,), object_marking_refs=[policy["id"]])

    assert carry_policy(bundle, POLICY, root_id=bundle["objects"][2]["id"], pointers=[]) is bundle
