"""Words about decisions: why something was held, refused or changed, and what remedies it.

Codes are those of privacy.policy.reasons (words in `policy`) and sharing.pipeline (words here); their
English sentence comes with them and is shown for a code that no table knows.
"""

from django.utils.translation import gettext_lazy as _

from hub.portal.words.plain import spell_out
from hub.portal.words.policy import POLICY

PIPELINE = {
    "no-recipient": _(
        "Nobody is entitled to this alert. Check its TLP marking, its audience and your groups, "
        "then send it again."
    ),
    "reporter-not-active": _("Your institution is not active in the exchange. Ask the operator."),
    "another-members-name": _(
        "The alert names another member of the exchange as its author. Send it under your own"
        " identity, and refer to the other's object instead of replacing it."
    ),
    "leak-prevented": _(
        "Personal data could not be removed from every rendition with certainty, so none was sent."
        " Simplify or remove the personal data and send the alert again."
    ),
    "was-withdrawn": _(
        "This version of the alert, or a later one, was taken back and does not come back. Send a"
        " version with a later `modified`."
    ),
    "no-earlier-alert": _(
        "A retraction or correction names an earlier alert that you shared, by the id of its main"
        " object or of its envelope. No alert of yours has the id given."
    ),
    "not-a-later-version": _(
        "A correction under the same id is a later version: give the main object a `modified` that"
        " is later than that of the alert it corrects."
    ),
    "taken-back": _(
        "An earlier alert of yours was taken back from everybody who held it. The retraction itself"
        " is no alert: its content was not kept."
    ),
    "no-request": _(
        "An answer names the envelope of a request that reached you, and goes to the one member"
        " that asked. No such request is known."
    ),
    "audience-of-mode": _(
        "The mode of the envelope does not go to this audience: provide goes to one member, request"
        " to members by id, advisory to public. Correct it and send it to no group's collection."
    ),
    "request-without-name": _(
        "Whoever is asked must know whom to answer: allow that you are named, and send it again."
    ),
    "advisory-not-clear": _(
        "An advisory is public, so all of it must be marked TLP:CLEAR. Mark it so, or choose mode"
        " alert."
    ),
    "personal-advisory": _(
        "An advisory is public and holds or declares personal data. Remove that data, or choose"
        " mode alert."
    ),
    "threshold-not-met": _(
        "A person is a subject of this alert, and the red-flag threshold that its envelope names is"
        " unknown, not in force or not met. Name a rule that is met, or ask by mode request."
    ),
    "threshold-met": _("The red-flag threshold that the envelope names is met."),
    "held-for-officer": _(
        "Some recipients do not have the alert yet: their copies wait until two persons of your"
        " institution decide. Ask your privacy officer, who finds them under holds."
    ),
    "refused-by-officer": _(
        "Two persons of your institution decided that the alert is not shared. Ask your privacy"
        " officer before you send it again."
    ),
    "processing-failed": _("The hub could not process this alert."),
}
REASONS = POLICY | PIPELINE
# A lawful basis that was accepted has the code of its law: `pipl.contract`, `gdpr.c`.
_LAWFUL_BASIS = _("A lawful basis in force is declared.")
# What was withheld: the token kinds of privacy.detection and the codes of privacy.redaction.
WITHHELD = {
    "person-id-number": _("Identity document number"),
    "payment-card": _("Bank card number"),
    "bank-account": _("Bank account number"),
    "e-wallet": _("Payment account"),
    "phone": _("Telephone number"),
    "email": _("E-mail address"),
    "messenger": _("Messenger account"),
    "device": _("Device identifier"),
    "network-address": _("Network address"),
    "vehicle": _("Licence plate"),
    "person-name": _("Name of a person"),
    "birth-date": _("Date of birth"),
    "address": _("Postal address"),
    "subject-token": _("Token of a person"),
    "reporter": _("The reporter's name"),
    "unknown_content": _("Content of an unknown kind"),
    "rests_on_withheld": _("Content that tells of what was withheld"),
}
TREATMENTS = {
    "tokenised": _("replaced by a token"),
    "generalised": _("told in rough terms"),
    "masked": _("masked"),
    "dropped": _("left out"),
}


def explain_reason(code: str, message: str = "") -> str:
    """Return the sentence for a reason, else the message that came with it, else its code."""
    if not message and "." in code:
        return str(_LAWFUL_BASIS)
    return str(REASONS.get(code, message or code))


def name_withheld(code: str) -> str:
    """Return what kind of content was withheld."""
    return str(WITHHELD.get(code, spell_out(code)))


def name_treatment(code: str) -> str:
    """Return what was done to withheld content."""
    return str(TREATMENTS.get(code, spell_out(code)))
