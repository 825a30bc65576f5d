"""What can go wrong with requests and complaints, by name."""

from privacy.errors import PrivacyError


class Unfit(PrivacyError):
    """A part of what was asked for cannot be used: its place, and the rule it breaks."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place


class SignInRefused(PrivacyError):
    """The code or the token is wrong, used or expired: which of these is not told."""

    code = "sign-in-refused"


class RecordNotFound(PrivacyError):
    """There is no such request or complaint, or it is somebody else's."""

    code = "record-not-found"


class StepNotPossible(PrivacyError):
    """The record stands where this step cannot be made any more, or not yet."""

    code = "step-not-possible"
