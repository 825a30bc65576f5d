"""What a legal hold can cover, and why one is placed."""

from enum import StrEnum


class HoldScope(StrEnum):
    """What is kept: all about a person, one alert, or all that an institution answers for."""

    SUBJECT = "subject"
    ALERT = "alert"
    INSTITUTION = "institution"


class HoldReason(StrEnum):
    """Why it must be kept (PIPL 47; GDPR 17(3)(b), (e))."""

    LITIGATION = "litigation"
    INVESTIGATION = "investigation"
    AUDIT = "audit"
    STATUTORY_DUTY = "statutory-duty"
    REGULATOR_ORDER = "regulator-order"
