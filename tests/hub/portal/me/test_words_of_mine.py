"""Every code that a room of persons can give has words on their pages, in three languages."""

from datetime import date

import pytest
from django.utils import translation

from hub.portal.me.names import name_place
from hub.portal.me.words import complaints, consents, held, requests, say
from privacy.consent.content import list_items
from privacy.consent.vocabulary import (
    CATEGORIES,
    PURPOSES,
    RECIPIENT_KINDS,
    ConsentKind,
    Method,
    State,
)
from privacy.policy.rulebook import rules_on
from privacy.rights.clocks import load_clocks
from privacy.rights.codes import (
    Cause,
    ComplaintOutcome,
    ComplaintState,
    RefusalReason,
    RequestOutcome,
    RequestState,
    RequestType,
)

DAY = date(2028, 6, 1)


def test_every_code_of_consents_has_words():
    assert set(consents.KINDS) == set(ConsentKind)
    assert set(consents.STATES) == set(consents.TONES) == set(State)
    assert set(consents.METHODS) == set(Method)
    assert set(consents.RECIPIENTS) == set(RECIPIENT_KINDS)
    assert set(consents.CATEGORIES) == set(CATEGORIES)
    assert set(consents.NOTICE_ITEMS) == {row.item for row in list_items()}


def test_every_code_of_requests_has_words():
    assert set(requests.TYPES) == set(RequestType)
    assert set(requests.STATES) == set(RequestState)
    assert set(requests.OUTCOMES) == set(RequestOutcome)
    assert set(requests.REFUSALS) == set(RefusalReason)
    assert set(requests.LAWS) == {clock.regime for clock in load_clocks()}


def test_every_code_of_complaints_has_words():
    assert set(complaints.CAUSES) == set(Cause)
    assert set(complaints.STATES) == set(ComplaintState)
    assert set(complaints.OUTCOMES) == set(ComplaintOutcome)


def test_every_purpose_has_words():
    assert set(held.PURPOSES) == PURPOSES


def test_every_legal_basis_has_words():
    known = {
        row.basis
        for law in rules_on(DAY).laws.values()
        for rows in law.bases.values()
        for row in rows
    }
    codes = {
        row.code
        for law in rules_on(DAY).laws.values()
        for rows in law.bases.values()
        for row in rows
    }

    assert set(held.BASES) >= known | codes


def test_what_no_table_knows_is_spelt_out():
    assert say(held.BASES, "brand-new") == "Brand new"


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "EU-DE", "Germany"),
        ("zh-hans", "SG", "新加坡"),
        ("zh-hant", "EU-DE", "德國"),
        ("en", "CN-SH", "China"),
        ("en", "EU", "European Union"),
        ("en", "XQ", "XQ"),
    ],
)
def test_places_are_named_in_the_language_of_the_page(language, code, name):
    with translation.override(language):
        assert name_place(code) == name
