"""Words about what is held: for what, on which legal basis, and what kind of thing it is."""

from django.utils.translation import gettext_lazy as _

PURPOSES = {
    "fraud-prevention": _("Preventing fraud"),
    "aml-cft": _("Fighting money laundering and the financing of terrorism"),
    "investor-protection": _("Protecting investors"),
    "operational-resilience": _("Keeping financial services running"),
    "cyber-defence": _("Defence against cyber attacks"),
    "supervisory-reporting": _("Reporting to supervisory authorities"),
    "statistics": _("Statistics"),
    "exercise": _("An exercise with made-up cases"),
}
_CONSENT = _("Your consent")
_CONTRACT = _("Needed for your contract")
_DUTY = _("A duty that the law lays on the institution")
_VITAL = _("Protecting life, health or property in an emergency")
_TASK = _("A task in the public interest")
_INTEREST = _("A legitimate interest that was weighed against yours")
# What reporters declare, and the codes under which each law accepts it.
BASES = {
    "consent": _CONSENT,
    "contract": _CONTRACT,
    "legal-obligation": _DUTY,
    "public-task": _TASK,
    "vital-interest": _VITAL,
    "legitimate-interest": _INTEREST,
    "cn-atfl-16": _DUTY,
    "hk-bo-2025": _DUTY,
    "eu-amlr-75": _DUTY,
    "eu-dora-45": _INTEREST,
    "eu-psr": _DUTY,
    "sg-fsma-cosmic": _DUTY,
    "pipl.consent": _CONSENT,
    "pipl.contract": _CONTRACT,
    "pipl.statutory_duty": _DUTY,
    "pipl.emergency": _VITAL,
    "gdpr.a": _CONSENT,
    "gdpr.b": _CONTRACT,
    "gdpr.c": _DUTY,
    "gdpr.d": _VITAL,
    "gdpr.e": _TASK,
    "gdpr.f": _INTEREST,
    "pdpo.consent": _CONSENT,
    "pdpo.law": _DUTY,
    "pdpo.crime": _DUTY,
    "pdpo.health": _VITAL,
    "pdpo.banking": _DUTY,
    "pdpa.consent": _CONSENT,
    "pdpa.deemed": _CONSENT,
    "pdpa.law": _DUTY,
    "pdpa.cosmic": _DUTY,
    "pdpa.vital": _VITAL,
    "pdpa.legitimate": _INTEREST,
}
KINDS = {
    "alert": _("Risk alert"),
    "submission": _("Risk alert that waits for a decision"),
}
CONSENT_BASES = frozenset(code for code, words in BASES.items() if words is _CONSENT)
