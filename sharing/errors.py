"""Domain errors of sharing, each with a stable code; hub.api.problems maps them to answers."""


class SharingError(Exception):
    """Base; `code` is stable, the message is safe to show to the caller."""

    code = "sharing-error"


class NotPermitted(SharingError):
    """The actor may not do this."""

    code = "not-permitted"


class NotFound(SharingError):
    """There is nothing here that the actor may see."""

    code = "not-found"


class Withdrawn(SharingError):
    """What the actor once received was taken back: it may know that, and why, and no more."""

    code = "withdrawn"

    def __init__(self, cause: str) -> None:
        super().__init__(f"the alert was taken back: {cause}")
        self.cause = cause


class AlreadyWithdrawn(SharingError):
    """Nobody holds the alert any more: there is nothing to take back."""

    code = "already-withdrawn"


class AlreadyAnswered(SharingError):
    """The request was answered: it cannot be refused any more."""

    code = "already-answered"


class AlreadyConfirmed(SharingError):
    """The recall order was confirmed: nothing else can be said of it any more."""

    code = "already-confirmed"


class AlreadyDecided(SharingError):
    """Two persons decided about it before: nothing is left to decide."""

    code = "already-decided"


class Unusable(SharingError):
    """A part of what was asked for cannot be used: its place, and the rule it breaks."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str) -> None:
        super().__init__(rule)
        self.place = place


class NotInstalled(SharingError):
    """The hub runs without the optional part that this needs."""

    code = "not-installed"


class CredentialRefused(SharingError):
    """The machine credential is unknown, expired, revoked or its institution is not active."""

    code = "credential-refused"


class IdempotencyConflict(SharingError):
    """The Idempotency-Key was used before with other content."""

    code = "idempotency-conflict"


class AuthenticationDataRefused(SharingError):
    """The submission holds authentication data (C3), which is never taken in (PC-04)."""

    code = "authentication-data"

    def __init__(self, places: tuple[tuple[str, str], ...]) -> None:
        super().__init__("authentication data is never shared or stored; remove it and send again")
        self.places = places


class NotAvailable(SharingError):
    """The hub cannot do this here or now; trying again later may help."""

    code = "not-available"
