"""What the hub tells, as values; what a newer hub adds stays readable in `document`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from riskhub.errors import Fault, Problem, UnexpectedAnswer, read_faults

SETTLED = frozenset({"delivered", "held", "refused", "failed"})
Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An alert that the hub took, with its signed receipt."""

    id: str
    status: str
    receipt: str
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class LineResult:
    """How one document of a batch went; unrelated content of one document is several alerts."""

    accepted: tuple[Accepted, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """How an alert of mine stands."""

    id: str
    status: str
    recipients: int
    reasons: tuple[str, ...]

    @property
    def is_settled(self) -> bool:
        """Say whether the hub is done with it, for better or worse."""
        return self.status in SETTLED


@dataclass(frozen=True, slots=True)
class Alert:
    """An entry of my list of alerts."""

    id: str
    at: str
    direction: str
    title: str
    severity: int
    score: int | None
    tlp: str
    status: str
    document: Document


@dataclass(frozen=True, slots=True)
class Recall:
    """An order to destroy every copy of an alert, and whether its holder has confirmed."""

    id: str
    alert: str
    state: str
    cause: str
    due_at: str
    document: Document


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What one member was asked (a request), and how that stands; `id` is the alert that asks."""

    id: str
    state: str
    envelope: str
    asked: str
    due_at: str
    document: Document


@dataclass(frozen=True, slots=True)
class Event:
    """One event of the stream; `position` is what to resume after."""

    position: str
    kind: str
    document: Document


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a collection was read. It says nothing to anybody else, and may be kept in a file.

    `added_after` and `next` belong together as TAXII has it; `last` is where the last page ended.
    """

    added_after: str = ""
    next: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Objects in the order in which they were added, and where to go on once they are kept."""

    objects: tuple[dict[str, Any], ...]
    checkpoint: Checkpoint
    more: bool


@dataclass(frozen=True, slots=True)
class Collection:
    """A TAXII collection of mine."""

    id: str
    alias: str
    title: str
    can_read: bool
    can_write: bool
    path: str


def read_accepted(item: Document) -> Accepted:
    """Return an accepted alert. Raises UnexpectedAnswer."""
    return Accepted(
        id=text_of(item, "id"),
        status=str(item.get("status", "received")),
        receipt=text_of(item, "receipt"),
        warnings=read_faults(item.get("warnings")),
    )


def read_line(item: Document) -> LineResult:
    """Return how one line of a batch went. Raises UnexpectedAnswer."""
    problem = item.get("problem")
    if isinstance(problem, dict) or "id" not in item:
        return LineResult(problem=Problem(int(item.get("status", 500)), problem or {}))
    further = tuple(read_accepted(one) for one in item.get("further", ()))
    return LineResult(accepted=(read_accepted(item), *further))


def read_submission(item: Document) -> Submission:
    """Return how a submission stands. Raises UnexpectedAnswer."""
    return Submission(
        id=text_of(item, "id"),
        status=text_of(item, "status"),
        recipients=int(item.get("recipients", 0)),
        reasons=tuple(str(reason.get("code", "")) for reason in item.get("reasons", ())),
    )


def read_alert(item: Document) -> Alert:
    """Return an entry of the list. Raises UnexpectedAnswer."""
    score = item.get("score")
    return Alert(
        id=text_of(item, "id"),
        at=str(item.get("at", "")),
        direction=str(item.get("direction", "")),
        title=str(item.get("title", "")),
        severity=int(item.get("severity") or 0),
        score=int(score) if score is not None else None,
        tlp=str(item.get("tlp", "")),
        status=str(item.get("status", "")),
        document=item,
    )


def read_recall(item: Document) -> Recall:
    """Return a recall order. Raises UnexpectedAnswer."""
    return Recall(
        id=text_of(item, "id"),
        alert=str(item.get("alert", "")),
        state=str(item.get("state", "")),
        cause=str(item.get("cause", "")),
        due_at=str(item.get("due_at", "")),
        document=item,
    )


def read_inquiry(item: Document) -> Inquiry:
    """Return a request. Raises UnexpectedAnswer."""
    asked = item.get("asked")
    return Inquiry(
        id=text_of(item, "id"),
        state=str(item.get("state", "")),
        envelope=str(item.get("envelope", "")),
        asked=str(asked.get("name", "")) if isinstance(asked, dict) else "",
        due_at=str(item.get("due_at") or ""),
        document=item,
    )


def text_of(item: Document, name: str) -> str:
    """Return a text that the hub always tells. Raises UnexpectedAnswer."""
    value = item.get(name)
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer(f"The hub's answer lacks `{name}`.")
    return value
