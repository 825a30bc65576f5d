"""What a desk asks for: the filter of its alert list."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hub.portal.words.alerts import BAND_NAMES, BANDS
from hub.portal.words.categories import list_categories
from sharing.delivery.listing import ListFilter


def _list_category_choices() -> list[tuple[str, str]]:
    return [("", str(_("All categories"))), *list_categories()]


def _list_severity_choices() -> list[tuple[str, Any]]:
    at_least = [(str(least), BAND_NAMES[band]) for least, band in reversed(BANDS) if least]
    return [("", _("Any severity")), *at_least]


class AlertFilterForm(forms.Form):
    """Narrow the alert list; every field may stay empty. Days are local and whole."""

    text = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[("", _("Received and sent")), ("received", _("Received")), ("sent", _("Sent"))],
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=_list_category_choices
    )
    severity = forms.ChoiceField(
        label=_("Severity at least"), required=False, choices=_list_severity_choices
    )
    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
        return cleaned

    def read_filter(self) -> ListFilter:
        """Return what is asked for; a field that cannot be read does not restrict."""
        self.is_valid()
        asked = self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        case: UUID | None = asked.get("case")
        return ListFilter(
            direction=asked.get("direction", ""),
            category=asked.get("category", ""),
            min_severity=int(asked.get("severity") or 0),
            jurisdiction=asked.get("jurisdiction", ""),
            case=case,
            since=_begin(since) if since else None,
            until=_begin(until + timedelta(days=1)) if until else None,
            text=asked.get("text", ""),
        )


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
