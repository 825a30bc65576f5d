"""What the natural persons of the demo have consented to, so that there is something to withdraw."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files

import orjson
from django.db import transaction

from hub.demo.subjects import CONTACTS
from privacy.consent.acts import NewConsent
from privacy.consent.content import Content
from privacy.consent.models import NoticeVersion
from privacy.consent.selectors import list_notices
from privacy.consent.services.consents import give_consent
from privacy.consent.services.notices import publish_notice
from privacy.consent.vocabulary import ConsentKind, Method
from privacy.rights.contacts import read_contact
from sharing.members.actors import SYSTEM
from sharing.members.models import Institution

# Their platform: it published the notice and collected the consents.
CONTROLLER = "haiyue"
PURPOSES = ("fraud-prevention", "investor-protection")
RECIPIENTS = ("bank", "payment")
CATEGORIES = ("PI",)


@transaction.atomic
def seed_consents(members: Mapping[str, Institution], *, now: datetime) -> None:
    """Publish the notice of the persons' platform and record their consents, unless it has a notice.

    What a person withdrew since stays withdrawn.
    """
    controller = members[CONTROLLER].stix_id
    if list_notices(controller=controller, before=None, limit=1):
        return
    texts = orjson.loads(files("hub.demo").joinpath("notice.json").read_bytes())
    content = Content(PURPOSES, RECIPIENTS, CATEGORIES, texts, kinds=(ConsentKind.SHARING.value,))
    version = publish_notice(
        actor=SYSTEM, now=now, controller=controller, code="account-warnings", content=content
    )
    for contact in CONTACTS:
        new = _write_consent(contact, version, now)
        give_consent(actor=SYSTEM, now=now, controller=controller, new=new)


def _write_consent(contact: str, version: NoticeVersion, now: datetime) -> NewConsent:
    return NewConsent(
        kind=ConsentKind.SHARING,
        subjects=frozenset({read_contact(contact).subject}),
        notice_id=version.notice_id,
        notice_version=version.number,
        notice_digest=bytes(version.digest),
        purposes=PURPOSES,
        recipient_classes=RECIPIENTS,
        categories=CATEGORIES,
        method=Method.APP,
        language="zh-Hans",
        jurisdiction="CN-SH",
        given_at=now,
        evidence_digest=hashlib.sha256(f"demo consent of {contact}".encode()).digest(),
    )
