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


class KeyDestroyed(KeyUnavailable):
    """The key was destroyed on purpose: what it sealed counts as erased (PC-15, PC-30)."""

    code = "erased"


class KeyringReadOnly(PrivacyError):
    """The source of the root keys cannot be written from here."""

    code = "keyring-read-only"


class KeyInUse(PrivacyError):
    """Content is still sealed under the key: destroying it would erase that content."""

    code = "key-in-use"


class PersonNeeded(PrivacyError):
    """A machine asked for or decided what only a person may (PC-41)."""

    code = "person-needed"


class SelfApproval(PrivacyError):
    """Somebody decided their own act (PC-41)."""

    code = "self-approval"


class PersonalText(PrivacyError):
    """A text that people write holds personal or authentication data: its place, never the text."""

    code = "personal-data"

    def __init__(self, place: str) -> None:
        super().__init__("Leave out names, numbers and addresses of people, and secrets.")
        self.place = place


class ApprovalNotFound(PrivacyError):
    """There is no such approval, or it is another institution's."""

    code = "approval-not-found"


class ApprovalNotOpen(PrivacyError):
    """The approval was decided, or its time is over."""

    code = "approval-not-open"


class ApprovalNeeded(PrivacyError):
    """The act was not approved by a second person, or the approval was for another act."""

    code = "approval-needed"
