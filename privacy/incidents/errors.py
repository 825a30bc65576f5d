"""What can go wrong with incidents, by name; approvals' PersonNeeded applies as well."""

from privacy.errors import PrivacyError


class IncidentNotFound(PrivacyError):
    """There is no such incident or report, or it is another institution's."""

    code = "not-found"


class ReportIsSent(PrivacyError):
    """The report was sent: it stands as it is, and a new version is a new draft."""

    code = "step-not-possible"


class IncidentUnfit(PrivacyError):
    """A part of what was said of an incident cannot be used: its place, and the rule it breaks."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place
