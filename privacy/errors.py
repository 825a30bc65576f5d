"""What can go wrong on the privacy floor, by name."""


class PrivacyError(Exception):
    """Base of the floor's errors; `code` is stable and safe to show."""

    code = "privacy-error"


class KeyUnavailable(PrivacyError):
    """The key that seals this value is not in the keyring or was destroyed."""

    code = "key-unavailable"


class SealBroken(PrivacyError):
    """A sealed value does not open: it was moved, cut or altered."""

    code = "seal-broken"
