"""The act of consenting: what is said about it, and the rules that make it one. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from privacy import Category
from privacy.consent.errors import ConsentUnusable
from privacy.consent.vocabulary import LANGUAGES, ConsentKind, Method
from privacy.policy import sensitive_categories

DIGEST_BYTES = 32
MOST_SUBJECTS = 10
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
LONGEST = timedelta(days=36_525)
BUNDLED = "bundled"
_SCOPE = ("purposes", "recipient_classes", "categories", "regions")


@dataclass(frozen=True, slots=True)
class NewConsent:
    """One consent as it is reported. `subjects` are the keyed digests of its one person.

    `notice_digest` is that of the text which was shown; `evidence_digest` is the SHA-256 of what the
    controller keeps as proof of this one act.
    """

    kind: ConsentKind
    subjects: frozenset[bytes]
    notice_id: UUID
    notice_version: int
    notice_digest: bytes
    purposes: tuple[str, ...]
    recipient_classes: tuple[str, ...]
    categories: tuple[str, ...]
    method: Method
    language: str
    jurisdiction: str
    given_at: datetime
    evidence_digest: bytes
    regions: tuple[str, ...] = ()
    expires_at: datetime | None = None
    guardian: bytes | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """The version of a notice that a consent rests on."""

    content: Mapping[str, Any]
    digest: bytes


def check_consent(new: NewConsent, shown: Shown, *, now: datetime) -> None:
    """Refuse what is no valid consent to this version (PIPL 14; GDPR 7). Raises ConsentUnusable."""
    if new.notice_digest != shown.digest:
        raise ConsentUnusable("notice_digest", "Give the digest of this version as published.")
    if new.language not in LANGUAGES:
        raise ConsentUnusable("language", f"Give one of {', '.join(LANGUAGES)}.")
    _check_scope(new, shown.content)
    _check_kind(new, shown.content["kinds"], now.date())
    _check_person(new)
    _check_times(new, now)
    if len(new.evidence_digest) != DIGEST_BYTES:
        raise ConsentUnusable("evidence_digest", "Give the SHA-256 of the evidence.")


def identify_act(controller: str, new: NewConsent) -> bytes:
    """Return the digest by which one act of consenting is recorded once (32 bytes)."""
    facts = [
        controller,
        new.kind,
        str(new.notice_id),
        new.notice_version,
        new.evidence_digest.hex(),
        sorted(subject.hex() for subject in new.subjects),
    ]
    return hashlib.sha256(orjson.dumps(facts)).digest()


def digest_act(new: NewConsent) -> bytes:
    """Return the digest of an act that happened before the hub itself, which is its own evidence."""
    facts = [
        new.kind,
        str(new.notice_id),
        new.notice_version,
        *(sorted(getattr(new, name)) for name in _SCOPE),
        sorted(subject.hex() for subject in new.subjects),
        new.given_at.isoformat(),
    ]
    return hashlib.sha256(orjson.dumps(facts)).digest()


def _check_scope(new: NewConsent, content: Mapping[str, Any]) -> None:
    for place in _SCOPE:
        if not set(content[place]).issuperset(getattr(new, place)):
            raise ConsentUnusable(place, "Give no more than the version of the notice names.")
    for place in _SCOPE[:3]:
        if not getattr(new, place):
            raise ConsentUnusable(place, "Give at least one.")


def _check_kind(new: NewConsent, kinds: Sequence[str], day: date) -> None:
    if new.kind not in kinds:
        raise ConsentUnusable("kind", "Give a kind that the version of the notice names.")
    if (new.kind == ConsentKind.CROSS_BORDER) != bool(new.regions):
        raise ConsentUnusable("regions", "Consent to cross-border, and no other, names regions.")
    is_sensitive = not sensitive_categories(day).isdisjoint(map(Category, new.categories))
    if new.kind == ConsentKind.SENSITIVE and not is_sensitive:
        raise ConsentUnusable("categories", "Consent to sensitive names sensitive categories.")


def _check_person(new: NewConsent) -> None:
    if not 1 <= len(new.subjects) <= MOST_SUBJECTS:
        raise ConsentUnusable("identifiers", f"Give 1 to {MOST_SUBJECTS} identifiers of a person.")
    if new.kind == ConsentKind.GUARDIAN and new.guardian is None:
        raise ConsentUnusable("guardian", "Consent of a guardian names the guardian (PIPL 31).")
    if new.guardian in new.subjects:
        raise ConsentUnusable("guardian", "A guardian is another person.")


def _check_times(new: NewConsent, now: datetime) -> None:
    if not EARLIEST <= new.given_at <= now:
        raise ConsentUnusable("given_at", "Give a time that has come, from 2000 on.")
    if new.expires_at is None:
        return
    if not new.given_at < new.expires_at <= new.given_at + LONGEST:
        raise ConsentUnusable("expires_at", "Give a time within a century after it was given.")
