"""Words about an alert: how severe, which stage, why it came, what made its score."""

from django.utils.translation import gettext_lazy as _

from hub.portal.words.plain import spell_out

# Lower bound of each band. Plain senders' words (low 25, medium 50, high 75, critical 95) fall inside.
BANDS = ((90, "critical"), (70, "high"), (40, "medium"), (0, "low"))
BAND_NAMES = {
    "critical": _("Critical"),
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
}
STAGES = {
    "signal": _("Signal"),
    "suspected": _("Suspected"),
    "confirmed": _("Confirmed"),
    "contained": _("Contained"),
    "resolved": _("Resolved"),
    "refuted": _("Refuted"),
}
# Short name, and the answer to "why did I get this".
ROUTES = {
    "regulator": (
        _("Your territory"),
        _("You supervise the place where this risk is, so every alert about it comes to you."),
    ),
    "addressed": (
        _("Addressed to you"),
        _("The reporter addressed this alert to your institution."),
    ),
    "named": (_("Names you"), _("Your institution is named in this alert.")),
    "group": (
        _("Sharing group"),
        _("You and the reporter are members of a sharing group that this alert was shared with."),
    ),
    "role": (
        _("Your kind of institution"),
        _("The reporter addressed this alert to institutions of your kind."),
    ),
    "community": (
        _("Whole community"),
        _("Its TLP marking lets every member of the exchange receive it."),
    ),
    "agreement": (
        _("Sharing agreement"),
        _("A sharing agreement in force between you and the reporter covers this risk."),
    ),
}
FACTORS = {
    "severity": (
        _("Severity"),
        _("Harm if it happens, as stated by the reporter; weighs one half."),
    ),
    "likelihood": (
        _("Likelihood"),
        _("Chance that it happens, as stated by the reporter; weighs three tenths."),
    ),
    "confidence": (
        _("Confidence"),
        _("How sure the reporter is of the facts; weighs one fifth. Unstated counts as 50."),
    ),
    "stage-signal": (_("Stage: signal"), _("Nothing but a first sign so far.")),
    "stage-confirmed": (_("Stage: confirmed"), _("The facts are established.")),
    "stage-contained": (_("Stage: contained"), _("The harm has been stopped.")),
    "stage-resolved": (_("Stage: resolved"), _("The matter is closed.")),
    "stage-refuted": (_("Stage: refuted"), _("It proved to be unfounded.")),
    "exercise": (_("Exercise"), _("A drill needs no attention in earnest.")),
}
# Why an alert was taken back.
CAUSES = {
    "recalled": _("Its reporter recalled it."),
    "corrected": _(
        "Its reporter corrected it; the corrected version is in your inbox if it is for you."
    ),
    "deleted": _("Its reporter deleted it."),
    "expired": _("The time for which it may be kept is over."),
    "entitlement-lost": _(
        "The sharing group or agreement that it came through binds you no longer."
    ),
    # Never why in terms of a person (PC-25).
    "erased": _("What it holds may no longer be kept. Destroy every copy."),
    "withdrawn": _("What allowed it to be shared with you has ended. Destroy every copy."),
    "restricted": _(
        "It may not be used at present. Keep your copies closed: do not use, show or pass them on."
        " You need not destroy them."
    ),
}
DETECTION_SOURCES = {
    "kri": _("Key risk indicator"),
    "reconciliation": _("Reconciliation"),
    "transaction-monitoring": _("Transaction monitoring"),
    "customer-complaint": _("Customer complaint"),
    "whistleblower": _("Whistleblower"),
    "technical-audit": _("Technical audit"),
    "process-review": _("Process review"),
    "external-intelligence": _("External intelligence"),
    "regulator-inspection": _("Regulatory inspection"),
    "law-enforcement": _("Law enforcement"),
    "partner-alert": _("Alert of a partner"),
}


def explain_cause(cause: str) -> str:
    """Return why an alert was taken back, in a sentence."""
    return str(CAUSES.get(cause, spell_out(cause)))


def band_of(points: int) -> str:
    """Return the band (`low` to `critical`) of a number from 0 to 100."""
    return next(band for least, band in BANDS if points >= least or least == 0)


def name_band(band: str) -> str:
    """Return the word for a band."""
    return str(BAND_NAMES[band])


def name_stage(code: str) -> str:
    """Return the word for a stage of the profile (f3)."""
    return str(STAGES.get(code, spell_out(code)))


def name_route(code: str) -> str:
    """Return the short name of the route an alert came by."""
    return str(ROUTES[code][0]) if code in ROUTES else spell_out(code)


def explain_route(code: str) -> str:
    """Return the sentence that answers "why did I get this", or nothing for an unknown route."""
    return str(ROUTES[code][1]) if code in ROUTES else ""


def name_factor(code: str) -> str:
    """Return the name of a factor of the score."""
    return str(FACTORS[code][0]) if code in FACTORS else spell_out(code)


def explain_factor(code: str) -> str:
    """Return what a factor of the score stands for, or nothing for an unknown one."""
    return str(FACTORS[code][1]) if code in FACTORS else ""


def name_detection_source(code: str) -> str:
    """Return how the reporter came to know (profile f3, detection-source-ov)."""
    return str(DETECTION_SOURCES.get(code, spell_out(code)))
