"""Who handles requests and complaints for a controller, as a plain value: privacy knows no membership."""

from dataclasses import dataclass

from privacy.approvals.persons import is_person
from privacy.errors import PersonNeeded


@dataclass(frozen=True, slots=True)
class Officer:
    """One who acts for controllers: STIX identity ids, and "" for what is asked of the hub itself.

    `name` is what the audit log writes: an id, never a person's name.
    """

    name: str
    controllers: frozenset[str]

    def require_person(self) -> None:
        """Raise PersonNeeded where a machine acts."""
        if not is_person(self.name):
            raise PersonNeeded
