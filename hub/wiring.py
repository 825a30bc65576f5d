"""What one floor hands to another at start-up: sealed columns to the keys, holders and keepers to
the rights of persons and the schedules.

Each column that is sealed under an institution's or a person's content key stands here: a key is counted
as unused, and destroyed, only when none of them holds anything under it.
"""

from collections.abc import Callable
from typing import Any

from privacy.approvals.matters import register_teller
from privacy.incidents.keeping import IncidentKeeper
from privacy.incidents.models import Incident, IncidentReport
from privacy.keys.places import SealedPlace
from privacy.keys.places import register as register_place
from privacy.portability.models import Porting
from privacy.retention.keepers import register_keepers
from privacy.retention.registry import register as register_holder
from privacy.retention.registry import register_keeper
from privacy.retention.selectors import is_held
from privacy.rights.keepers import ComplaintKeeper, RequestKeeper
from privacy.rights.models import Complaint, Person, RightsRequest
from privacy.rights.selectors import find_human_review
from privacy.subjects.types import Mentioning
from sharing.alerts.models import Alert, place_of_facts
from sharing.alerts.models import place_of_body as place_of_alert
from sharing.attention.review import register_review
from sharing.channels.models import Webhook, place_of_secret
from sharing.channels.officers import tell_officers
from sharing.delivery.models import RenditionObject, place_of_object
from sharing.erasers import keeping as alert_keeping
from sharing.erasers.holder import AlertHolder
from sharing.ingest.models import Submission
from sharing.ingest.models import place_of_body as place_of_submission

# Columns whose places are named by table, field and row.
_BY_ROW: tuple[tuple[Any, str], ...] = (
    (Person, "contact"),
    (RightsRequest, "text"),
    (RightsRequest, "reason"),
    (Complaint, "text"),
    (Complaint, "contact"),
    (Complaint, "answer"),
    (Incident, "title"),
    (IncidentReport, "text"),
    (Porting, "content"),
)


def hand_over() -> None:
    """Hand in everything; again changes nothing."""
    for place in list_sealed():
        register_place(place)
    register_holder(AlertHolder(held=_is_held))
    register_teller("mail", tell_officers)
    register_review(find_human_review)
    register_keepers()
    others = (IncidentKeeper(), RequestKeeper(), ComplaintKeeper())
    for keeper in (*others, *alert_keeping.list_keepers()):
        register_keeper(keeper)


def list_sealed() -> list[SealedPlace]:
    """Return every sealed column of the hub."""
    return [
        _column(Alert, "body", lambda row: place_of_alert(row.id)),
        _column(Alert, "facts", lambda row: place_of_facts(row.id)),
        _column(Submission, "body", lambda row: place_of_submission(row.id)),
        _column(Webhook, "secret", lambda row: place_of_secret(row.id)),
        _column(Webhook, "old_secret", lambda row: place_of_secret(row.id)),
        SealedPlace(
            "delivery_renditionobject.body",
            lambda: RenditionObject.objects.filter(rendition__sealed=True),
            "body",
            lambda row: place_of_object(row.rendition_id, row.index),
        ),
        *(_column(model, field, _name_by_row(model, field)) for model, field in _BY_ROW),
    ]


def _is_held(item: Mentioning) -> bool:
    """Say whether a legal hold keeps what an item says of a person."""
    return is_held(controller=item.controller, alert=str(item.item_id), subjects=item.subjects)


def _column(model: Any, field: str, place: Callable[[Any], str]) -> SealedPlace:
    name = f"{model._meta.db_table}.{field}"
    return SealedPlace(name, model._default_manager.all, field, place)


def _name_by_row(model: Any, field: str) -> Callable[[Any], str]:
    return lambda row: f"{model._meta.db_table}.{field}:{row.pk}"
