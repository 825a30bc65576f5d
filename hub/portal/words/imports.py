"""Words about bringing a table in: what a column can mean, and what is wrong with a row."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hub.portal.words.alerts import name_band
from hub.portal.words.categories import name_category
from sharing.stix.faults import Fault
from sharing.stix.markings import Tlp

MEANINGS = {
    "indicator": _("Any observable"),
    "ip": _("IP address"),
    "ipv4-addr": _("IPv4 address"),
    "ipv6-addr": _("IPv6 address"),
    "domain-name": _("Domain name"),
    "url": _("Web address"),
    "email-addr": _("E-mail address"),
    "mac-addr": _("MAC address"),
    "file:hashes.MD5": _("File hash (MD5)"),
    "file:hashes.SHA-1": _("File hash (SHA-1)"),
    "file:hashes.SHA-256": _("File hash (SHA-256)"),
    "file:hashes.SHA-512": _("File hash (SHA-512)"),
    "name": _("Name"),
    "description": _("Description"),
    "confidence": _("Confidence"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "tlp": _("TLP"),
    "category": _("Category"),
    "severity": _("Severity"),
}
FAULTS = {
    "authentication-data": _(
        "It holds authentication data, such as a password or a card's security code. Remove it;"
        " it is never shared or stored."
    ),
    "no-observable": _("There is no address, name, web address or hash here."),
    "no-rows": _("The table needs a heading row and at least one row."),
    "not-a-table": _("The table cannot be read; check its quotation marks."),
    "not-csv": _("This is not a CSV file: save it as CSV."),
    "not-decodable": _("Save the table as UTF-8, UTF-16 or GB18030."),
    "refanged": _("It was written so that nobody follows it, and is read as what it stands for."),
    "repeated-column": _("Two columns have the same heading; rename one."),
    "repeated-meaning": _("Two columns mean the same; keep one."),
    "repeated-row": _("An earlier row says the same; this one is left out."),
    "stricter-than-row": _(
        "The whole table is marked more strictly than this row, and that holds. Choose the marking"
        " of the table."
    ),
    "text-too-long": _("A cell has too many characters."),
    "too-many-bytes": _("The file is too large."),
    "too-many-cells": _("The row has more cells than the heading row."),
    "too-many-columns": _("The table has too many columns."),
    "too-many-rows": _("The table has too many rows."),
    "unknown-column": _("The table has no column of this heading."),
    "unusable-cell": _("A cell does not fit the meaning of its column."),
}
# What a cell of a column must be, where the name of its meaning does not say it.
EXPECTED = {
    "confidence": _("a whole number from 0 to 100"),
    "valid_from": _("a day or a time, such as 2026-11-23 or 2026-11-23T08:00:00Z"),
    "valid_until": _("a day or a time, such as 2026-11-23 or 2026-11-23T08:00:00Z"),
    "tlp": _("clear, green, amber, amber+strict or red"),
    "category": _("a risk category, by its name or code"),
    "severity": _("low, medium, high, critical or 0 to 100"),
}


def name_meaning(code: str) -> str:
    """Return the name of what a column means."""
    return str(MEANINGS.get(code, code))


def explain_fault(fault: Fault) -> str:
    """Return the sentence for a fault, its own message where nobody has written one."""
    return str(FAULTS.get(fault.code, fault.message))


def explain_cell(fault: Fault, meaning: str) -> str:
    """Return the sentence for a fault of a cell, and what its column expects."""
    sentence = explain_fault(fault)
    if fault.code != "unusable-cell" or not meaning:
        return sentence
    expected = str(EXPECTED.get(meaning, name_meaning(meaning)))
    return gettext("%(fault)s Expected: %(expected)s.") % {"fault": sentence, "expected": expected}


def show_value(meaning: str, value: Any) -> str:
    """Return what a cell says, in words where it is a code."""
    if meaning == "category":
        return name_category(value)
    if meaning == "severity":
        return name_band(value)
    return value.label if isinstance(value, Tlp) else str(value)


def list_choices(meanings: Mapping[str, object] = MEANINGS) -> list[tuple[str, str]]:
    """Return what a column can be chosen to mean; nothing comes first."""
    return [("", str(_("Leave out"))), *((code, str(name)) for code, name in meanings.items())]
