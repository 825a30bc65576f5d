"""What a supervisor asks for: the desk's filter and a place."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hub.portal.forms.desk import AlertFilterForm

# ISO 3166-1 alpha-2, or a subdivision by ISO 3166-2.
_PLACE = RegexValidator(r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", _("Write a place as CN or CN-SH."))


class TerritoryFilterForm(AlertFilterForm):
    """Narrow the alert list to a jurisdiction too; a country holds its regions."""

    jurisdiction = forms.CharField(
        label=_("Jurisdiction"),
        required=False,
        max_length=6,
        validators=[_PLACE],
        widget=forms.TextInput(attrs={"placeholder": "CN-SH", "list": "territory"}),
    )
    field_order = ("text", "jurisdiction")
