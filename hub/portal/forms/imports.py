"""What a person says of a table: the file, how it may be shared, and what its columns mean."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.portal.words.imports import list_choices
from sharing.imports.report import Wanted
from sharing.imports.tables import Table
from sharing.stix.markings import Tlp

LARGEST_FILE = 1_000_000
_LEVELS = [(level.value_2_0, level.label) for level in sorted(Tlp, reverse=True)]


class AboutTableForm(forms.Form):
    """How the alert of the table is called and how it may be shared."""

    name = forms.CharField(label=_("Name of the alert"), max_length=200)
    tlp = forms.ChoiceField(label=_("May be shared as"), choices=_LEVELS)


class UploadForm(AboutTableForm):
    """The first step: a file."""

    field_order = ("file",)
    file = forms.FileField(
        label=_("Table (CSV)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )

    def clean_file(self) -> bytes:
        """Return the bytes of the file, which may not be large."""
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too large."))
        content: bytes = upload.read()
        return content


class ColumnsForm(AboutTableForm):
    """The second step: what each column means. The table itself travels in the page."""

    table = forms.CharField(strip=False, widget=forms.HiddenInput)
    # Sending the page twice sends the alert once.
    key = forms.UUIDField(widget=forms.HiddenInput)
    partial = forms.BooleanField(
        label=_("Send the good rows and leave the faulty ones out"), required=False
    )

    def __init__(self, *args: Any, columns: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._headings = columns.headings
        for number, heading in enumerate(columns.headings):
            self.fields[_field(number)] = forms.ChoiceField(
                label=heading or str(number + 1), choices=list_choices, required=False
            )

    @property
    def columns(self) -> list[forms.BoundField]:
        """Return the fields of the columns in their order."""
        return [self[_field(number)] for number in range(len(self._headings))]

    def read_wanted(self) -> Wanted:
        """Return what was said of the table."""
        return self._read(self.cleaned_data)

    def read_guess(self) -> Wanted:
        """Return what the form says before anybody corrected it."""
        return self._read(self.initial)

    def _read(self, said: Mapping[str, Any]) -> Wanted:
        meanings = [said.get(_field(number), "") for number in range(len(self._headings))]
        mapping = dict(zip(self._headings, meanings, strict=True))
        level = next(one for one in Tlp if one.value_2_0 == said["tlp"])
        chosen = {heading: meaning for heading, meaning in mapping.items() if meaning}
        return Wanted(chosen, said["name"], level)


def name_columns(mapping: dict[str, str], table: Table) -> dict[str, str]:
    """Return the first choices of the fields of the columns."""
    return {
        _field(number): mapping.get(heading, "") for number, heading in enumerate(table.headings)
    }


def _field(number: int) -> str:
    return f"column{number}"
