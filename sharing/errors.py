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
