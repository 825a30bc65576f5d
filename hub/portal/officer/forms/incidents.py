"""What is known of an incident, what is known better now, and the drafts of its reports."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.forms.fields import pick_any, pick_one, write_text
from hub.portal.officer.words import list_choices
from privacy import PERSONAL
from privacy.incidents.clocks import list_reports, load_rules
from privacy.incidents.codes import (
    LONGEST_TEXT,
    Effect,
    IncidentClass,
    Operator,
    Regime,
)
from privacy.incidents.services import Changes, NewIncident, NewReport

_REFERENCE = r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z"
_MOST_AFFECTED = 2_000_000_000


def _pick_moment(label: Any, *, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class IncidentForm(forms.Form):
    """What is known when an incident is opened; times are local."""

    reference = forms.RegexField(
        label=_("Your reference"),
        regex=_REFERENCE,
        help_text=_("Letters, digits and . _ - such as INC-2026-007. It names nobody."),
    )
    title = forms.CharField(
        label=_("What happened"), max_length=200, validators=[ProhibitNullCharactersValidator()]
    )
    operator = pick_one(_("What you are to the cyber authorities"), "incident-operator")
    classification = pick_one(_("How grave it is"), "class")
    regimes = pick_any(_("Laws under which reports are due"), "regime", list(Regime))
    occurred_at = _pick_moment(_("When it happened"))
    aware_at = _pick_moment(_("When you became aware"))
    effects = pick_any(_("What it does or may do"), "effect")
    categories = pick_any(_("Data concerned"), "category", sorted(PERSONAL))
    affected_count = forms.IntegerField(
        label=_("Persons affected"), required=False, min_value=0, max_value=_MOST_AFFECTED
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for at least one law."""
        super().__init__(*args, **kwargs)
        self.fields["regimes"].required = True

    def read_new(self) -> NewIncident:
        """Return the incident."""
        said = self.cleaned_data
        return NewIncident(
            reference=said["reference"],
            title=said["title"],
            operator=Operator(said["operator"]),
            classification=IncidentClass(said["classification"]),
            regimes=frozenset(map(Regime, said["regimes"])),
            occurred_at=said["occurred_at"],
            aware_at=said["aware_at"],
            effects=frozenset(map(Effect, said["effects"])),
            categories=frozenset(said["categories"]),
            affected_count=said["affected_count"],
        )


class ChangeForm(forms.Form):
    """What is known better now; what is left out stays as it is."""

    classification = forms.ChoiceField(
        label=_("How grave it is"),
        required=False,
        choices=lambda: [("", _("Unchanged")), *list_choices("class")],
    )
    regimes = pick_any(_("Further laws"), "regime", list(Regime))
    affected_count = forms.IntegerField(
        label=_("Persons affected"), required=False, min_value=0, max_value=_MOST_AFFECTED
    )
    handled_at = _pick_moment(_("When handling ended"), required=False)

    def read_changes(self) -> Changes:
        """Return what changed."""
        said = self.cleaned_data
        code = said["classification"]
        return Changes(
            classification=IncidentClass(code) if code else None,
            regimes=frozenset(map(Regime, said["regimes"])),
            affected_count=said["affected_count"],
            handled_at=said["handled_at"],
        )


class ReportForm(forms.Form):
    """A version of a report; it goes nowhere until a person sends it."""

    report = pick_one(_("Which report"), "report", sorted(list_reports(load_rules())))
    to = forms.RegexField(
        label=_("To whom"),
        regex=_REFERENCE,
        help_text=_("A short code of the authority, such as cac-shanghai."),
    )
    text = write_text(_("Text"), rows=6, longest=LONGEST_TEXT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for a text."""
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True

    def read_new(self) -> NewReport:
        """Return the draft."""
        said = self.cleaned_data
        return NewReport(said["report"], said["to"], said["text"])
