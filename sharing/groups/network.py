"""The exchange's network as values: who is there, in which groups, under which agreements."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Party:
    """An institution as routing and policy see it."""

    id: UUID
    stix_id: str
    slug: str
    names: frozenset[str]
    kind: str
    jurisdiction: str
    covers: frozenset[str]
    clearance: int
    # Where it reads besides its own jurisdiction (PC-19).
    reading_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """An agreement in force."""

    parties: frozenset[UUID]
    purposes: frozenset[str]
    legal_bases: frozenset[str]
    risk_categories: frozenset[str]
    clear_categories: frozenset[str]
    # Its id, for the ledger.
    reference: str = ""
    # Bases for which it names a statute (PC-01).
    statutory: frozenset[str] = frozenset()

    def covers(self, categories: frozenset[str]) -> bool:
        """Say whether alerts of these risk categories fall under the agreement."""
        return not self.risk_categories or bool(self.risk_categories & categories)


@dataclass(frozen=True, slots=True)
class Network:
    """Active institutions by id, group members by slug, agreements in force; at one moment.

    `group_ids` gives the hub's own id of each group that has members.
    """

    at: datetime
    parties: dict[UUID, Party]
    groups: dict[str, frozenset[UUID]]
    agreements: tuple[Terms, ...]
    group_ids: dict[str, UUID] = field(default_factory=dict)

    def agreements_of(self, *institutions: UUID) -> tuple[Terms, ...]:
        """Return the agreements in force that all of these are parties to."""
        return tuple(terms for terms in self.agreements if terms.parties.issuperset(institutions))

    def addressed_groups(self, audience: tuple[str, ...], *parties: UUID) -> tuple[str, ...]:
        """Return the slugs of the groups that an audience names and that all of these are in."""
        named = (entry.partition(":")[2] for entry in audience if entry.startswith("group:"))
        return tuple(
            dict.fromkeys(
                slug for slug in named if self.groups.get(slug, frozenset()) >= {*parties}
            )
        )

    def share_a_group(self, one: UUID, other: UUID) -> bool:
        """Say whether two institutions are in one group."""
        return any(one in members and other in members for members in self.groups.values())
