"""The words of incidents: classes, operators, laws, effects. Stored and shown as they stand here."""

from enum import StrEnum

LONGEST_TEXT = 20_000


class IncidentClass(StrEnum):
    """How grave it is, after the CAC measures of 2025, in rising order: 一般, 较大, 重大, 特别重大."""

    GENERAL = "general"
    LARGER = "larger"
    MAJOR = "major"
    EXTRAORDINARY = "extraordinary"


class Operator(StrEnum):
    """What the institution is to the cyber authorities."""

    CRITICAL_INFRASTRUCTURE = "critical-infrastructure"
    CENTRAL_ORGAN = "central-organ"
    RECEIVING_AUTHORITY = "receiving-authority"
    OTHER = "other"


class Regime(StrEnum):
    """The rules under which reports are due; each has rows in clocks.json."""

    CAC = "cac"
    PIPL = "pipl"
    PBOC = "pboc"
    BANK_DATA = "bank-data"
    NETWORK_DATA = "network-data"
    GDPR = "gdpr"
    DORA = "dora"


class Effect(StrEnum):
    """What the incident does or may do; some start a clock, some spare a report."""

    NATIONAL_SECURITY = "national-security"
    PUBLIC_INTEREST = "public-interest"
    HIGH_RISK = "high-risk"
    NO_RISK = "no-risk"
    HARM_AVOIDED = "harm-avoided"
    # We process for another; what we relay came from critical infrastructure.
    PROCESSOR = "processor"
    CRITICAL_SOURCE = "critical-source"
    CONFIDENTIALITY = "confidentiality"
    INTEGRITY = "integrity"
    AVAILABILITY = "availability"


class IncidentState(StrEnum):
    """Open, handled (only reports are left), or closed: every report due was sent."""

    OPEN = "open"
    HANDLED = "handled"
    CLOSED = "closed"
