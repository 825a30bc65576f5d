"""Save subscriptions that push: their webhooks are mine, their readers are people who may read alerts."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sharing.channels.models import Webhook
from sharing.errors import Unusable
from sharing.members.actors import Actor, Scope
from sharing.members.selectors import actor_of_person, find_people
from sharing.routing.models import Subscription
from sharing.routing.services import change_subscription, create_subscription
from sharing.routing.wishes import MAIL, Wish


def subscribe(
    *,
    actor: Actor,
    now: datetime,
    wish: Wish,
    readers: Iterable[str],
    subscription_id: UUID | None = None,
) -> Subscription:
    """Store a new subscription, or replace one; `readers` are ids or addresses of people.

    Raises NotFound, Unusable.
    """
    _check_webhooks(actor, wish)
    found = _find_readers(actor, readers) if MAIL in wish.channels else ()
    complete = replace(wish, mail=replace(wish.mail, readers=found))
    if subscription_id is None:
        return create_subscription(actor=actor, now=now, wish=complete)
    return change_subscription(actor=actor, now=now, subscription_id=subscription_id, wish=complete)


def _check_webhooks(actor: Actor, wish: Wish) -> None:
    wanted = set(wish.webhooks)
    own = Webhook.objects.filter(institution_id=actor.institution_id, id__in=wanted)
    if own.count() != len(wanted):
        raise Unusable("channels", "Name webhooks of your own, as webhook:<id>.")


def _find_readers(actor: Actor, names: Iterable[str]) -> tuple[int, ...]:
    """Return the user ids of the readers; without a name, of the person who asks."""
    given = {name.lower() for name in names}
    if not given and actor.user_id is not None:
        given = {str(actor.user_id)}
    found = find_people(institution_id=actor.institution_id, names=given)
    if not given or found.keys() != given:
        raise Unusable("mail.to", _RULE)
    for user_id in found.values():
        person = actor_of_person(user_id)
        if person is None or not person.may(Scope.ALERTS_READ):
            raise Unusable("mail.to", _RULE)
    return tuple(sorted(set(found.values())))


_RULE = "Name people of your institution who may read alerts, by user id or address."
