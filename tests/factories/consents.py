"""Notices and consents as an institution would publish and record them; nobody in them is real."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from privacy.consent.acts import NewConsent
from privacy.consent.content import Content, list_items
from privacy.consent.models import ConsentRecord, NoticeVersion
from privacy.consent.services.consents import give_consent
from privacy.consent.services.notices import publish_notice, publish_version
from privacy.consent.vocabulary import LANGUAGES, ConsentKind, Method
from privacy.subjects.identifiers import subject_key

MEI = "mei@person.example"
LIN = "lin@person.example"


def key(address: str = MEI) -> bytes:
    """Return the keyed digest of a person's address."""
    return subject_key("email", address)


def make_texts() -> dict[str, dict[str, str]]:
    """Return every item of the checklist in every language."""
    names = dict.fromkeys(row.item for row in list_items())
    return {language: {name: f"{name} ({language})" for name in names} for language in LANGUAGES}


def make_content(**changes: Any) -> Content:
    """Return a complete version that all kinds of consent can rest on."""
    said: dict[str, Any] = {
        "purposes": ("fraud-prevention", "aml-cft"),
        "recipient_classes": ("bank", "payment"),
        "categories": ("PI", "SPI", "MINOR"),
        "kinds": tuple(kind.value for kind in ConsentKind),
        "regions": ("SG", "EU-DE"),
        "texts": make_texts(),
    }
    return Content(**said | changes)


def publish(member, *, now: datetime, code: str = "programme", **changes: Any) -> NoticeVersion:
    """Publish a notice of a member and return its first version."""
    return publish_notice(
        actor=member.actor.name,
        now=now,
        controller=member.stix_id,
        code=code,
        content=make_content(**changes),
    )


def publish_next(
    member, version: NoticeVersion, *, now: datetime, material: bool, **changes: Any
) -> NoticeVersion:
    """Publish the next version of a notice."""
    return publish_version(
        actor=member.actor.name,
        now=now,
        controller=member.stix_id,
        notice_id=version.notice_id,
        content=make_content(**changes),
        material=material,
    )


def make_consent(version: NoticeVersion, *, now: datetime, **changes: Any) -> NewConsent:
    """Return a consent to a version; each kind has a proof of its own."""
    kind = ConsentKind(changes.pop("kind", ConsentKind.SHARING))
    said: dict[str, Any] = {
        "kind": kind,
        "subjects": frozenset({key()}),
        "notice_id": version.notice_id,
        "notice_version": version.number,
        "notice_digest": bytes(version.digest),
        "purposes": ("fraud-prevention",),
        "recipient_classes": ("bank",),
        "categories": ("PI", "SPI"),
        "method": Method.APP,
        "language": "zh-Hans",
        "jurisdiction": "CN",
        "given_at": max(now - timedelta(hours=1), version.published_at),
        "evidence_digest": hashlib.sha256(f"{kind} {version.id}".encode()).digest(),
        "regions": ("SG",) if kind is ConsentKind.CROSS_BORDER else (),
        "guardian": key(LIN) if kind is ConsentKind.GUARDIAN else None,
    }
    return NewConsent(**said | changes)


def give(member, version: NoticeVersion, *, now: datetime, **changes: Any) -> ConsentRecord:
    """Record a consent that a member collected."""
    return give_consent(
        actor=member.actor.name,
        now=now,
        controller=member.stix_id,
        new=make_consent(version, now=now, **changes),
    ).record
