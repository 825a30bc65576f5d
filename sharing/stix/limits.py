"""How much of anything a submission may hold; beyond it the answer is a fault, never an effort."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds for one submission; lengths of text are in characters, ``bytes`` is unpacked size."""

    bytes: int = 10_000_000
    # Commas and opening brackets bound the memory of the decoded document before it exists.
    values: int = 500_000
    objects: int = 5_000
    # Of one list, and of one object.
    list_members: int = 5_000
    string: int = 100_000
    # STIX 2.1 section 3.1: a property name has at most 250 characters.
    key: int = 250
    depth: int = 64
    faults: int = 100
    pattern_length: int = 20_000
    # Of all patterns of a submission together.
    patterns_length: int = 1_000_000
    pattern_terms: int = 1_000
    pattern_depth: int = 64
    regex_length: int = 1_000


DEFAULT = Limits()
