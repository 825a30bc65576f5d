"""What mails say, in the language of their reader: how severe, why it came, why it was taken back."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sharing.stix.names import spell_out

# Lower bound of each band, as in lists and filters.
_BANDS = ((90, _("Critical")), (70, _("High")), (40, _("Medium")), (0, _("Low")))
CRITERIA = {
    "category": _("kind of risk"),
    "jurisdiction": _("place"),
    "severity": _("severity"),
    "score": _("score"),
    "group": _("sharing group"),
    "reporter-kind": _("kind of reporter"),
    "watch": _("a token that you watch"),
}
CAUSES = {
    "recalled": _("Its reporter recalled it."),
    "corrected": _("Its reporter replaced it by a corrected version."),
    "deleted": _("Its reporter deleted it."),
    "expired": _("The time for which it was shared is over."),
    "entitlement-lost": _("Your institution may no longer receive it."),
    # Never why in terms of a person (PC-25).
    "erased": _("What it holds may no longer be kept. Destroy every copy."),
    "withdrawn": _("What allowed it to be shared with you has ended. Destroy every copy."),
    "restricted": _(
        "It may not be used at present. Keep your copies closed: do not use, show or pass them on."
        " You need not destroy them."
    ),
    "": _("Parts of it were taken back."),
}


def name_severity(points: int) -> str:
    """Return the word for a severity from 0 to 100."""
    return str(next(word for least, word in _BANDS if points >= least))


def name_criteria(codes: Iterable[str]) -> str:
    """Return the criteria of a subscription that were met, as a list in words."""
    return ", ".join(str(CRITERIA.get(code, spell_out(code))) for code in codes)


def explain_cause(code: str) -> str:
    """Return why something was taken back."""
    return str(CAUSES.get(code, spell_out(code)))
