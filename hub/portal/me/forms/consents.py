"""What of a consent stays on, or is given again."""

from collections.abc import Iterable
from typing import Any

from django import forms

from hub.portal.me.consents import Choice, Switch


class ChoiceForm(forms.Form):
    """The switches of a consent; an unknown code switches nothing."""

    purposes = forms.MultipleChoiceField(required=False)
    recipients = forms.MultipleChoiceField(required=False)

    def __init__(
        self, data: Any, *, purposes: Iterable[Switch], recipients: Iterable[Switch]
    ) -> None:
        super().__init__(data)
        for name, switches in (("purposes", purposes), ("recipients", recipients)):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101  # as declared above
            field.choices = [(one.code, one.name) for one in switches]

    def read_choice(self) -> Choice:
        """Return what is on; the form has to be valid."""
        said = self.cleaned_data
        return Choice(frozenset(said["purposes"]), frozenset(said["recipients"]))
