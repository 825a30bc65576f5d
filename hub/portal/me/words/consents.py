"""Words about consents: to what, to whom, how they stand, and the headings of a notice."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "sharing": _("Sharing your data with other institutions"),
    "publication": _("Publishing your data"),
    "sensitive": _("Using sensitive data"),
    "cross-border": _("Sending your data to another country or region"),
    "guardian": _("Using the data of a child in your care"),
}
RECIPIENTS = {
    "platform": _("Internet finance platforms"),
    "bank": _("Banks"),
    "payment": _("Payment institutions"),
    "regulator": _("Supervisory authorities"),
    "association": _("Industry associations"),
    "public": _("Anybody (publication)"),
}
CATEGORIES = {
    "C2": _("Data about your accounts and payments"),
    "PI": _("Personal data such as name, telephone number or address of mail"),
    "SPI": _("Sensitive data such as identity number or bank account"),
    "MINOR": _("Data of a child under 14"),
    "CRIM": _("That somebody suspects an offence"),
}
STATES = {
    "valid": _("In force"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Expired"),
    "superseded": _("Replaced by a later one"),
    "reconsent": _("Waits for you: the notice has changed"),
}
TONES = {
    "valid": "good",
    "withdrawn": "calm",
    "expired": "calm",
    "superseded": "calm",
    "reconsent": "warn",
}
METHODS = {
    "app": _("in an app"),
    "web": _("on a website"),
    "paper": _("on paper"),
    "counter": _("at a counter"),
    "telephone": _("by telephone"),
}
# Items of a notice in the order in which people read them (privacy.consent, checklist).
NOTICE_ITEMS = {
    "who": _("Who uses your data"),
    "contact": _("How to reach them"),
    "purposes": _("What for"),
    "legal_basis": _("On which legal basis"),
    "method": _("How it is used"),
    "categories": _("Which data"),
    "origin": _("Where it comes from"),
    "recipients": _("Who receives it"),
    "retention": _("How long it is kept"),
    "rights": _("Your rights"),
    "withdrawal": _("How to withdraw your consent"),
    "refusal": _("What happens if you refuse"),
    "automated_decisions": _("Decisions made by machines"),
    "complaint": _("Where to complain"),
    "necessity_and_impact": _("Why sensitive data is needed, and what it can mean for you"),
    "publication": _("What is published"),
    "minors": _("Children under 14"),
    "overseas_recipient": _("Who receives it abroad"),
    "overseas_contact": _("How to reach them abroad"),
    "overseas_purposes": _("What for abroad"),
    "overseas_method": _("How it is used abroad"),
    "overseas_categories": _("Which data goes abroad"),
    "overseas_rights": _("Your rights towards the recipient abroad"),
}
