"""Webhooks of members: saved, changed, removed, tried, their secrets rotated, their messages replayed."""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.gate import refuse_personal
from privacy.keys.services import active_data_key, seal, unseal
from sharing.channels.addresses import AddressRefused, find_address, read_url
from sharing.channels.models import Dispatch, Webhook, place_of_secret
from sharing.channels.schedule import LIFE
from sharing.channels.selectors import get_webhook
from sharing.errors import NotPermitted, Unusable
from sharing.members.actors import Actor
from sharing.members.places import check_declared
from sharing.members.selectors import get_institution
from sharing.routing.services import drop_channel
from sharing.routing.wishes import WEBHOOK

MOST_WEBHOOKS = 20
SECRET_BYTES = 32
PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """What a member says about a webhook."""

    name: str
    url: str
    content: str = "summary"
    enabled: bool = True
    # A jurisdiction; "" is where the institution is.
    region: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A webhook with its secret, shown this once."""

    webhook: Webhook
    secret: str


def create_webhook(*, actor: Actor, now: datetime, new: NewWebhook) -> Issued:
    """Store a webhook of the actor's institution and make its secret. Raises Unusable, NotPermitted."""
    _check_purpose(actor)
    _check_address(new.url)
    secret = _make_secret()
    with transaction.atomic():
        _check_name(actor, new.name)
        if Webhook.objects.filter(institution_id=actor.institution_id).count() >= MOST_WEBHOOKS:
            raise Unusable("name", f"There are {MOST_WEBHOOKS} webhooks already.")
        webhook = Webhook(institution_id=actor.institution_id)
        webhook.secret = _seal(actor, webhook, secret)
        return Issued(_store(actor, now, webhook, new), secret)


def change_webhook(*, actor: Actor, now: datetime, webhook_id: UUID, new: NewWebhook) -> Webhook:
    """Change one of the actor's webhooks; one that is enabled again is tried at once.

    Raises NotFound, Unusable, NotPermitted.
    """
    _check_purpose(actor)
    webhook = get_webhook(actor=actor, webhook_id=webhook_id)
    if new.url != webhook.url:
        _check_address(new.url)
    with transaction.atomic():
        _check_name(actor, new.name, but=webhook_id)
        webhook.disabled_because = ""
        webhook.rests_until = None
        return _store(actor, now, webhook, new)


@transaction.atomic
def remove_webhook(*, actor: Actor, now: datetime, webhook_id: UUID) -> None:
    """Remove one of the actor's webhooks with what waits for it, also from subscriptions.

    Raises NotFound.
    """
    webhook = get_webhook(actor=actor, webhook_id=webhook_id)
    webhook.delete()
    drop_channel(actor=actor, now=now, channel=f"{WEBHOOK}{webhook_id}")
    details = {"webhook": str(webhook_id)}
    record(Event(Action.WEBHOOK_REMOVED, actor.name, actor.stix_id, now, details))


@transaction.atomic
def rotate_secret(*, actor: Actor, now: datetime, webhook_id: UUID, overlap: timedelta) -> Issued:
    """Give a webhook a new secret; the old one signs as well until the overlap ends. Raises NotFound."""
    webhook = get_webhook(actor=actor, webhook_id=webhook_id)
    secret = _make_secret()
    webhook.old_secret, webhook.old_until = webhook.secret, now + overlap
    webhook.secret = _seal(actor, webhook, secret)
    webhook.save(update_fields=["secret", "old_secret", "old_until"])
    details = {"webhook": str(webhook.id), "overlap_seconds": int(overlap.total_seconds())}
    record(Event(Action.WEBHOOK_SECRET_ROTATED, actor.name, actor.stix_id, now, details))
    return Issued(webhook, secret)


@transaction.atomic
def send_test(*, actor: Actor, now: datetime, webhook_id: UUID) -> Dispatch:
    """Put a test message on its way to one of the actor's webhooks. Raises NotFound, Unusable."""
    webhook = _get_enabled(actor, webhook_id)
    return Dispatch.objects.create(
        institution_id=webhook.institution_id,
        kind=Dispatch.Kind.TEST,
        webhook=webhook,
        created_at=now,
        due_at=now,
        expires_at=now + LIFE,
    )


@transaction.atomic
def replay(
    *, actor: Actor, now: datetime, webhook_id: UUID, dispatch_id: UUID | None = None
) -> int:
    """Send what was given up once more, all of it or one message; return how many.

    One message may also be one that was sent: receivers know it again by its id. Raises NotFound,
    Unusable.
    """
    webhook = _get_enabled(actor, webhook_id)
    rows = Dispatch.objects.filter(webhook=webhook)
    if dispatch_id is None:
        rows = rows.filter(state=Dispatch.State.DEAD)
    else:
        settled = (Dispatch.State.DEAD, Dispatch.State.SENT)
        rows = rows.filter(id=dispatch_id, state__in=settled)
    ids = [str(one) for one in rows.values_list("id", flat=True)]
    if dispatch_id is not None and not ids:
        raise Unusable("dispatch", "Name a message of this webhook that was sent or given up.")
    rows.update(
        state=Dispatch.State.WAITING, due_at=now, expires_at=now + LIFE, attempts=0, settled_at=None
    )
    Webhook.objects.filter(id=webhook.id).update(rests_until=None)
    details = {"webhook": str(webhook.id), "dispatches": ids}
    record(Event(Action.PUSH_REPLAYED, actor.name, actor.stix_id, now, details))
    return len(ids)


def open_secrets(webhook: Webhook, now: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first."""
    sealed = [webhook.secret]
    if webhook.old_secret and webhook.old_until and now < webhook.old_until:
        sealed.append(webhook.old_secret)
    place = place_of_secret(webhook.id)
    return [unseal(place=place, sealed=bytes(one)).decode() for one in sealed]


def _get_enabled(actor: Actor, webhook_id: UUID) -> Webhook:
    webhook = get_webhook(actor=actor, webhook_id=webhook_id)
    if not webhook.enabled:
        raise Unusable("webhook", "The webhook is disabled; enable it first.")
    return webhook


def _check_purpose(actor: Actor) -> None:
    """Refuse who reads for one purpose: what is pushed serves all that it was shared for (PC-02)."""
    if actor.purpose:
        raise NotPermitted("a credential that reads for one purpose sets up no webhook")


def _check_address(url: str) -> None:
    networks = settings.WEBHOOK_ALLOWED_NETWORKS
    try:
        find_address(read_url(url, networks), networks)
    except AddressRefused as refused:
        raise Unusable("url", str(refused)) from None


def _check_name(actor: Actor, name: str, but: UUID | None = None) -> None:
    refuse_personal(name, "name")
    named = Webhook.objects.filter(institution_id=actor.institution_id, name=name)
    if any(row.id != but for row in named):
        raise Unusable("name", "Another webhook has this name.")


def _store(actor: Actor, now: datetime, webhook: Webhook, new: NewWebhook) -> Webhook:
    webhook.name, webhook.url, webhook.content = new.name, new.url, new.content
    webhook.enabled, webhook.saved_at = new.enabled, now
    webhook.region = check_declared(get_institution(actor.institution_id), new.region)
    webhook.save()
    details = {"webhook": str(webhook.id), "content": webhook.content, "enabled": webhook.enabled}
    record(Event(Action.WEBHOOK_SAVED, actor.name, actor.stix_id, now, details))
    return webhook


def _make_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def _seal(actor: Actor, webhook: Webhook, secret: str) -> bytes:
    return seal(
        key_id=active_data_key(actor.stix_id),
        place=place_of_secret(webhook.id),
        value=secret.encode(),
    )
