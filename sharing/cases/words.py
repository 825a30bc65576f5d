"""The reasons that alerts stand together, in the words of the reader's language."""

from django.utils.translation import gettext_lazy as _

# What speaks against it is told too: it was outweighed.
WORDS = {
    "amount-within": _("amounts that agree"),
    "days-apart": _("days that are not the same"),
    "other-account": _("another beneficiary account"),
    "other-amount": _("amounts that differ"),
    "other-cve": _("another vulnerability"),
    "other-kind": _("another kind of risk"),
    "other-party": _("another platform or institution"),
    "other-reference": _("another case number or reference"),
    "other-software": _("other software"),
    "other-time": _("another time"),
    "other-traces": _("other accounts, hosts or files"),
    "party-in-other-script": _("an institution of that kind, named in another script"),
    "re-sent": _("the same report, sent again"),
    "reported-far-apart": _("reported weeks apart"),
    "reported-same-days": _("reported on the same days"),
    "revision": _("a later version of the same report"),
    "said-unrelated": _("one says that it has nothing to do with the other"),
    "same-account": _("the same account"),
    "same-address": _("the same network address"),
    "same-campaign": _("the same campaign"),
    "same-company": _("the same company number"),
    "same-count": _("the same number of people or transactions"),
    "same-custodian": _("the same custodian"),
    "same-cve": _("the same vulnerability"),
    "same-day": _("the same day"),
    "same-host": _("the same host"),
    "same-infrastructure": _("the same infrastructure"),
    "same-kind": _("the same kind of risk"),
    "same-login": _("the same user name"),
    "same-malware": _("the same malware"),
    "same-mentioned": _("a platform or institution that both mention"),
    "same-party": _("the same platform or institution"),
    "same-path": _("the same path on a site"),
    "same-person": _("the same person"),
    "same-phone": _("the same telephone number"),
    "same-platform": _("the same platform"),
    "same-reference": _("the same case number or reference"),
    "same-sample": _("the same file"),
    "same-software": _("the same software"),
    "same-token": _("the same pseudonym"),
    "same-vulnerability": _("the same weakness"),
    "same-wallet": _("the same wallet"),
    "sighting-of": _("it tells of an object of the other report"),
}


def tell_reason(code: str) -> str:
    """Return what a reason says; of one without words, its code."""
    return str(WORDS.get(code, code))
