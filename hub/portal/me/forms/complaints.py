"""What somebody complains about, and by what they follow it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.portal.me.names import find_place, list_institutions, read_institution
from hub.portal.me.sessions import language_of_page
from hub.portal.me.words.complaints import CAUSES
from privacy.rights.codes import LONGEST_TEXT, Cause
from privacy.rights.complaints import NewComplaint
from privacy.rights.contacts import LONGEST_IDENTIFIER
from privacy.rights.persons import SignedIn


class ComplaintForm(forms.Form):
    """A complaint: its cause, about whom, and the person's words."""

    cause = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Please choose")), *CAUSES.items()],
        error_messages={"required": _("Choose what it is about.")},
    )
    about = forms.ChoiceField(
        label=_("About whom?"),
        choices=list_institutions,
        error_messages={"required": _("Choose an institution.")},
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Say what happened, in your own words.")},
    )
    alert = forms.RegexField(
        label=_("Reference of the alert (optional)"),
        help_text=_("It stands beside what is held about you, such as RA-2026-0123456789."),
        required=False,
        regex=r"\A[A-Za-z0-9-]{0,40}\Z",
        error_messages={"invalid": _("A reference has letters, digits and hyphens only.")},
    )
    risk_measure = forms.BooleanField(
        label=_("My account or a payment was blocked or limited"), required=False
    )
    fears_retaliation = forms.BooleanField(
        label=_("Do not let the institution know that it was me"), required=False
    )

    contact = forms.CharField(
        label=_("Where can we reach you? (optional)"),
        help_text=_("Only who answers sees it. Without it you follow the complaint by its number."),
        required=False,
        max_length=LONGEST_IDENTIFIER,
    )

    def __init__(self, data: Any, *, person: SignedIn | None) -> None:
        super().__init__(data)
        if person:
            # They are reached through their own pages.
            del self.fields["contact"]

    def read_complaint(self) -> NewComplaint:
        """Return the complaint; the form has to be valid."""
        said: dict[str, Any] = self.cleaned_data
        about = read_institution(said["about"])
        return NewComplaint(
            cause=Cause(said["cause"]),
            text=said["text"],
            about=about,
            place=find_place(about),
            alert=said["alert"],
            risk_measure=said["risk_measure"],
            fears_retaliation=said["fears_retaliation"],
            contact=said.get("contact", ""),
            language=language_of_page(),
        )


class FollowForm(forms.Form):
    """What a complaint is followed by."""

    receipt = forms.CharField(
        label=_("Receipt number"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Enter the receipt number.")},
    )
    secret = forms.CharField(
        label=_("Secret"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Enter the secret that came with it.")},
    )

    def clean_receipt(self) -> str:
        """Return the number as it was handed out: in capitals."""
        return str(self.cleaned_data["receipt"]).upper()

    def refuse(self) -> None:
        """Say that the two open nothing, and not which of them is wrong."""
        told: Any = _("There is no complaint with this number and this secret.")
        self.add_error("receipt", told)
