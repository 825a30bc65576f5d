"""What an officer says of a request or a complaint of a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.forms.fields import pick_one, write_text
from hub.portal.officer.words import list_choices, name_code
from privacy.rights.codes import (
    ComplaintOutcome,
    ComplaintState,
    ExtensionReason,
    RefusalReason,
    RequestOutcome,
    VerificationMethod,
)
from privacy.rights.complaints import Move
from privacy.rights.contacts import LONGEST_IDENTIFIER
from privacy.rights.requests import Ending, Proof

_TITLES = {
    "bank-account": _("Bank account number"),
    "device": _("Device identifier"),
    "e-wallet": _("Payment account"),
    "email": _("E-mail address"),
    "messenger": _("Messenger account"),
    "payment-card": _("Bank card number"),
    "person-id-number": _("Identity document number"),
    "phone": _("Telephone number"),
}


class ProofForm(forms.Form):
    """Whether the person is who they say; what they claim is named again, as the papers say it."""

    passed = forms.ChoiceField(
        label=_("Result"),
        choices=[("yes", _("The papers prove it")), ("no", _("The papers do not prove it"))],
        widget=forms.RadioSelect,
    )
    method = pick_one(_("How it was found"), "method", list(VerificationMethod))

    def __init__(self, *args: Any, claimed: Sequence[str] = (), **kwargs: Any) -> None:
        """Ask for each kind of identifier that the person claims."""
        super().__init__(*args, **kwargs)
        self._kinds = tuple(claimed)
        for number, kind in enumerate(self._kinds):
            self.fields[f"seen{number}"] = forms.CharField(
                label=_TITLES.get(kind, kind),
                required=False,
                max_length=LONGEST_IDENTIFIER,
                help_text=_("As it stands on the papers. Only a keyed digest is compared."),
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    def read_proof(self) -> Proof:
        """Return what was found."""
        said = self.cleaned_data
        seen = [(kind, said[f"seen{number}"]) for number, kind in enumerate(self._kinds)]
        return Proof(
            method=VerificationMethod(said["method"]),
            passed=said["passed"] == "yes",
            identifiers=tuple((kind, value) for kind, value in seen if value),
        )


class ExtensionForm(forms.Form):
    """Why the answer takes longer."""

    reason = pick_one(_("Why it takes longer"), "extension", list(ExtensionReason))

    def read_reason(self) -> ExtensionReason:
        """Return the reason."""
        return ExtensionReason(self.cleaned_data["reason"])


class EndingForm(forms.Form):
    """How a request ends; whatever is refused needs a reason, its words, and where to turn to."""

    outcome = forms.ChoiceField(
        label=_("How it ends"),
        choices=lambda: list_choices("outcome", list(RequestOutcome)),
        widget=forms.RadioSelect,
    )
    reason_code = forms.ChoiceField(
        label=_("Reason of a refusal"),
        required=False,
        choices=lambda: [("", _("None")), *list_choices("refusal", list(RefusalReason))],
    )
    reason = write_text(_("The reason in words, for the person"))
    remedy = write_text(_("Where the person can turn to"), rows=2)
    correction = forms.RegexField(
        label=_("Alert that corrects it"),
        regex=r"\A[A-Za-z0-9-]{0,40}\Z",
        required=False,
        help_text=_("The reference of your corrected alert, where a rectification is granted."),
    )

    def __init__(self, *args: Any, corrects: bool = False, **kwargs: Any) -> None:
        """Ask for a correction only where the request is for one."""
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction"]

    def read_ending(self) -> Ending:
        """Return the end without its correction, which has to be looked up."""
        said = self.cleaned_data
        code = said["reason_code"]
        return Ending(
            outcome=RequestOutcome(said["outcome"]),
            reason_code=RefusalReason(code) if code else None,
            reason=said["reason"],
            remedy=said["remedy"],
        )


class MoveForm(forms.Form):
    """The next step of a complaint."""

    state = forms.ChoiceField(label=_("Next step"), widget=forms.RadioSelect)
    answer = write_text(_("Answer to the person"))
    to = forms.ChoiceField(label=_("Regulator"), required=False)
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        required=False,
        choices=lambda: [("", _("None")), *list_choices("outcome", list(ComplaintOutcome))],
    )

    def __init__(
        self,
        *args: Any,
        states: Sequence[ComplaintState],
        regulators: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer the steps that may follow, and what each of them needs."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["state"].choices = [(one.value, name_code(one.value, "step")) for one in states]
        fields["to"].choices = [("", _("None")), *regulators]
        needs = {
            ComplaintState.ANSWERED: "answer",
            ComplaintState.HANDED_OVER: "to",
            ComplaintState.CLOSED: "outcome",
        }
        for state, name in needs.items():
            if state not in states:
                del fields[name]

    def read_move(self) -> Move:
        """Return the step."""
        said = self.cleaned_data
        outcome = said.get("outcome")
        return Move(
            state=ComplaintState(said["state"]),
            outcome=ComplaintOutcome(outcome) if outcome else None,
            answer=said.get("answer", ""),
            handler=said.get("to", ""),
        )
