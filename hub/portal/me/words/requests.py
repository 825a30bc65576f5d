"""Words about requests: what one can ask for, where it stands, and why it may be refused."""

from django.utils.translation import gettext_lazy as _

# The name of each request, and what it brings about.
TYPES = {
    "access": (_("See my data"), _("You are shown what is held about you, for what, and who received it.")),
    "copy": (_("Get a copy"), _("You can download what is held about you.")),
    "portability": (
        _("Take my data elsewhere"),
        _("You get what you gave yourself in a form that machines read, or have it sent to another institution."),
    ),
    "rectification": (
        _("Correct my data"),
        _("Wrong data is corrected, and everybody who received it gets the correction."),
    ),
    "erasure": (
        _("Erase my data"),
        _("Data about you is destroyed, also at those who received it. What the law obliges to keep is kept closed."),
    ),
    "restriction": (
        _("Restrict the use of my data"),
        _("Data about you is stored and not used until the restriction ends."),
    ),
    "objection": (
        _("Object to the use of my data"),
        _("Use that rests on the interests of institutions stops, unless they show stronger grounds."),
    ),
    "explanation": (
        _("Have a decision of a machine explained"),
        _("You are told how a score or another automated decision about you came to be."),
    ),
    "withdraw-automated": (
        _("Have a person decide instead of a machine"),
        _("No decision about you is made by machines alone."),
    ),
}  # fmt: skip
STATES = {
    "open": _("Received"),
    "verifying": _("Your identity is being checked"),
    "in-progress": _("Being worked on"),
    "closed": _("Answered"),
}
OUTCOMES = {"granted": _("Granted"), "partly": _("Granted in part"), "refused": _("Refused")}
TONES = {
    "open": "calm",
    "verifying": "warn",
    "in-progress": "calm",
    "granted": "good",
    "partly": "good",
    "refused": "bad",
}
REFUSALS = {
    "identity-not-established": _("It could not be made sure that it is you who asks."),
    "legal-duty": _("The law obliges the institution to keep it."),
    "rights-of-others": _("It would harm the rights of other people."),
    "legal-claims": _("It is needed to establish or defend legal claims."),
    "not-held": _("The institution holds no such data."),
    "not-the-controller": _("Another institution decides about this data."),
    "excessive": _("The same was asked again and again."),
    "accurate": _("What is held is accurate."),
    "overriding-grounds": _("The institution has stronger grounds to go on."),
}
STEPS = {
    "opened": _("You sent the request"),
    "verified": _("The institution checked your identity"),
    "extended": _("The institution needs more time"),
    "closed": _("The institution answered"),
    "released": _("The restriction ended"),
}
LAWS = {
    "pipl": _("Personal Information Protection Law of China (PIPL)"),
    "gdpr": _("General Data Protection Regulation of the EU (GDPR)"),
    "pdpo": _("Personal Data (Privacy) Ordinance of Hong Kong (PDPO)"),
    "pdpa": _("Personal Data Protection Act of Singapore (PDPA)"),
    "other": _("The law of the place of the institution"),
}
