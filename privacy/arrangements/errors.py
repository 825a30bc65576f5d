"""What can go wrong in this room, by name; approvals' SelfApproval and PersonNeeded apply as well."""

from privacy.errors import PrivacyError


class ArrangementMissing(PrivacyError):
    """There is no such contact or arrangement that the institution may see or change."""

    code = "not-found"


class ArrangementFixed(PrivacyError):
    """It was approved, has ended, or its member has left: what stands does not change."""

    code = "arrangement-fixed"


class ArrangementUnfit(PrivacyError):
    """A part of a contact or an arrangement breaks a rule: its place, and the rule."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place


class ContactLapsed(ArrangementUnfit):
    """Nobody is named who answers for personal information, so people cannot be told (PIPL 52; GDPR 13, 37)."""

    code = "contact-lapsed"
