"""What this room refuses, by name. No message repeats what was given."""

from dataclasses import dataclass

from privacy.errors import PrivacyError


class ConsentNotFound(PrivacyError):
    """There is no such notice or consent, or it is another's."""

    code = "not-found"


class ConsentUnusable(PrivacyError):
    """A part of a notice or consent breaks a rule: its place, and the rule."""

    code = "unusable-value"

    def __init__(self, place: str, rule: str, code: str = "unusable-value") -> None:
        super().__init__(rule)
        self.place, self.code = place, code


class ConsentDiffers(ConsentUnusable):
    """The same act is on record with other content: the first record stands (PC-06)."""

    def __init__(self, place: str) -> None:
        super().__init__(place, "The record of this act says otherwise.", "consent-differs")


@dataclass(frozen=True, slots=True)
class Missing:
    """One item that a notice lacks, and the article that asks for it."""

    place: str
    source: str


class NoticeIncomplete(PrivacyError):
    """The notice lacks what the law asks for; each item is named (PC-10)."""

    code = "notice-incomplete"

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__("the notice lacks items that the law asks for")
        self.missing = missing


class AppendOnly(PrivacyError):
    """A stored record was to be changed or deleted (PC-06)."""

    code = "append-only"
