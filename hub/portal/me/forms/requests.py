"""What a person asks for, and where they have their data sent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.portal.me.names import find_place, list_institutions, list_members, read_institution
from hub.portal.me.words.requests import TYPES
from hub.portal.words.reasons import name_withheld
from privacy.errors import PrivacyError
from privacy.rights.codes import LONGEST_TEXT, RequestType
from privacy.rights.contacts import LONGEST_IDENTIFIER
from privacy.rights.errors import Unfit
from privacy.rights.requests import NewRequest
from privacy.subjects.identifiers import ACCOUNT, CARD, EMAIL, IDENTITY, PHONE

_KINDS = (IDENTITY, PHONE, EMAIL, CARD, ACCOUNT)
# Of the hub itself the law of its home holds, where a person names none.
_LAW_OF_THE_HUB = "pipl"
_ABROAD = _("Choose another institution, in the same legal region as the one that holds the data.")
_NOTHING = _("There is nothing there that you gave under a consent.")


def _list_kinds() -> list[tuple[str, Any]]:
    return [("", _("None")), *((kind, name_withheld(kind)) for kind in _KINDS)]


class RequestForm(forms.Form):
    """A request: its kind, whom it goes to, and perhaps what else the person is known by there."""

    type = forms.ChoiceField(
        label=_("What do you want?"),
        choices=[(code, name) for code, (name, _told) in TYPES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you want.")},
    )
    controller = forms.ChoiceField(
        label=_("From whom?"),
        choices=list_institutions,
        error_messages={"required": _("Choose an institution.")},
    )
    text = forms.CharField(
        label=_("Your words (optional)"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label=_("What else are you known by there?"), required=False, choices=_list_kinds
    )
    value = forms.CharField(
        label=_("The number or address"), required=False, max_length=LONGEST_IDENTIFIER
    )

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of an identifier, or none."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") and not said.get("value"):
            self.add_error("value", _("Enter the number or address, or choose none."))
        if said.get("value") and not said.get("kind"):
            self.add_error("kind", _("Say what kind of number or address it is."))
        return said

    def read_request(self) -> NewRequest:
        """Return the request; the form has to be valid."""
        said = self.cleaned_data
        controller = read_institution(said["controller"])
        return NewRequest(
            type=RequestType(said["type"]),
            controller=controller,
            place=find_place(controller),
            regime="" if controller else _LAW_OF_THE_HUB,
            text=said["text"],
            claims=((said["kind"], said["value"]),) if said["kind"] else (),
        )

    def refuse_value(self) -> None:
        """Say that the identifier names nobody, and repeat nothing of it."""
        self.add_error("value", _("Enter it whole: it names nobody like this."))


class PortForm(forms.Form):
    """To which institution one's own data is sent."""

    recipient = forms.ChoiceField(
        label=_("Send it to"),
        choices=list_members,
        error_messages={"required": _("Choose an institution.")},
    )

    def refuse(self, refusal: PrivacyError) -> None:
        """Say why nothing is sent."""
        told = _ABROAD if isinstance(refusal, Unfit) else _NOTHING
        self.add_error("recipient", told)
