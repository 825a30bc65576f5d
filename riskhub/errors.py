"""What can go wrong between a member and the hub, and the exit code each kind ends the command with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_TEXT = 1_000


class RiskHubError(Exception):
    """Something the caller can act on; the text never holds a secret."""

    exit_code: int = 1


class ConfigurationRefused(RiskHubError):
    """An address, a credential, a file or an option cannot be used as it is."""

    exit_code = 2


class FolderInUse(ConfigurationRefused):
    """Another run works in the same folder."""


class HubUnreachable(RiskHubError):
    """The hub did not answer, however often it was asked."""

    exit_code = 3


class UnexpectedAnswer(RiskHubError):
    """What answered does not speak as the hub does."""

    exit_code = 3


class ReceiptRefused(RiskHubError):
    """A receipt was not signed by this hub, was changed, or belongs to other content."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct: a place in the content or a parameter, a stable code, a sentence."""

    place: str
    code: str
    detail: str


class Problem(RiskHubError):
    """The hub said no: its problem document (RFC 9457), or a TAXII or OAuth error read as one."""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.document = dict(document)
        self.title = _text(document.get("title")) or f"HTTP {status}"
        self.detail = _text(_first(document, "detail", "description", "error_description"))
        self.code = _text(_first(document, "code", "error_code", "error"))
        self.faults = read_faults(_list_errors(document))
        # Where the hub cannot be used now, or by this credential, it is not the content's fault.
        self.exit_code = 3 if status in (401, 403, 429) or status >= 500 else 1
        super().__init__(f"{status} {self.title}. {self.detail}".rstrip())


def read_faults(items: Any) -> tuple[Fault, ...]:
    """Return the members of `errors` or `warnings`; what has another shape is left out."""
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return tuple(
        Fault(
            place=_text(item.get("pointer", item.get("parameter"))),
            code=_text(item.get("code")),
            detail=_text(item.get("detail")),
        )
        for item in found
    )


def _list_errors(document: Mapping[str, Any]) -> Any:
    details = document.get("details")
    inner = details.get("errors") if isinstance(details, dict) else None
    return document.get("errors", inner)


def _first(document: Mapping[str, Any], *names: str) -> Any:
    return next((document[name] for name in names if name in document), None)


def _text(value: Any) -> str:
    return str(value)[:LONGEST_TEXT] if value is not None else ""
