"""Words about a hold: what waits for two persons, and what they can do about it."""

from django.utils.translation import gettext_lazy as _

from hub.portal.words.plain import spell_out

# Name, and what it means.
STATES = {
    "open": (_("Waiting"), _("Two persons of your institution have to decide.")),
    "released": (_("Released"), _("Two persons let the copy go, as the rules allow it.")),
    "redacted": (_("Released without persons"), _("The copy went out with all persons masked.")),
    "retried": (_("Tried again"), _("The alert was worked on again; see its submission.")),
    "refused": (_("Not shared"), _("Two persons decided that it is not shared.")),
    "gone": (
        _("No longer waiting"),
        _("The alert was taken back or went another way before anybody decided."),
    ),
}
ACTIONS = {
    "supply": _("State what the alert lacks and try again"),
    "retry": _("Try again under the rules of today"),
    "release": _("Release the copy"),
    "redact": _("Release the copy without persons"),
    "refuse": _("Do not share it"),
}


def name_hold_state(code: str) -> str:
    """Return the name of a state."""
    return str(STATES[code][0]) if code in STATES else spell_out(code)


def explain_hold_state(code: str) -> str:
    """Return what a state means, or nothing for an unknown one."""
    return str(STATES[code][1]) if code in STATES else ""


def name_action(code: str) -> str:
    """Return what can be proposed, in words."""
    return str(ACTIONS.get(code, spell_out(code)))
