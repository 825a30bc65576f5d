"""What consents prove for one alert: pure. The consent of one person never covers another's data."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from privacy import Category
from privacy.consent.vocabulary import ConsentKind, State
from privacy.policy.types import Evidence, EvidenceKind

T = TypeVar("T")

RECONSENT = "reconsent"
# People of one alert may have consented to so many different things that their common ground is
# searched no further: what is left out only proves less.
MOST_GROUNDS = 64

_PROVES = {
    ConsentKind.SHARING: EvidenceKind.CONSENT_SHARING,
    ConsentKind.PUBLICATION: EvidenceKind.CONSENT_PUBLICATION,
    ConsentKind.SENSITIVE: EvidenceKind.CONSENT_SENSITIVE,
    ConsentKind.CROSS_BORDER: EvidenceKind.CONSENT_CROSS_BORDER,
    ConsentKind.GUARDIAN: EvidenceKind.CONSENT_GUARDIAN,
}


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent as a decision sees it. `subjects` are the keyed digests of its one person.

    `ended_at` is when it was withdrawn or superseded; `is_outdated` says that its notice changed
    materially since.
    """

    receipt: str
    controller: str
    kind: ConsentKind
    subjects: frozenset[bytes]
    purposes: frozenset[str]
    recipient_classes: frozenset[str]
    categories: frozenset[Category]
    regions: frozenset[str]
    given_at: datetime
    expires_at: datetime | None = None
    ended: State | None = None
    is_outdated: bool = False

    def state(self, now: datetime) -> State:
        """Return how it stands; what ended stays ended, whatever follows (PC-07, PC-08)."""
        if self.ended is not None:
            return self.ended
        if self.expires_at is not None and self.expires_at <= now:
            return State.EXPIRED
        return State.RECONSENT if self.is_outdated else State.VALID


def evidence_from(
    consents: Iterable[Consent], now: datetime, subjects: frozenset[bytes], *, controller: str
) -> tuple[tuple[Evidence, ...], frozenset[str]]:
    """Return what the consents prove for all `subjects` of one alert, and what stands in the way.

    Only those that the alert's own `controller` (STIX id) collected count. Each evidence covers no more than what every subject consented to; its reference joins the
    receipts by spaces. `reconsent` stands in the way where somebody's only consent of a kind is to a
    notice that changed materially (PIPL 14). Without subjects nothing is proved: unknown means no.
    """
    consents = tuple(one for one in consents if one.controller == controller)
    proved: list[Evidence] = []
    standing: set[str] = set()
    for kind in ConsentKind:
        usable = [one for one in consents if one.kind is kind and one.given_at <= now]
        valid = [one for one in usable if one.state(now) is State.VALID]
        proved += _common_ground(valid, subjects)
        outdated = [one for one in usable if one.state(now) is State.RECONSENT]
        if any(_covers(outdated, one) and not _covers(valid, one) for one in subjects):
            standing.add(RECONSENT)
    return tuple(proved), frozenset(standing)


def name_recipient(evidence: Evidence, *, stix_id: str, kind: str) -> Evidence:
    """Return evidence that names a recipient by its identity as evidence that covers its kind.

    For one decision about that recipient only.
    """
    if stix_id not in evidence.recipient_kinds:
        return evidence
    return replace(evidence, recipient_kinds=evidence.recipient_kinds | {kind})


def _covers(consents: Sequence[Consent], subject: bytes) -> bool:
    return any(subject in one.subjects for one in consents)


def _common_ground(consents: Sequence[Consent], subjects: frozenset[bytes]) -> list[Evidence]:
    """Return the scopes that each subject has consented to; one person's consent is enough for all its keys."""
    grounds: list[Evidence] | None = None
    for subject in sorted(subjects):
        own = [_prove(one) for one in consents if subject in one.subjects]
        found = own if grounds is None else _meet_all(grounds, own)
        grounds = list(dict.fromkeys(found))[:MOST_GROUNDS]
    return grounds or []


def _prove(consent: Consent) -> Evidence:
    return Evidence(
        kind=_PROVES[consent.kind],
        reference=consent.receipt,
        valid_from=consent.given_at,
        valid_to=consent.expires_at,
        purposes=consent.purposes,
        categories=consent.categories,
        recipient_kinds=consent.recipient_classes,
        regions=consent.regions,
    )


def _meet_all(one: Iterable[Evidence], other: Sequence[Evidence]) -> list[Evidence]:
    met = (_meet(left, right) for left in one for right in other)
    return [ground for ground in met if ground is not None]


def _meet(one: Evidence, other: Evidence) -> Evidence | None:
    """Return what both cover, or None: an empty scope would cover everything."""
    if one.reference == other.reference:
        return one
    ends = [moment for moment in (one.valid_to, other.valid_to) if moment is not None]
    try:
        return Evidence(
            kind=one.kind,
            reference=_join(one.reference, other.reference),
            valid_from=max(one.valid_from, other.valid_from),
            valid_to=min(ends) if ends else None,
            purposes=_both(one.purposes, other.purposes),
            categories=_both(one.categories, other.categories),
            recipient_kinds=_both(one.recipient_kinds, other.recipient_kinds),
            regions=_both(one.regions, other.regions),
        )
    except _Nothing:
        return None


class _Nothing(Exception):
    """Two scopes have nothing in common."""


def _both(one: frozenset[T], other: frozenset[T]) -> frozenset[T]:
    if not one or not other:
        return one | other
    if not one & other:
        raise _Nothing
    return one & other


def _join(one: str, other: str) -> str:
    return " ".join(dict.fromkeys(f"{one} {other}".split()))
