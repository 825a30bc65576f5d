"""A consent ends and what was shared on it is taken back, in one transaction (PC-08)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.consent.selectors import get_consent_of_subject
from privacy.consent.services.consents import Withdrawal, withdraw_consent, withdraw_for_subject
from privacy.rights.persons import SignedIn
from sharing.erasers.withdrawn_consent import stop_relying
from sharing.members.actors import Actor
from sharing.tasks import wake_pushers, wake_workers


@transaction.atomic
def withdraw_collected(*, actor: Actor, now: datetime, consent_id: UUID) -> Withdrawal:
    """Withdraw a consent that an institution collected. Raises ConsentNotFound."""
    withdrawal = withdraw_consent(
        actor=actor.name, now=now, controller=actor.stix_id, consent_id=consent_id
    )
    _take_back(actor.name, now, withdrawal)
    return withdrawal


@transaction.atomic
def withdraw_own(*, actor: SignedIn, now: datetime, consent_id: UUID) -> Withdrawal:
    """Withdraw a consent of the person itself, as known to who collected it. Raises ConsentNotFound."""
    row = get_consent_of_subject(subjects=actor.everything, consent_id=consent_id)
    withdrawal = withdraw_for_subject(
        actor=actor.name,
        now=now,
        subjects=actor.known_at(row.controller),
        consent_id=consent_id,
    )
    _take_back(actor.name, now, withdrawal)
    return withdrawal


def _take_back(actor: str, now: datetime, withdrawal: Withdrawal) -> None:
    orders = [
        stop_relying(actor=actor, now=now, receipt_id=receipt) for receipt in withdrawal.receipts
    ]
    if any(orders):
        wake_workers()
        wake_pushers()
