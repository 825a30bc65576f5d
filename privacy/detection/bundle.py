"""Inspect a bundle: typed fields and free text first, then the echoes of what was found."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from privacy.detection.echoes import find_echoes
from privacy.detection.fields import (
    find_subject_name,
    names_a_person,
    read_typed_value,
    type_of_field,
)
from privacy.detection.minors import is_of_minor
from privacy.detection.normalise import fold
from privacy.detection.paths import is_path, scan_path
from privacy.detection.patterns import scan_pattern
from privacy.detection.payloads import read_base64
from privacy.detection.places import is_identifying_name, place_of, read_bare_value
from privacy.detection.scan import scan_text
from privacy.detection.types import UNREAD, DataType, Finding, Span
from privacy.detection.walk import Text, walk_object

_ATTACHMENT = "payload_bin"
_LONGEST_BARE = 80
_FEW_DIGITS = 4
_ANYTHING = (DataType.PASSPORT, DataType.ACCOUNT_NO, DataType.PERSON)
_IDENTITY_FIELDS = {"name": DataType.PERSON, "contact_information": DataType.ADDRESS}


def inspect_bundle(bundle: Mapping[str, Any], *, today: date | None = None) -> tuple[Finding, ...]:
    """Return all personal data of a bundle, by JSON pointer, in document order.

    With `today`, identity numbers and birth dates of children are marked (PC-09).

    Looks into every text, member names and extensions included. A value that is personal in
    one place is found in all other texts of the bundle, cut short or masked too; what is so only
    by its shape, where no specification says what it is, is not looked for elsewhere.
    """
    objects = bundle.get("objects")
    if not isinstance(objects, list):
        return ()
    texts = _collect_texts(objects)
    found = [(text, _inspect_text(text)) for text in texts]
    if any(spans for _, spans in found):
        found = list(find_echoes(found))
    return tuple(
        _mark_minor(finding, today)
        for text, spans in found
        for finding in _as_findings(text, _complete(text, spans))
    )


def _complete(text: Text, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return one span over a whole value that is bare, unless its spans leave nothing of it."""
    left = len(text.text) - sum(span.end - span.start for span in spans)
    if left <= _FEW_DIGITS and spans:
        return spans
    kind = _bare_kind(text)
    if kind is None or (spans and _digits_left(text.text, spans) <= _FEW_DIGITS):
        return spans
    return (Span(0, len(text.text), kind, fold(text.text).text.strip().casefold()),)


def _bare_kind(text: Text) -> DataType | None:
    if text.is_key:
        return UNREAD if is_identifying_name(text.text) else None
    if len(text.text) > _LONGEST_BARE or text.name == _ATTACHMENT:
        return None
    place = place_of(text.pointer, text.owner, text.name)
    return read_bare_value(fold(text.text).text, place, text.name)


def _digits_left(text: str, spans: tuple[Span, ...]) -> int:
    inside = sum(sum(map(str.isdigit, text[span.start : span.end])) for span in spans)
    return sum(map(str.isdigit, text)) - inside


def _mark_minor(finding: Finding, today: date | None) -> Finding:
    of_minor = is_of_minor(finding.type, finding.normalised, today)
    return replace(finding, of_minor=True) if of_minor else finding


def _collect_texts(objects: list[Any]) -> list[Text]:
    producers = frozenset(
        item["created_by_ref"]
        for item in objects
        if isinstance(item, Mapping) and isinstance(item.get("created_by_ref"), str)
    )
    texts: list[Text] = []
    for index, item in enumerate(objects):
        if isinstance(item, Mapping):
            owner = _owner_of(item, producers)
            texts.extend(walk_object(item, f"/objects/{index}", owner))
    return texts


_PERSON = "identity:person"


def _owner_of(item: Mapping[str, Any], producers: frozenset[str]) -> str:
    kind = str(item.get("type", ""))
    return _PERSON if kind == "identity" and names_a_person(item, producers) else kind


def _inspect_text(text: Text) -> tuple[Span, ...]:
    if text.is_key:
        return scan_text(text.text)
    field = _field_of(text)
    whole = read_typed_value(text.text, field) if field is not None else None
    if whole is not None:
        return (whole,)
    if text.name == "pattern" and text.owner == "indicator":
        return scan_pattern(text.text)
    if text.name == _ATTACHMENT:
        return _scan_attachment(text.text)[:1]
    if (text.owner, text.name) == ("x509-certificate", "subject"):
        return find_subject_name(text.text)
    if is_path(text.owner, text.name):
        return scan_path(text.text, text.owner, text.name)
    return scan_text(text.text)


def _scan_attachment(payload: str) -> tuple[Span, ...]:
    """Return one span over the whole payload for each category that its content may be of.

    What cannot be read as text may hold anything, so it is all of them.
    """
    readings = read_base64(payload)
    if not readings:
        return tuple(Span(0, len(payload), kind, payload) for kind in _ANYTHING)
    by_category = {
        span.category: Span(0, len(payload), span.type, span.normalised)
        for reading in reversed(readings)
        for span in reversed(scan_text(reading))
    }
    return tuple(by_category.values())


def _field_of(text: Text) -> DataType | None:
    if text.owner == _PERSON and text.name in _IDENTITY_FIELDS:
        return _IDENTITY_FIELDS[text.name]
    return type_of_field(text.owner, text.name)


def _as_findings(text: Text, spans: tuple[Span, ...]) -> tuple[Finding, ...]:
    if text.name == _ATTACHMENT and spans and not text.is_key:
        return tuple(
            Finding(text.pointer, None, None, span.type, span.normalised)
            for span in _scan_attachment(text.text) or spans
        )
    is_whole = len(spans) == 1 and (spans[0].start, spans[0].end) == (0, len(text.text))
    if is_whole and not text.is_key:
        only = spans[0]
        return (Finding(text.pointer, None, None, only.type, only.normalised),)
    return tuple(
        Finding(text.pointer, span.start, span.end, span.type, span.normalised, text.is_key)
        for span in spans
    )
