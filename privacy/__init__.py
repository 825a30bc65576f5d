"""The ground floor: what may be known, by whom and why, and the proof of it.

`privacy.gate` is the one door for decisions. The rooms `policy`, `detection` and `redaction`
are strangers to each other and share only the two vocabularies below.
"""

from enum import StrEnum


class Category(StrEnum):
    """What data is, by the sensitivity classes of the control matrix (PC-04)."""

    C3 = "C3"
    C2 = "C2"
    C1 = "C1"
    PI = "PI"
    SPI = "SPI"
    MINOR = "MINOR"
    CRIM = "CRIM"
    STR = "STR"
    IMPORTANT = "IMPORTANT"
    ORG = "ORG"
    THREAT = "THREAT"


class Treatment(StrEnum):
    """What happens to a piece of data on its way out, from the mildest to the strictest."""

    CLEAR = "clear"
    TOKENISE = "tokenise"
    GENERALISE = "generalise"
    MASK = "mask"
    DROP = "drop"


PERSONAL: frozenset[Category] = frozenset(
    {Category.C2, Category.PI, Category.SPI, Category.MINOR, Category.CRIM}
)
