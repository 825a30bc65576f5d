"""What is proposed for a hold, and what another person says to it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.forms.fields import LONGEST_NOTE, pick_any
from hub.portal.officer.words import list_choices
from privacy.gate import LEGAL_BASES, PURPOSES
from sharing.holds.proposals import HoldAction, Proposal


class ProposalForm(forms.Form):
    """What should become of a hold and why; bases and purposes go with `supply` alone."""

    action = forms.ChoiceField(label=_("What should become of it"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the second person and the record. No names or numbers of people."),
    )
    reference = forms.RegexField(
        label=_("Record that it rests on"),
        regex=r"\A[A-Za-z0-9._:/ -]*\Z",
        max_length=100,
        required=False,
        help_text=_("The number of an assessment or of a file, where there is one."),
    )
    also = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, actions: Iterable[HoldAction], beside: int = 0, **kwargs: Any
    ) -> None:
        """Offer the actions that the hold allows, and the other copies of its alert."""
        super().__init__(*args, **kwargs)
        codes = [one.value for one in actions]
        chosen: Any = self.fields["action"]
        chosen.choices = list_choices("action", codes)
        if HoldAction.SUPPLY.value in codes:
            self.fields["legal_bases"] = pick_any(
                _("Legal bases to supply"), "basis", sorted(LEGAL_BASES)
            )
            self.fields["purposes"] = pick_any(_("Purposes to supply"), "purpose", sorted(PURPOSES))
        if beside:
            self.fields["also"].label = _("The same for all copies of this alert that wait")
        else:
            del self.fields["also"]

    def read_proposal(self) -> Proposal:
        """Return what was proposed; what only goes with `supply` is left out of other actions."""
        said = self.cleaned_data
        action = HoldAction(said["action"])
        supplies = action is HoldAction.SUPPLY
        return Proposal(
            action=action,
            note=said["note"],
            legal_bases=tuple(said.get("legal_bases", ())) if supplies else (),
            purposes=tuple(said.get("purposes", ())) if supplies else (),
            reference=said["reference"],
        )


class DecisionForm(forms.Form):
    """Whether a proposal is approved: the one that was on the page, so that none is approved unread."""

    given = forms.ChoiceField(choices=[("yes", ""), ("no", "")])

    @staticmethod
    def read_pairs(texts: Iterable[str]) -> list[tuple[UUID, UUID]]:
        """Return (hold, approval) of each text `<hold>:<approval>`. Raises ValueError."""
        pairs = (text.partition(":") for text in texts)
        return [(UUID(hold), UUID(approval)) for hold, _colon, approval in pairs]
