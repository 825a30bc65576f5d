"""Signing in: where the code goes, and the code."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from privacy.rights.contacts import LONGEST_IDENTIFIER, read_contact
from privacy.rights.errors import Unfit

_DIGITS = 8


class ContactForm(forms.Form):
    """An address of mail or a telephone number."""

    contact = forms.CharField(
        label=_("Your address of mail or telephone number"),
        help_text=_("A number with its country code, such as +86 138 0013 8000."),
        max_length=LONGEST_IDENTIFIER,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter an address of mail or a telephone number.")},
    )

    def clean_contact(self) -> str:
        """Return the address as it was typed; what is none is told by its rule."""
        contact: str = self.cleaned_data["contact"]
        try:
            read_contact(contact)
        except Unfit as unfit:
            raise forms.ValidationError(
                _("Enter an address of mail, or a telephone number with its country code.")
            ) from unfit
        return contact


class CodeForm(forms.Form):
    """The eight digits that came."""

    code = forms.CharField(
        label=_("The code with eight digits"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code"}
        ),
        error_messages={"required": _("Enter the code.")},
    )

    def clean_code(self) -> str:
        """Return the digits; blanks between them mean nothing, and wide ones are those of a keyboard."""
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if len(code) != _DIGITS or not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("The code has eight digits."))
        return code

    def refuse(self) -> None:
        """Say that the code opens nothing, and not why."""
        told: Any = _("The code is wrong, was used, or is too old. After five tries it is spoilt: ask for a new one.")  # fmt: skip
        self.add_error("code", told)
