"""Legal regions: the territory of one data-protection law, not the territory of one state."""

from functools import lru_cache

EEA = "EEA"
_EEA_CODES = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK"
)
_EEA_STATES = frozenset(_EEA_CODES.split())


@lru_cache(maxsize=1024)
def legal_region(code: str) -> str:
    """Return the legal region of a jurisdiction code, "" when it is unknown or malformed.

    "EU", "EU-DE", "EEA" and "DE" are one region (GDPR applies in all); a subdivision such as
    "CN-SH" belongs to its state. Hong Kong, Macao and Taiwan are abroad for PIPL 38.
    """
    head = code.strip().upper().partition("-")[0]
    if head in ("EU", EEA) or head in _EEA_STATES:
        return EEA
    return head if len(head) == 2 and head.isascii() and head.isalpha() else ""
