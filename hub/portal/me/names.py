"""Names of institutions and places, as a person knows them."""

from collections.abc import Mapping

from babel import Locale
from django.utils.translation import gettext as _

from hub.portal.me.sessions import language_of_page
from sharing.members.selectors import list_active_institutions

# How forms name the hub itself: an empty choice is none.
HUB = "hub"
_OPERATOR = "operator"
_UNIONS = ("EU", "EEA")


def name_institutions() -> dict[str, str]:
    """Return the names of the institutions in the exchange by their STIX id; "" is the hub itself."""
    rows = {one.stix_id: one.name for one in list_active_institutions()}
    return {"": str(_("RiskHub (the operator of the hub)"))} | rows


def name_of(stix_id: str, names: Mapping[str, str]) -> str:
    """Return the name of an institution, also of one that has left."""
    return names.get(stix_id) or str(_("An institution that left the exchange"))


def name_places() -> dict[str, str]:
    """Return the jurisdictions of the institutions in the exchange by their STIX id."""
    return {one.stix_id: one.jurisdiction for one in list_active_institutions()}


def find_place(stix_id: str) -> str:
    """Return the jurisdiction of an institution in the exchange, "" for who is none."""
    return name_places().get(stix_id, "")


def list_members() -> list[tuple[str, str]]:
    """Return the choices of a form among institutions: (STIX id, name) by name, none first."""
    rows = [(one.stix_id, one.name) for one in list_active_institutions() if one.kind != _OPERATOR]
    return [("", str(_("Please choose"))), *sorted(rows, key=lambda row: row[1])]


def list_institutions() -> list[tuple[str, str]]:
    """Return the choices among those a person may turn to: the institutions, then the hub."""
    return [*list_members(), (HUB, str(_("RiskHub (the operator of the hub)")))]


def read_institution(choice: str) -> str:
    """Return the STIX id that a choice stands for, "" for the hub."""
    return "" if choice == HUB else choice


def name_place(code: str) -> str:
    """Return the name of a place such as CN-SH, EU-DE or SG in the language of the page."""
    union, _dash, part = code.partition("-")
    country = part if union in _UNIONS and part else union
    locale = Locale.parse(language_of_page().replace("-", "_"))
    return str(locale.territories.get(country, code))
