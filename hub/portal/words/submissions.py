"""Words about a submission: what each state means."""

from django.utils.translation import gettext_lazy as _

from hub.portal.words.plain import spell_out

# Name, what it means, what the sender can do (empty: nothing is needed).
STATES = {
    "received": (
        _("Received"),
        _("The hub has accepted the alert for good and will work on it within moments."),
        _("Nothing to do. Load this page again to see how it goes on."),
    ),
    "held": (
        _("On hold"),
        _("The alert is kept sealed and was shared with nobody, because a condition is not met."),
        _(
            "Remedy each reason below and send the alert again. Or ask your privacy officer, who"
            " finds it under holds."
        ),
    ),
    "refused": (
        _("Refused"),
        _("The alert was not taken in and its content was not kept."),
        _("Remedy each reason below and send the alert again."),
    ),
    "failed": (
        _("Failed"),
        _("The hub tried several times and could not process the alert. The fault is the hub's."),
        _("Tell the operator the submission number, or send the alert again."),
    ),
    "routed": (
        _("On its way"),
        _("The alert is stored, its recipients are chosen and each one's copy is made."),
        _("Nothing to do. It reaches the recipients within moments."),
    ),
    "delivered": (
        _("Delivered"),
        _("Every chosen recipient has the alert in its inbox."),
        "",
    ),
}
TONES = {
    "received": "calm",
    "routed": "calm",
    "delivered": "good",
    "held": "warn",
    "refused": "bad",
    "failed": "bad",
}


def name_state(code: str) -> str:
    """Return the name of a state."""
    return str(STATES[code][0]) if code in STATES else spell_out(code)


def explain_state(code: str) -> str:
    """Return what a state means, or nothing for an unknown one."""
    return str(STATES[code][1]) if code in STATES else ""


def advise_in_state(code: str) -> str:
    """Return what the sender can do in a state; nothing when all is well."""
    return str(STATES[code][2]) if code in STATES else ""


def tone_of_state(code: str) -> str:
    """Return how a state is coloured."""
    return TONES.get(code, "calm")
