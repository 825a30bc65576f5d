"""What can go wrong with the log, by name."""

from privacy.errors import PrivacyError


class LogBroken(PrivacyError):
    """An event does not fit the log: it was edited, moved or removed. `sequence` says which is the first."""

    code = "log-broken"

    def __init__(self, sequence: int) -> None:
        super().__init__(f"event {sequence} does not fit the log")
        self.sequence = sequence


class NotInLog(PrivacyError):
    """There is no such event, head or size of the log."""

    code = "not-found"
