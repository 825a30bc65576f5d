"""Facts of an act that somebody asks about: "what would happen if...", without any effect."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.forms.fields import pick_any
from hub.portal.officer.words import list_choices
from privacy.gate import LEGAL_BASES, PURPOSES, Category, ReleaseAct, legal_region
from privacy.policy.types import Counts, Evidence, EvidenceKind

_PLACE = RegexValidator(r"^[A-Z]{2,3}(-[A-Z0-9]{1,6})?\Z", _("Write a place as CN or CN-SH."))
_MOST = 100_000_000
# In the browser the agreement between both is a fact like any other; its circle has no other meaning.
_CIRCLE = "what-if"
_RECIPIENTS = (
    "bank",
    "payment",
    "platform",
    "association",
    "regulator",
    "operator",
    "foreign-authority",
    "public",
)


def _name_place(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(label=label, initial=initial, max_length=10, validators=[_PLACE])


def _count(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, initial=0, min_value=0, max_value=_MOST)


class WhatIfForm(forms.Form):
    """One alert to one recipient, by its facts; what is not ticked is not so."""

    origin = _name_place(_("Data comes from"), "CN-SH")
    destination = _name_place(_("Recipient is in"), "CN-BJ")
    recipient = forms.ChoiceField(
        label=_("Kind of recipient"), choices=lambda: list_choices("member", _RECIPIENTS)
    )
    wording = forms.ChoiceField(
        label=_("Suspicion is"), required=False, choices=lambda: list_choices("wording")
    )
    categories = pick_any(_("Data in it"), "category")
    purposes = pick_any(_("Purposes"), "purpose", sorted(PURPOSES))
    bases = pick_any(_("Legal bases declared"), "basis", sorted(LEGAL_BASES))
    evidence = pick_any(_("On record, and covering this"), "evidence")
    standing = pick_any(_("Known of the persons"), "standing")
    agreement = forms.BooleanField(
        label=_("An agreement between both is in force"), required=False, initial=True
    )
    critical = forms.BooleanField(
        label=_("The sender operates critical infrastructure"), required=False
    )
    restricted = forms.BooleanField(
        label=_("The recipient is on a restricted list"), required=False
    )
    ordinary = _count(_("Persons sent abroad this year, ordinary data"))
    sensitive = _count(_("Persons sent abroad this year, sensitive data"))

    def list_lists(self) -> list[forms.BoundField]:
        """Return the fields of which any number may be ticked."""
        return [self[name] for name in ("categories", "purposes", "bases", "standing", "evidence")]

    def list_facts(self) -> list[forms.BoundField]:
        """Return the fields of one value."""
        names = ("origin", "destination", "recipient", "wording", "ordinary", "sensitive")
        return [self[name] for name in names]

    def list_ticks(self) -> list[forms.BoundField]:
        """Return what is so or not."""
        return [self[name] for name in ("agreement", "critical", "restricted")]

    def read_categories(self) -> frozenset[Category]:
        """Return what the alert holds."""
        return frozenset(map(Category, self.cleaned_data["categories"]))

    def read_act(self, now: datetime) -> ReleaseAct:
        """Return the act; each record on file covers it and is in force since yesterday."""
        said = self.cleaned_data
        return ReleaseAct(
            origin_region=legal_region(said["origin"]),
            destination_region=legal_region(said["destination"]),
            recipient_kind=said["recipient"],
            purposes=tuple(said["purposes"]),
            legal_bases=tuple(said["bases"]),
            circle=_CIRCLE if said["agreement"] else "",
            evidence=tuple(_prove(kind, said["bases"], now) for kind in said["evidence"]),
            counts=Counts(said["ordinary"] or 0, said["sensitive"] or 0),
            is_critical_operator=said["critical"],
            is_recipient_restricted=said["restricted"],
            standing=frozenset(said["standing"]),
            wording=said["wording"] or "reported",
        )


def _prove(kind: str, bases: list[str], now: datetime) -> Evidence:
    """Return a record of this kind that covers everything; a statute is one for the first basis."""
    is_statute = kind == EvidenceKind.STATUTE
    return Evidence(
        kind=EvidenceKind(kind),
        reference=kind,
        valid_from=now - timedelta(days=1),
        categories=frozenset(Category),
        code=bases[0] if is_statute and bases else "",
    )
