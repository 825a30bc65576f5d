"""What can go wrong in this room, by name; approvals' SelfApproval and PersonNeeded apply as well."""

from privacy.errors import PrivacyError


class RecordMissing(PrivacyError):
    """There is no such assessment or mechanism that the institution may see or change."""

    code = "not-found"


class RecordIsFinal(PrivacyError):
    """The record stands as it is: an act of the ledger, an assessment that is no draft, a mechanism that was approved."""

    code = "record-is-final"


class TermsUnusable(PrivacyError):
    """A part of an assessment or a mechanism breaks a rule: its place, and the rule."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place
