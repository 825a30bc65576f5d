"""What the reporter states in the risk-alert extension (profile f3), for people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hub.portal.words.alerts import name_detection_source
from sharing.stix.vocabulary import RISK_ALERT


@dataclass(frozen=True, slots=True)
class Reading:
    """A key risk indicator as measured: `level` is `red`, `amber` or `normal`."""

    indicator: str
    value: str
    limits: str
    level: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Stated facts as (name, text or time), and the readings of indicators."""

    facts: tuple[tuple[str, str | datetime], ...] = ()
    red_flags: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()


def read_statement(objects: Sequence[Mapping[str, Any]]) -> Statement:
    """Return what the first risk-alert extension of an alert states; empty for plain STIX."""
    found = next(filter(None, map(_extension_of, objects)), {})
    return Statement(
        facts=tuple(_list_facts(found)),
        red_flags=tuple(str(flag) for flag in found.get("red_flags", ())),
        readings=tuple(_read_reading(one) for one in found.get("readings", ())),
    )


def _extension_of(one: Mapping[str, Any]) -> dict[str, Any]:
    extensions = one.get("extensions")
    found = extensions.get(RISK_ALERT) if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _list_facts(found: Mapping[str, Any]) -> Iterator[tuple[str, str | datetime]]:
    moments = (
        (_("Detected"), "detected_at"),
        (_("Expected from"), "expected_from"),
        (_("Expected until"), "expected_to"),
        (_("Occurred from"), "occurred_from"),
        (_("Occurred until"), "occurred_to"),
    )
    for name, key in moments:
        if key in found:
            yield name, _read_moment(str(found[key]))
    if "detection_source" in found:
        yield _("Found by"), name_detection_source(str(found["detection_source"]))
    amount = _name_range(found.get("amount_min"), found.get("amount_max"))
    if amount:
        yield _("Amount"), f"{amount} {found.get('currency', '')}".strip()
    affected = _name_range(found.get("affected_count_min"), found.get("affected_count_max"))
    if affected:
        yield _("Customers affected"), affected


def _read_moment(text: str) -> str | datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text


def _name_range(least: object, most: object) -> str:
    if not isinstance(least, int | float) and not isinstance(most, int | float):
        return ""
    parts = [f"{one:,}" if isinstance(one, int | float) else "…" for one in (least, most)]
    return parts[0] if parts[0] == parts[1] else " – ".join(parts)


def _read_reading(one: Mapping[str, Any]) -> Reading:
    limits = [f"{word} {one[key]}" for key, word in _limit_words() if key in one]
    return Reading(
        indicator=str(one.get("kri", "")),
        value=f"{one.get('value', '')} {one.get('unit', '')}".strip(),
        limits=" · ".join(limits),
        level=_level_of(one),
    )


def _limit_words() -> tuple[tuple[str, str], ...]:
    return (("amber", _("amber at")), ("red", _("red at")))


def _level_of(one: Mapping[str, Any]) -> str:
    """Return how far a reading went; a range has two ends, which one bound cannot tell."""
    value, direction = one.get("value"), one.get("direction", "high")
    if not isinstance(value, int | float) or direction not in {"high", "low"}:
        return "normal"
    for level in ("red", "amber"):
        bound = one.get(level)
        if isinstance(bound, int | float):
            passed = value >= bound if direction == "high" else value <= bound
            if passed:
                return level
    return "normal"
