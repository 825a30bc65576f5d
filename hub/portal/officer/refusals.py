"""Refusals of the rooms as sentences on a page: what stood in the way, and what the officer can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from privacy.arrangements.errors import ContactLapsed
from privacy.consent.errors import ConsentUnusable
from privacy.errors import ApprovalNotOpen, PersonalText, PersonNeeded, SelfApproval
from privacy.incidents.errors import IncidentUnfit, ReportIsSent
from privacy.rights.errors import StepNotPossible, Unfit
from sharing.errors import AlreadyDecided, NotAvailable, Unusable

# By the type of the error: the status, and the sentence; without one the rule that was broken is told.
_TOLD: Final[Mapping[type[Exception], tuple[int, object]]] = {
    SelfApproval: (
        403,
        gettext_lazy("You proposed this yourself, so another person has to approve it."),
    ),
    PersonNeeded: (403, gettext_lazy("Only a person may do this.")),
    AlreadyDecided: (
        409,
        gettext_lazy(
            "Somebody decided or proposed something else meanwhile. This is how it stands now."
        ),
    ),
    ApprovalNotOpen: (
        409,
        gettext_lazy("The time to approve this proposal is over, or it was decided before."),
    ),
    StepNotPossible: (409, gettext_lazy("This step is not possible any more, or not yet.")),
    ReportIsSent: (409, gettext_lazy("This report was sent before and stands as it is.")),
    NotAvailable: (
        503,
        gettext_lazy("What the copy rests on keeps changing; nothing was decided. Try again."),
    ),
    ContactLapsed: (
        409,
        gettext_lazy(
            "Nobody is on record who answers for personal data at your institution. Have a contact"
            " recorded, then publish."
        ),
    ),
    PersonalText: (422, ""),
    Unusable: (422, ""),
    Unfit: (422, ""),
    IncidentUnfit: (422, ""),
    ConsentUnusable: (422, ""),
}
REFUSED: Final[tuple[type[Exception], ...]] = tuple(_TOLD)
# Rules of the rooms that officers meet in a form; any other is shown as the room says it.
RULES: Final = (
    gettext_noop("Leave out names, numbers and addresses of people, and secrets."),
    gettext_noop("Bases and purposes go with supply, and only with it."),
    gettext_noop("Nothing was proposed for this hold yet."),
    gettext_noop("The alert was taken back, or the recipient is entitled to it no more."),
    gettext_noop("The rules forbid it to this recipient: redact or refuse it."),
    gettext_noop("Leave reason and remedy out of what is granted in full."),
    gettext_noop("A refusal needs reason_code, reason and remedy."),
    gettext_noop("Leave out what the law keeps secret from the person."),
    gettext_noop("Name identifiers that the person claims, and no other."),
    gettext_noop(
        "Send the corrected alert first, in mode correct, and give its reference here;"
        " or refuse, and say why what is held is accurate."
    ),
    gettext_noop(
        "Give the reference of an alert of your own that was sent in mode correct and has been"
        " stored."
    ),
    gettext_noop("Give the answer in words."),
    gettext_noop("Name the regulator that it is handed over to."),
    gettext_noop("Say how it ended: upheld, rejected or settled."),
    gettext_noop("Give a moment that is not in the future."),
    gettext_noop("Give a moment not after aware_at."),
    gettext_noop("Give one that no other incident of yours has."),
    gettext_noop("It was given before and stays."),
    gettext_noop("Give a moment from aware_at until now."),
    gettext_noop("Give at least one."),
    gettext_noop("Name where the data goes for consent to cross-border."),
    gettext_noop("One of your notices has this code; publish a version of it."),
    gettext_noop("A version that widens purposes, recipients or data is material."),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a page says where a room refused, and the status that goes with it."""

    status: int
    words: str


def explain(error: Exception) -> Refusal:
    """Return a refusal of a room (one of REFUSED) in words; what was sent is never repeated."""
    status, told = next(_TOLD[kind] for kind in type(error).__mro__ if kind in _TOLD)
    return Refusal(status, str(told) or _(str(error)))
