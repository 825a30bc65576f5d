"""Write down what people decide about cases: added to, undone, and never changed.

Callers (sharing.delivery.casework) know what their institution sees, and what follows from a decision.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.cases.decisions import Act, Reason
from sharing.cases.matching.partition import Placement
from sharing.cases.meeting import sign
from sharing.cases.models import CaseMove, RuledAlert, Ruling
from sharing.members.actors import Actor
from sharing.members.models import Institution

Moves = Mapping[UUID, tuple[UUID | None, Placement]]


def hold_view(*, actor: Actor) -> None:
    """Let one decision of an institution wait for another: each follows from what stands before it.

    Call inside a transaction, before looking; the lock is held until it ends.
    """
    rows = Institution.objects.select_for_update(no_key=True).filter(id=actor.institution_id)
    list(rows.values_list("id"))


@transaction.atomic
def store_ruling(*, actor: Actor, now: datetime, kind: str, reason: Reason, act: Act) -> Ruling:
    """Store what an institution decided, with its audit event."""
    ruling = Ruling.objects.create(
        id=act.id,
        institution_id=actor.institution_id,
        kind=kind,
        reason=reason,
        by=actor.name,
        at=now,
    )
    RuledAlert.objects.bulk_create(
        RuledAlert(
            ruling=ruling,
            alert_id=one.alert_id,
            role=one.role,
            root=sign(one.root),
            content=sign(one.content),
        )
        for one in act.named
    )
    details = {
        "kind": kind,
        "reason": reason.value,
        "alerts": [[str(one.alert_id), one.role] for one in act.named],
    }
    record(Event(Action.CASE_RULED, actor.name, str(ruling.id), now, details))
    return ruling


@transaction.atomic
def end_ruling(*, actor: Actor, now: datetime, ruling: Ruling) -> bool:
    """Undo a ruling, with its audit event; say whether it stood until now."""
    rows = Ruling.objects.filter(id=ruling.id).filter(undone_at=None)
    if not rows.update(undone_at=now, undone_by=actor.name):
        return False
    details = {"kind": ruling.kind}
    record(Event(Action.CASE_RULING_UNDONE, actor.name, str(ruling.id), now, details))
    return True


def note_moves(*, actor: Actor, now: datetime, ruling: Ruling, moves: Moves) -> None:
    """Add to the ledger what a ruling, or its end, moved in the view of its institution."""
    CaseMove.objects.bulk_create(
        CaseMove(
            alert_id=alert_id,
            institution_id=actor.institution_id,
            ruling=ruling,
            came_from=before,
            went_to=after.case_id,
            beside=after.joined,
            reasons=[[code, round(bits, 2)] for code, bits in after.reasons],
            by=actor.name,
            at=now,
        )
        for alert_id, (before, after) in moves.items()
    )
