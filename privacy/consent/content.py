"""What a notice says and what it must say: pure rules over one version (PC-10)."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from privacy import Category
from privacy.consent.errors import ConsentUnusable, Missing
from privacy.consent.vocabulary import CATEGORIES, LANGUAGES, PURPOSES, ConsentKind
from privacy.policy import sensitive_categories


@dataclass(frozen=True, slots=True)
class Content:
    """One version as it is asked to be published; `texts` holds items by language."""

    purposes: tuple[str, ...]
    recipient_classes: tuple[str, ...]
    categories: tuple[str, ...]
    texts: Mapping[str, Mapping[str, str]]
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One row of the checklist: what is said, when it must be, and by which article."""

    item: str
    when: str
    source: str
    effective_from: date
    effective_to: date | None
    confirmed: bool

    def is_in_force(self, day: date) -> bool:
        """Say whether the row applies on a day (end inclusive)."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


def check_content(content: Content, *, day: date) -> tuple[Missing, ...]:
    """Return each item that the law asks for on that day and some language lacks; a blank one is lacking.

    Raises ConsentUnusable for scope that is not of the closed lists and for unknown items.
    """
    _check_scope(content)
    _check_texts(content.texts)
    subjects = _list_subjects(content, day)
    asked = [row for row in list_items() if row.is_in_force(day) and row.when in subjects]
    return tuple(
        Missing(f"texts.{language}.{row.item}", row.source)
        for language in LANGUAGES
        for row in asked
        if not content.texts.get(language, {}).get(row.item, "").strip()
    )


def show_content(controller: str, code: str, number: int, content: Content) -> dict[str, Any]:
    """Return a version as plain JSON, exactly as people are shown it."""
    said = {name: list(value) if name != "texts" else value for name, value in _fields(content)}
    return {"controller": controller, "code": code, "number": number, **said}


def digest_content(shown: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 of a version as shown: JSON with sorted members and no blanks (RFC 8785)."""
    return hashlib.sha256(orjson.dumps(dict(shown), option=orjson.OPT_SORT_KEYS)).digest()


@cache
def list_items() -> tuple[Item, ...]:
    """Return the rows of the checklist, in and out of force."""
    rows = orjson.loads(files("privacy.consent").joinpath("checklist.json").read_bytes())["items"]
    return tuple(_read_item(row) for row in rows)


def _fields(content: Content) -> list[tuple[str, Any]]:
    return list(asdict(content).items())


def _check_scope(content: Content) -> None:
    closed: tuple[tuple[str, tuple[str, ...], frozenset[str]], ...] = (
        ("kinds", content.kinds, frozenset(ConsentKind)),
        ("purposes", content.purposes, PURPOSES),
        ("categories", content.categories, frozenset(CATEGORIES)),
    )
    for place, given, known in closed:
        if not known.issuperset(given):
            raise ConsentUnusable(place, f"Give some of {', '.join(sorted(known))}.")
    for place in ("purposes", "categories", "recipient_classes"):
        if not getattr(content, place):
            raise ConsentUnusable(place, "Give at least one.")
    if ConsentKind.CROSS_BORDER in content.kinds and not content.regions:
        raise ConsentUnusable("regions", "Name where the data goes for consent to cross-border.")


def _check_texts(texts: Mapping[str, Mapping[str, str]]) -> None:
    names = {row.item for row in list_items()}
    for language, items in texts.items():
        if language not in LANGUAGES:
            raise ConsentUnusable("texts", f"Give the languages {', '.join(LANGUAGES)}.")
        if not names.issuperset(items):
            raise ConsentUnusable(f"texts.{language}", f"Give items of {', '.join(sorted(names))}.")


def _list_subjects(content: Content, day: date) -> set[str]:
    """Return what a notice is about, in the words of the checklist."""
    kinds, categories = set(content.kinds), set(content.categories)
    about = {
        "always": True,
        "consent": bool(kinds),
        "sensitive": ConsentKind.SENSITIVE in kinds or bool(categories & sensitive_categories(day)),
        "publication": ConsentKind.PUBLICATION in kinds or "public" in content.recipient_classes,
        "minors": ConsentKind.GUARDIAN in kinds or Category.MINOR in categories,
        "cross-border": ConsentKind.CROSS_BORDER in kinds or bool(content.regions),
    }
    return {name for name, holds in about.items() if holds}


def _read_item(row: dict[str, Any]) -> Item:
    until = row.get("until")
    return Item(
        item=row["item"],
        when=row["when"],
        source=row["source"],
        effective_from=date.fromisoformat(row["from"]),
        effective_to=date.fromisoformat(until) if until else None,
        confirmed=row["confirmed"],
    )
