"""A notice as it is written: its scope, and its items in each language."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hub.portal.officer.forms.fields import pick_any, write_text
from privacy.consent.content import Content, list_items
from privacy.consent.vocabulary import (
    CATEGORIES,
    LANGUAGES,
    PURPOSES,
    RECIPIENT_KINDS,
    ConsentKind,
)

_PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,6})?", re.ASCII)
_IDENTITY = re.compile(r"identity--[0-9a-f-]{36}", re.ASCII)
_MOST = 100


class NoticeForm(forms.Form):
    """One version of a notice; the room names what it lacks."""

    code = forms.RegexField(
        label=_("Short name"),
        regex=r"\A[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?\Z",
        help_text=_("Small letters, digits and hyphens, such as fraud-prevention."),
    )
    purposes = pick_any(_("Purposes"), "purpose", sorted(PURPOSES))
    recipient_classes = pick_any(_("Kinds of recipient"), "member", RECIPIENT_KINDS)
    recipients = forms.CharField(
        label=_("Recipients by name"),
        required=False,
        max_length=4_000,
        help_text=_("STIX identities, divided by blanks, where kinds are too wide."),
    )
    categories = pick_any(_("Data"), "category", CATEGORIES)
    kinds = pick_any(_("Consents that it asks for"), "consent", list(ConsentKind))
    regions = forms.CharField(
        label=_("Where data goes abroad"),
        required=False,
        max_length=400,
        help_text=_("Places such as HK or EU-DE, divided by blanks."),
    )
    material = forms.BooleanField(
        label=_("A material change: people have to consent again"), required=False, initial=True
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        """Ask for the short name of a new notice alone, and for each item in each language."""
        super().__init__(*args, **kwargs)
        del self.fields["material" if is_first else "code"]
        for row in list_items():
            for language in LANGUAGES:
                field = write_text(language, rows=2)
                field.widget.attrs["lang"] = language
                self.fields[_name(language, row.item)] = field

    def clean_recipients(self) -> list[str]:
        """Return identities. Raises ValidationError."""
        return _split(self.cleaned_data["recipients"], _IDENTITY)

    def clean_regions(self) -> list[str]:
        """Return places. Raises ValidationError."""
        return _split(self.cleaned_data["regions"], _PLACE)

    def read_content(self) -> Content:
        """Return the version as it would be published; empty items are left out."""
        said = self.cleaned_data
        return Content(
            purposes=tuple(said["purposes"]),
            recipient_classes=tuple(
                dict.fromkeys([*said["recipient_classes"], *said["recipients"]])
            ),
            categories=tuple(said["categories"]),
            texts={
                language: {
                    row.item: text
                    for row in list_items()
                    if (text := said[_name(language, row.item)])
                }
                for language in LANGUAGES
            },
            kinds=tuple(said["kinds"]),
            regions=tuple(dict.fromkeys(said["regions"])),
        )

    def list_texts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return each item with the article that asks for it and its fields, a language each."""
        rows = {row.item: row.source for row in list_items()}
        return [
            (item, source, [self[_name(language, item)] for language in LANGUAGES])
            for item, source in rows.items()
        ]

    def list_scope(self) -> list[forms.BoundField]:
        """Return the fields before the texts."""
        return [self[name] for name in self.fields if not name.startswith("text-")]


def fill_from(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form for the next version begins with: the version before."""
    named = [one for one in content["recipient_classes"] if one not in RECIPIENT_KINDS]
    begun = {name: content[name] for name in ("purposes", "categories", "kinds")}
    begun["recipient_classes"] = [one for one in content["recipient_classes"] if one not in named]
    begun |= {"recipients": " ".join(named), "regions": " ".join(content["regions"])}
    texts = {
        _name(language, item): text
        for language, items in content["texts"].items()
        for item, text in items.items()
    }
    return begun | texts


def _name(language: str, item: str) -> str:
    return f"text-{language}-{item}"


def _split(text: str, form: re.Pattern[str]) -> list[str]:
    words = text.split()
    if len(words) > _MOST or not all(map(form.fullmatch, words)):
        raise ValidationError(_("Write them as the hint says, divided by blanks."))
    return words
