"""Names, addresses, birth dates, plates, sessions and devices of persons."""

from collections.abc import Iterator

from privacy.detection.people.addresses import find_addresses
from privacy.detection.people.chinese import find_chinese_names
from privacy.detection.people.facts import find_facts
from privacy.detection.people.foreign import find_foreign_names
from privacy.detection.people.western import find_western_names
from privacy.detection.traditional import simplify, simplify_names
from privacy.detection.types import DataType, Span

__all__ = ["find_people"]


def find_people(text: str) -> Iterator[Span]:
    """Yield what describes a person in a folded text, the surest first."""
    plain = simplify(text)
    yield from find_facts(text, plain)
    yield from find_addresses(text, plain)
    for start, end in find_western_names(text):
        yield Span(start, end, DataType.PERSON, text[start:end].casefold())
    if not text.isascii():
        for start, end in find_foreign_names(text, plain):
            yield Span(start, end, DataType.PERSON, text[start:end].casefold())
        for start, end in find_chinese_names(simplify_names(text, plain)):
            yield Span(start, end, DataType.PERSON, plain[start:end])
