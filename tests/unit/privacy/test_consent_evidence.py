"""What consents prove for one alert: kind by kind, person by person, until they end (PC-05 to PC-09)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from privacy import Category
from privacy.consent.evidence import MOST_GROUNDS, Consent, evidence_from, name_recipient
from privacy.consent.vocabulary import ConsentKind, State
from privacy.policy.types import EvidenceKind

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BANK = "identity--bank"
MEI, MEI_PHONE, LIN = b"mei", b"mei's phone", b"lin"
REQUIRED = {
    ConsentKind.SHARING: EvidenceKind.CONSENT_SHARING,
    ConsentKind.PUBLICATION: EvidenceKind.CONSENT_PUBLICATION,
    ConsentKind.SENSITIVE: EvidenceKind.CONSENT_SENSITIVE,
    ConsentKind.CROSS_BORDER: EvidenceKind.CONSENT_CROSS_BORDER,
    ConsentKind.GUARDIAN: EvidenceKind.CONSENT_GUARDIAN,
}
BASE = Consent(
    receipt="r1",
    controller=BANK,
    kind=ConsentKind.SHARING,
    subjects=frozenset({MEI}),
    purposes=frozenset({"fraud-prevention", "aml-cft"}),
    recipient_classes=frozenset({"bank"}),
    categories=frozenset({Category.PI, Category.SPI}),
    regions=frozenset(),
    given_at=NOW - timedelta(days=1),
)


def prove(*consents, subjects=(MEI,), now=NOW, controller=BANK):
    return evidence_from(consents, now, frozenset(subjects), controller=controller)


@pytest.mark.parametrize("required", ConsentKind)
@pytest.mark.parametrize("given", ConsentKind)
def test_pc_05_a_consent_proves_its_own_kind_and_no_other(given, required):
    proved, standing = prove(replace(BASE, kind=given))

    assert (REQUIRED[required] in {one.kind for one in proved}) is (given is required)
    assert standing == frozenset()


def test_a_consent_proves_exactly_what_was_consented_to():
    (proof,), _ = prove(replace(BASE, expires_at=NOW + timedelta(days=1)))

    assert proof.reference == "r1"
    assert (proof.purposes, proof.categories) == (BASE.purposes, BASE.categories)
    assert proof.recipient_kinds == {"bank"}
    assert (proof.valid_from, proof.valid_to) == (BASE.given_at, NOW + timedelta(days=1))


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.SUPERSEDED])
def test_pc_08_what_ended_proves_nothing_and_waits_for_nobody(end):
    assert prove(replace(BASE, ended=end)) == ((), frozenset())
    assert prove(replace(BASE, ended=end, is_outdated=True)) == ((), frozenset())


def test_a_consent_holds_from_when_it_was_given_to_the_moment_it_expires():
    end = NOW + timedelta(days=1)
    consent = replace(BASE, expires_at=end)

    held = [
        bool(prove(consent, now=moment)[0])
        for moment in (BASE.given_at, end - timedelta(microseconds=1))
    ]
    free = [
        prove(consent, now=moment)[0] for moment in (BASE.given_at - timedelta(microseconds=1), end)
    ]

    assert held == [True, True]
    assert free == [(), ()]


def test_pc_07_a_consent_to_an_outdated_notice_waits_for_the_person():
    assert prove(replace(BASE, is_outdated=True)) == ((), frozenset({"reconsent"}))


def test_pc_07_who_consented_again_waits_no_longer():
    proved, standing = prove(replace(BASE, is_outdated=True), replace(BASE, receipt="r2"))

    assert [one.reference for one in proved] == ["r2"]
    assert standing == frozenset()


def test_pc_07_one_persons_new_consent_does_not_end_the_wait_for_another():
    outdated = replace(BASE, receipt="r3", subjects=frozenset({LIN}), is_outdated=True)

    assert prove(BASE, outdated, subjects=(MEI, LIN)) == ((), frozenset({"reconsent"}))


def test_the_consent_of_one_person_never_covers_anothers_data():
    assert prove(BASE, subjects=(MEI, LIN)) == ((), frozenset())
    assert prove(BASE, subjects=(LIN,)) == ((), frozenset())


def test_without_subjects_nothing_is_proved():
    assert prove(BASE, subjects=()) == ((), frozenset())


def test_another_institutions_consent_proves_nothing():
    assert prove(BASE, controller="identity--peer") == ((), frozenset())
    assert prove(replace(BASE, is_outdated=True), controller="identity--peer") == ((), frozenset())


def test_one_consent_covers_all_keys_of_its_person():
    consent = replace(BASE, subjects=frozenset({MEI, MEI_PHONE}))

    (proof,), _ = prove(consent, subjects=(MEI, MEI_PHONE))

    assert proof.reference == "r1"


def test_for_several_people_only_their_common_ground_is_proved():
    other = replace(
        BASE,
        receipt="r2",
        subjects=frozenset({LIN}),
        purposes=frozenset({"aml-cft", "statistics"}),
        categories=frozenset({Category.PI}),
        expires_at=NOW + timedelta(days=3),
    )

    (proof,), _ = prove(BASE, other, subjects=(MEI, LIN))

    assert proof.purposes == {"aml-cft"}
    assert proof.categories == {Category.PI}
    assert proof.valid_to == other.expires_at
    assert set(proof.reference.split()) == {"r1", "r2"}


def test_people_who_consented_to_different_things_prove_nothing_rather_than_everything():
    other = replace(
        BASE, receipt="r2", subjects=frozenset({LIN}), purposes=frozenset({"statistics"})
    )

    assert prove(BASE, other, subjects=(MEI, LIN)) == ((), frozenset())


def test_consents_of_one_person_stay_apart():
    second = replace(BASE, receipt="r2", purposes=frozenset({"statistics"}))

    proved, _ = prove(BASE, second)

    assert sorted(one.reference for one in proved) == ["r1", "r2"]
    assert all("statistics" not in one.purposes for one in proved if one.reference == "r1")


def test_many_consents_of_many_people_are_searched_within_bounds():
    people = [bytes([number]) for number in range(40)]
    consents = [
        replace(
            BASE,
            receipt=f"{number}-{turn}",
            subjects=frozenset({person}),
            purposes=frozenset({"fraud-prevention", f"p{turn}"}),
        )
        for number, person in enumerate(people)
        for turn in range(40)
    ]

    proved, _ = prove(*consents, subjects=people)

    assert 1 <= len(proved) <= MOST_GROUNDS
    assert all("fraud-prevention" in one.purposes for one in proved)


def test_a_recipient_named_by_its_identity_counts_as_its_kind_for_itself_alone():
    (proof,), _ = prove(replace(BASE, recipient_classes=frozenset({"identity--peer"})))

    named = name_recipient(proof, stix_id="identity--peer", kind="platform")
    other = name_recipient(proof, stix_id="identity--other", kind="platform")

    assert "platform" in named.recipient_kinds
    assert other is proof
