"""Letters to privacy officers: something waits for them. A kind, an id and a link; nothing of a person.

They go through the outbox as any mail does, at once, to each privacy officer of the desk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from privacy.approvals.matters import Matter, MatterKind
from sharing.channels.models import Dispatch
from sharing.channels.schedule import LIFE
from sharing.members.actors import Role
from sharing.members.models import Institution, Membership

WRITTEN_AT_ONCE = 500
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
# Who answers for the hub itself.
_OWN_DESK = ""
_SAID = {
    MatterKind.HOLD: gettext_lazy("A copy waits for the decision of two persons"),
    MatterKind.REQUEST_OVERDUE: gettext_lazy("A request of a person is overdue"),
    MatterKind.COMPLAINT_OVERDUE: gettext_lazy("A complaint is overdue"),
    MatterKind.RECALL_OVERDUE: gettext_lazy("A recall was not confirmed in time"),
    MatterKind.RECALL_SUSPENDED: gettext_lazy(
        "An unconfirmed recall stops personal data from one sender to one recipient"
    ),
    MatterKind.LEGAL_HOLD: gettext_lazy("A legal hold waits for a second person"),
    MatterKind.INCIDENT_CLOCK: gettext_lazy("The clock of an incident is running out"),
    MatterKind.AUTHORITY_REQUEST: gettext_lazy("A request of a foreign authority waits"),
    MatterKind.ARRANGEMENT: gettext_lazy(
        "An arrangement waits for a second person, or for your word to your authority"
    ),
    MatterKind.PORTING: gettext_lazy("A person had their data sent to your institution"),
    MatterKind.PERSON_COUNT: gettext_lazy(
        "Your institution comes near a number of persons at which the law asks for more"
    ),
}
# The page where an officer acts on it; where there is none, the address that tells of it.
_PLACES = {
    MatterKind.HOLD: "privacy/holds/{}",
    MatterKind.REQUEST_OVERDUE: "privacy/requests/{}",
    MatterKind.COMPLAINT_OVERDUE: "privacy/complaints/{}",
    # Orders have no page of their own, only a line in the list.
    MatterKind.RECALL_OVERDUE: "privacy/recalls/#{}",
    MatterKind.RECALL_SUSPENDED: "privacy/recalls/#{}",
    MatterKind.LEGAL_HOLD: "api/v1/legal-holds/{}",
    MatterKind.INCIDENT_CLOCK: "privacy/incidents/{}",
    MatterKind.AUTHORITY_REQUEST: "api/v1/authority-requests/{}",
    MatterKind.ARRANGEMENT: "api/v1/arrangements/{}",
    MatterKind.PORTING: "api/v1/portings/{}",
    MatterKind.PERSON_COUNT: "api/v1/contacts#{}",
}


def tell_officers(now: datetime, matters: Sequence[Matter]) -> None:
    """Plan one letter to each privacy officer of the desks; call where the matters are noted."""
    officers = _find_officers({one.desk for one in matters})
    rows = [
        Dispatch(
            institution_id=institution,
            kind=Dispatch.Kind.MATTER,
            reader_id=reader,
            details={"kind": one.kind.value, "id": one.id, "mark": one.mark},
            created_at=now,
            due_at=now,
            expires_at=now + LIFE,
        )
        for one in matters
        for institution, reader in officers.get(one.desk, ())
    ]
    Dispatch.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)


def write_matter(row: Dispatch, *, address: str, language: str) -> EmailMultiAlternatives:
    """Return the letter about one matter, in the language of its reader."""
    kind = MatterKind(row.details["kind"])
    with translation.override(language if language in _LANGUAGES else settings.LANGUAGE_CODE):
        subject = str(_SAID[kind])
        mark = row.details["mark"]
        passed = _("%(mark)d percent of its time have passed.") % {"mark": mark} if mark else ""
        link = f"{settings.BASE_URL}/{_PLACES[kind].format(row.details['id'])}"
        closing = _("This mail holds no personal data. Sign in to read more.")
        lines = [f"{subject}: {row.details['id']}", passed, link, f"--\n{closing}"]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return EmailMultiAlternatives(
        subject=subject,
        body="\n\n".join(line for line in lines if line) + "\n",
        to=[address],
        headers={"Message-ID": f"<{row.id}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _find_officers(desks: Iterable[str]) -> Mapping[str, list[tuple[UUID, int]]]:
    """Return (institution, user) of the privacy officers of each desk; the hub's are its operator's."""
    wanted = set(desks)
    people = Membership.objects.filter(user__is_active=True).select_related("institution")
    people = people.filter(institution__status=Institution.Status.ACTIVE)
    if _OWN_DESK not in wanted:
        people = people.filter(institution__stix_id__in=wanted)
    found: dict[str, list[tuple[UUID, int]]] = defaultdict(list)
    for one in people.order_by("user_id"):
        if Role.PRIVACY_OFFICER.value not in one.roles:
            continue
        names = {one.institution.stix_id}
        names |= {_OWN_DESK} if one.institution.kind == Institution.Kind.OPERATOR else set()
        for desk in wanted & names:
            found[desk].append((one.institution_id, one.user_id))
    return found
