"""The words of the room: kinds of request and complaint, their states and outcomes."""

from enum import StrEnum


class RequestType(StrEnum):
    """What a person may ask for (PIPL 44 to 48, 24; GDPR 15 to 22)."""

    ACCESS = "access"
    COPY = "copy"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    EXPLANATION = "explanation"
    WITHDRAW_AUTOMATED = "withdraw-automated"


READING = frozenset({RequestType.ACCESS, RequestType.COPY, RequestType.PORTABILITY})
# What stands until somebody ends it: everything is held back, or what rests on interests alone.
STANDING = frozenset({RequestType.RESTRICTION, RequestType.OBJECTION})


class RequestState(StrEnum):
    """Where a request stands; `verifying` waits for an institution to have seen papers."""

    OPEN = "open"
    VERIFYING = "verifying"
    IN_PROGRESS = "in-progress"
    CLOSED = "closed"


class IdentityState(StrEnum):
    """What is known of who asks: an address answered a code, more is claimed, or papers were seen."""

    CONTACT = "contact"
    CLAIMED = "claimed"
    VERIFIED = "verified"
    FAILED = "failed"


class RequestOutcome(StrEnum):
    """How a request ended."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RefusalReason(StrEnum):
    """Why a request was refused, in whole or part; each goes with a text and a remedy (PC-17).

    None may tell of a suspicious-transaction report: what the law keeps secret looks like any other
    duty to keep (PC-25).
    """

    IDENTITY_NOT_ESTABLISHED = "identity-not-established"
    LEGAL_DUTY = "legal-duty"
    RIGHTS_OF_OTHERS = "rights-of-others"
    LEGAL_CLAIMS = "legal-claims"
    NOT_HELD = "not-held"
    NOT_THE_CONTROLLER = "not-the-controller"
    EXCESSIVE = "excessive"
    ACCURATE = "accurate"
    OVERRIDING_GROUNDS = "overriding-grounds"


class VerificationMethod(StrEnum):
    """How an institution made sure; the papers themselves are never kept."""

    DOCUMENT_AT_COUNTER = "document-at-counter"
    DOCUMENT_REMOTE = "document-remote"
    KNOWN_CUSTOMER = "known-customer"
    ELECTRONIC_IDENTITY = "electronic-identity"


class ExtensionReason(StrEnum):
    """Why an answer takes longer (GDPR 12(3))."""

    COMPLEXITY = "complexity"
    NUMBER_OF_REQUESTS = "number-of-requests"


class Cause(StrEnum):
    """What a complaint is about."""

    WRONG_DATA = "wrong-data"
    UNLAWFUL_SHARING = "unlawful-sharing"
    NO_NOTICE = "no-notice"
    CONSENT_IGNORED = "consent-ignored"
    REQUEST_UNANSWERED = "request-unanswered"
    ACCOUNT_BLOCKED = "account-blocked"
    AUTOMATED_DECISION = "automated-decision"
    SECURITY = "security"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    HANDLING = "handling"
    ANSWERED = "answered"
    HANDED_OVER = "handed-over"
    CLOSED = "closed"


class ComplaintOutcome(StrEnum):
    """How a complaint ended."""

    UPHELD = "upheld"
    REJECTED = "rejected"
    SETTLED = "settled"


NEXT_STATES: dict[ComplaintState, frozenset[ComplaintState]] = {
    ComplaintState.RECEIVED: frozenset({ComplaintState.HANDLING, ComplaintState.HANDED_OVER}),
    ComplaintState.HANDLING: frozenset({ComplaintState.ANSWERED, ComplaintState.HANDED_OVER}),
    ComplaintState.ANSWERED: frozenset({ComplaintState.CLOSED, ComplaintState.HANDED_OVER}),
    # The regulator answers, hands on, or closes what its own records hold the answer to.
    ComplaintState.HANDED_OVER: frozenset({ComplaintState.ANSWERED, ComplaintState.CLOSED}),
    ComplaintState.CLOSED: frozenset(),
}

LANGUAGES = ("en", "zh-Hans", "zh-Hant")
LONGEST_TEXT = 4_000
"""Characters of what a person or an officer writes."""
