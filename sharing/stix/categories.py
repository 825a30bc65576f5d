"""Risk categories of an alert: stated by the profile or labels, or derived by catalogues (f13).

The sources are asked in the order of how plainly they speak; the first that answers is believed.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from sharing.stix.category_text import infer_category
from sharing.stix.markings import StixObject
from sharing.stix.vocabulary import RISK_ALERT, RISK_CATEGORIES, read_catalogue

Source = Callable[[StixObject, list[StixObject]], Iterator[str]]

# Profile f3: one to five, most specific first.
_MOST: Final = 5
_LABEL_NAMES: Final = frozenset({"risk-type", "category", "risk-category"})
# A machine tag of MISP: namespace:predicate="value".
_MACHINE_TAG: Final = re.compile(r'[^=]+="([^"]+)"')
_CATALOGUE: Final[dict[str, Any]] = read_catalogue("category_catalogue.json")
_WORDS: Final[Mapping[str, str]] = (
    {category: category for category in RISK_CATEGORIES}
    | {label: category for category, label in RISK_CATEGORIES.items()}
    | _CATALOGUE["synonyms"]
)


def derive_categories(root: StixObject, objects: Iterable[StixObject]) -> tuple[str, ...]:
    """Return the categories of the alert, most specific first, () where none can be told."""
    alert = root.get("extensions", {}).get(RISK_ALERT)
    if alert:
        return tuple(alert["categories"])
    listed = list(objects)
    for source in _SOURCES:
        if found := tuple(dict.fromkeys(source(root, listed))):
            return found[:_MOST]
    return ()


def _read_labels(root: StixObject, _objects: list[StixObject]) -> Iterator[str]:
    """Yield what the labels say: a category, its zh label, a synonym or a machine tag of one."""
    for label in root.get("labels", ()):
        name, separator, value = label.partition(":")
        word = value if separator and name.strip().lower() in _LABEL_NAMES else label
        if tag := _MACHINE_TAG.fullmatch(word):
            word = tag[1]
        word = re.sub(r"[\s_]+", "-", word.strip().lower())
        if word in _WORDS:
            yield _WORDS[word]


def _read_vocabularies(root: StixObject, _objects: list[StixObject]) -> Iterator[str]:
    for name, mapping in _CATALOGUE["vocabularies"].items():
        for value in root.get(name, ()):
            if value in mapping:
                yield mapping[value]


def _read_attack_patterns(_root: StixObject, objects: list[StixObject]) -> Iterator[str]:
    """Yield the categories of techniques; a sub-technique means what its technique means."""
    mapping = _CATALOGUE["attack_patterns"]
    for member in objects:
        if member["type"] == "attack-pattern":
            for reference in member.get("external_references", ()):
                technique = reference.get("external_id", "")
                parent = technique.partition(".")[0]
                if category := mapping.get(technique) or mapping.get(parent):
                    yield category


def _read_kill_chain(root: StixObject, objects: list[StixObject]) -> Iterator[str]:
    mapping = _CATALOGUE["kill_chain_phases"]
    for member in [root, *objects]:
        for phase in member.get("kill_chain_phases", ()):
            if category := mapping.get(f"{phase['kill_chain_name']}:{phase['phase_name']}"):
                yield category


def _read_text(root: StixObject, objects: list[StixObject]) -> Iterator[str]:
    if category := infer_category(root, objects):
        yield category


_SOURCES: Final[tuple[Source, ...]] = (
    _read_labels,
    _read_vocabularies,
    _read_attack_patterns,
    _read_kill_chain,
    _read_text,
)
