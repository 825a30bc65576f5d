"""Publish notices. A version is checked, numbered, digested, and never changed again (PC-07, PC-10)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from privacy.arrangements.selectors import check_contact
from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.consent.content import Content, check_content, digest_content, show_content
from privacy.consent.errors import ConsentNotFound, ConsentUnusable, NoticeIncomplete
from privacy.consent.models import Notice, NoticeVersion
from privacy.consent.services.standing import move_standing


def publish_notice(
    *, actor: str, now: datetime, controller: str, code: str, content: Content
) -> NoticeVersion:
    """Publish a new notice and return its first version.

    Raises NoticeIncomplete naming each missing item, ConsentUnusable (also for a code in use), and
    ContactLapsed where nobody in date answers for the data (PC-34).
    """
    check_contact(institution=controller, now=now)
    _check(content, now)
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                id=uuid4(), controller=controller, code=code, created_at=now
            )
            return _publish(actor, now, notice, content, material=False)
    except IntegrityError:
        raise ConsentUnusable(
            "code", "One of your notices has this code; publish a version of it."
        ) from None


@transaction.atomic
def publish_version(
    *,
    actor: str,
    now: datetime,
    controller: str,
    notice_id: UUID,
    content: Content,
    material: bool,
) -> NoticeVersion:
    """Publish the next version of one of the controller's notices.

    After a `material` one, consents to earlier versions carry no further act until people consent
    again (PIPL 14); one that widens the scope is always material. Raises ConsentNotFound,
    NoticeIncomplete, ConsentUnusable, ContactLapsed.
    """
    # The lock gives each version its number, and keeps consents to the notice in order.
    notice = Notice.objects.select_for_update().filter(id=notice_id, controller=controller).first()
    if notice is None:
        raise ConsentNotFound("there is no such notice")
    check_contact(institution=controller, now=now)
    _check(content, now)
    last = notice.versions.order_by("-number").first()
    if not material and last is not None and _is_wider(last.content, content):
        raise ConsentUnusable(
            "material", "A version that widens purposes, recipients or data is material."
        )
    return _publish(actor, now, notice, content, material=material)


def _check(content: Content, now: datetime) -> None:
    missing = check_content(content, day=now.date())
    if missing:
        raise NoticeIncomplete(missing)


def _is_wider(before: dict[str, list[str]], after: Content) -> bool:
    """Say whether a version has purposes, recipients, data, kinds or places that the one before lacks."""
    names = ("kinds", "purposes", "recipient_classes", "categories", "regions")
    return any(not set(before[name]).issuperset(getattr(after, name)) for name in names)


def _publish(
    actor: str, now: datetime, notice: Notice, content: Content, *, material: bool
) -> NoticeVersion:
    number = notice.versions.count() + 1
    shown = show_content(notice.controller, notice.code, number, content)
    version = NoticeVersion.objects.create(
        id=uuid4(),
        notice=notice,
        number=number,
        content=shown,
        material=material,
        digest=digest_content(shown),
        published_at=now,
        published_by=actor,
    )
    if material:
        move_standing()
    details = {
        "controller": notice.controller,
        "version": number,
        "material": material,
        "sha256": bytes(version.digest).hex(),
    }
    record(Event(Action.NOTICE_PUBLISHED, actor, str(notice.id), now, details))
    return version
