"""Words about complaints: their causes, where they stand, and how they end."""

from django.utils.translation import gettext_lazy as _

CAUSES = {
    "wrong-data": _("Wrong data about me"),
    "unlawful-sharing": _("My data was shared without a right to"),
    "no-notice": _("I was not told"),
    "consent-ignored": _("My consent or my withdrawal was ignored"),
    "request-unanswered": _("My request was not answered"),
    "account-blocked": _("My account or a payment was blocked"),
    "automated-decision": _("A machine decided about me"),
    "security": _("My data was not kept safe"),
    "other": _("Something else"),
}
STATES = {
    "received": _("Received"),
    "handling": _("Being worked on"),
    "answered": _("Answered"),
    "handed-over": _("Handed over to an authority"),
    "closed": _("Closed"),
}
OUTCOMES = {
    "upheld": _("You were right"),
    "rejected": _("Rejected"),
    "settled": _("Settled"),
}
TONES = {
    "received": "calm",
    "handling": "calm",
    "answered": "good",
    "handed-over": "warn",
    "closed": "calm",
    "upheld": "good",
    "rejected": "bad",
    "settled": "good",
}
