"""The codes that responses consist of. No free text: nobody is named in passing, nothing is told by a no."""

from enum import StrEnum


class Disposition(StrEnum):
    """What became of an alert (profile f7)."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    ALREADY_KNOWN = "already-known"
    IRRELEVANT = "irrelevant"
    INSUFFICIENT = "insufficient"
    ACTED_BLOCKED = "acted-blocked"
    ACTED_MONITORED = "acted-monitored"
    ACTED_REPORTED = "acted-reported"


class FeedbackReason(StrEnum):
    """Why an alert was of no use."""

    DUPLICATE = "duplicate"
    INSUFFICIENT_DETAIL = "insufficient-detail"
    NO_MATCH = "no-match"
    NOT_CONCERNED = "not-concerned"
    OUTDATED = "outdated"
    WRONG_SUBJECT = "wrong-subject"
    TECHNICAL_FAULT = "technical-fault"
    OTHER = "other"


class RefusalReason(StrEnum):
    """Why a member does not answer a request."""

    NO_INFORMATION = "no-information"
    NOT_PERMITTED = "not-permitted"
    THRESHOLD_NOT_MET = "threshold-not-met"
    UNCLEAR = "unclear"
    TOO_BROAD = "too-broad"
    TOO_LATE = "too-late"
    OTHER = "other"


class RecallNote(StrEnum):
    """Why copies remain, or why there were none to destroy."""

    RETAINED_BY_LAW = "retained-by-law"
    NEVER_STORED = "never-stored"
    DESTROYED_BEFORE = "destroyed-before"
    PASSED_ON = "passed-on"
    OTHER = "other"


# Which notes go with copies that remain, and which with none that does.
COPIES_REMAIN = frozenset({RecallNote.RETAINED_BY_LAW, RecallNote.PASSED_ON, RecallNote.OTHER})
COPIES_GONE = frozenset({RecallNote.NEVER_STORED, RecallNote.DESTROYED_BEFORE, RecallNote.OTHER})
