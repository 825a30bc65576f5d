"""The words of consent: its kinds, its course, how it was given, and in which languages people are told."""

from enum import StrEnum

from privacy import PERSONAL
from privacy.policy.engine import PURPOSES

__all__ = [
    "CATEGORIES",
    "LANGUAGES",
    "PURPOSES",
    "RECIPIENT_KINDS",
    "ConsentKind",
    "ExceptionCode",
    "Method",
    "Occurrence",
    "State",
]

# Every notice stands in each of them (PC-10).
LANGUAGES = ("zh-Hans", "zh-Hant", "en")
CATEGORIES = tuple(sorted(PERSONAL))
# Besides these, a recipient can be named by its STIX identity.
RECIPIENT_KINDS = ("platform", "bank", "payment", "regulator", "association", "public")


class ConsentKind(StrEnum):
    """What a consent is to; each takes an act of its own and none stands for another (PC-05)."""

    SHARING = "sharing"
    PUBLICATION = "publication"
    SENSITIVE = "sensitive"
    CROSS_BORDER = "cross-border"
    GUARDIAN = "guardian"


class Method(StrEnum):
    """By which affirmative act a consent was given (GDPR 7, recital 32)."""

    APP = "app"
    WEB = "web"
    PAPER = "paper"
    COUNTER = "counter"
    TELEPHONE = "telephone"


class Occurrence(StrEnum):
    """What happens to a consent; each at most once."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class State(StrEnum):
    """How a consent stands now. Only `valid` carries an act; `reconsent` waits for the person."""

    VALID = "valid"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
    RECONSENT = "reconsent"


# The kind of approval by which an exception from telling people is asked for.
EXCEPTION = "consent.notice-exception"


class ExceptionCode(StrEnum):
    """When people need not be told (PIPL 18; GDPR 14(5))."""

    PIPL_CONFIDENTIAL = "pipl-18-confidential"
    PIPL_EMERGENCY = "pipl-18-emergency"
    GDPR_KNOWN = "gdpr-14-5-a"
    GDPR_DISPROPORTIONATE = "gdpr-14-5-b"
    GDPR_LAW = "gdpr-14-5-c"
    GDPR_SECRECY = "gdpr-14-5-d"
