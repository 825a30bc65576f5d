"""Name who answers for personal information, and end it (PC-34)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.arrangements.errors import ArrangementMissing, ArrangementUnfit
from privacy.arrangements.models import Contact
from privacy.arrangements.rules import is_role_mailbox
from privacy.audit.events import Action, Event
from privacy.audit.services import record


@dataclass(frozen=True, slots=True)
class NewContact:
    """A role of an institution (STIX id), the mailbox of that role, and its term; no end is open."""

    institution: str
    role: str
    mailbox: str
    valid_from: datetime
    valid_to: datetime | None = None


@transaction.atomic
def name_contact(*, actor: str, now: datetime, new: NewContact) -> Contact:
    """Store a contact. Raises ArrangementUnfit for an unknown role, a private mailbox, a term that is none.

    PIPL 52, 53; GDPR 27, 37. The mailbox is a role's, so that no person is named (PC-40).
    """
    if new.role not in Contact.Role.values:
        raise ArrangementUnfit("role", f"Give one of {', '.join(Contact.Role.values)}.")
    if not is_role_mailbox(new.mailbox):
        raise ArrangementUnfit(
            "mailbox",
            "Give the mailbox of a role in lower case, such as privacy@ or dpo.eu@, without any name.",
        )
    if new.valid_to is not None and new.valid_to <= max(new.valid_from, now):
        raise ArrangementUnfit("valid_to", "Give a time to come, after valid_from.")
    row = Contact.objects.create(
        institution=new.institution,
        role=new.role,
        mailbox=new.mailbox,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        named_by=actor,
        named_at=now,
    )
    details = {"institution": row.institution, "role": row.role}
    record(Event(Action.CONTACT_NAMED, actor, str(row.id), now, details))
    return row


@transaction.atomic
def end_contact(*, actor: str, now: datetime, institution: str, contact_id: UUID) -> Contact:
    """End a contact of an institution; one that has ended stays as it is. Raises ArrangementMissing."""
    rows = Contact.objects.select_for_update().filter(institution=institution)
    row = rows.filter(id=contact_id).first()
    if row is None:
        raise ArrangementMissing("there is no such contact")
    if row.ended_at is None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        details = {"institution": row.institution, "role": row.role}
        record(Event(Action.CONTACT_ENDED, actor, str(row.id), now, details))
    return row
