"""What can go wrong in this room, by name; approvals' SelfApproval and PersonNeeded apply as well."""

from privacy.errors import PrivacyError


class LegalHoldNotFound(PrivacyError):
    """There is no such legal hold, or it is somebody else's."""

    code = "not-found"


class LegalHoldEnded(PrivacyError):
    """The hold was ended before."""

    code = "step-not-possible"


class LegalHoldUnfit(PrivacyError):
    """A part of what was asked for cannot be used: its place, and the rule it breaks."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place
