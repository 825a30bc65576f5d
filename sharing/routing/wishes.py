"""A subscription as a value: what a member wants, over which channels, and how mail reaches it."""

from dataclasses import dataclass, field
from uuid import UUID

from sharing.routing.match import Filter

INBOX, STREAM, MAIL, WEBHOOK = "inbox", "stream", "mail", "webhook:"


@dataclass(frozen=True, slots=True)
class MailPlan:
    """How mail reaches its readers: user ids, a budget a day, hours of the day in a time zone."""

    mode: str = "immediate"
    readers: tuple[int, ...] = ()
    daily_budget: int = 20
    language: str = ""
    time_zone: str = "UTC"
    digest_hour: int = 8
    quiet_from: int | None = None
    quiet_until: int | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """A saved filter with its channels; `id` is None until it is stored."""

    name: str
    wanted: Filter = field(default_factory=Filter)
    channels: tuple[str, ...] = (INBOX,)
    mail: MailPlan = field(default_factory=MailPlan)
    id: UUID | None = None

    @property
    def webhooks(self) -> tuple[UUID, ...]:
        """Return the webhooks that it is pushed to."""
        ids = (one.removeprefix(WEBHOOK) for one in self.channels if one.startswith(WEBHOOK))
        return tuple(UUID(one) for one in ids)
