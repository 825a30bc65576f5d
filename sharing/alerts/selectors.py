"""Reads of one's own alerts. What others see of them is a rendition: sharing.delivery."""

from uuid import UUID

from privacy.keys.services import unseal
from sharing.alerts.models import Alert, place_of_body
from sharing.errors import NotFound
from sharing.members.actors import Actor


def get_own_alert(*, actor: Actor, alert_id: UUID) -> Alert:
    """Return an alert that the actor's institution reported. Raises NotFound."""
    found = (
        Alert.objects.select_related("reporter")
        .filter(id=alert_id)
        .filter(reporter_id=actor.institution_id)
        .first()
    )
    if found is None:
        raise NotFound("there is no such alert")
    return found


def open_original(alert: Alert) -> bytes:
    """Return the JSON of one's own alert exactly as it was sent (profile f13)."""
    return unseal(place=place_of_body(alert.id), sealed=bytes(alert.body))
