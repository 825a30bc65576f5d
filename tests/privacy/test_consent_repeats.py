"""An act of consent that is reported again: the first record stands, and a difference is told (PC-06)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from privacy.consent.errors import ConsentDiffers
from privacy.consent.models import ConsentRecord
from privacy.consent.services.consents import give_consent
from tests.factories.consents import make_consent, publish

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def version(bank, now):
    return publish(bank, now=now - timedelta(days=2))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"notice_digest": b"9" * 32}, "notice_digest"),
        ({"purposes": ("aml-cft",)}, "purposes"),
        ({"given_at": datetime(2026, 1, 1, tzinfo=UTC)}, "given_at"),
        ({"guardian": b"g" * 16}, "guardian"),
    ],
)
def test_pc_06_the_same_act_with_other_content_is_refused_and_the_first_stands(
    bank, now, version, change, place
):
    new = make_consent(version, now=now)
    said = {"actor": bank.actor.name, "now": now, "controller": bank.stix_id}
    first = give_consent(new=new, **said).record

    with pytest.raises(ConsentDiffers) as refusal:
        give_consent(new=replace(new, **change), **said)

    assert refusal.value.place == place
    kept = ConsentRecord.objects.get()
    assert (kept.purposes, kept.given_at) == (first.purposes, first.given_at)
