"""Fields that several forms share."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.words import list_choices

LONGEST_NOTE = 500
LONGEST_TEXT = 4_000


def pick_one(label: Any, vocabulary: str, codes: Sequence[str] | None = None) -> forms.ChoiceField:
    """Return a field for one code; none is chosen before somebody chooses it."""
    # Told anew for each page: in the language of its reader.
    return forms.ChoiceField(
        label=label,
        choices=lambda: [("", _("Please choose")), *list_choices(vocabulary, codes)],
    )


def pick_any(
    label: Any, vocabulary: str, codes: Sequence[str] | None = None
) -> forms.MultipleChoiceField:
    """Return a field for any number of codes, none included."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=lambda: list_choices(vocabulary, codes),
        widget=forms.CheckboxSelectMultiple,
    )


def write_text(label: Any, *, rows: int = 3, longest: int = LONGEST_TEXT) -> forms.CharField:
    """Return a field for words of several lines that may stay empty."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[ProhibitNullCharactersValidator()],
    )
