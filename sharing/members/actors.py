"""Who acts: an institution through a machine credential or a person, with the scopes that hold."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Scope(StrEnum):
    """What a credential or a role may do; views declare the one they need."""

    ALERTS_READ = "alerts:read"
    ALERTS_WRITE = "alerts:write"
    # Acknowledge, give feedback, answer a request, confirm a recall.
    ALERTS_RESPOND = "alerts:respond"
    # Subscriptions and webhooks.
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    TAXII_READ = "taxii:read"
    TAXII_WRITE = "taxii:write"


class Role(StrEnum):
    """What a person does for an institution."""

    ANALYST = "analyst"
    APPROVER = "approver"
    ADMIN = "admin"
    PRIVACY_OFFICER = "privacy-officer"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    OPERATOR = "operator"


# Four eyes (PC-41): who approves or audits does not send.
ROLE_SCOPES: dict[Role, frozenset[Scope]] = {
    Role.ANALYST: frozenset(
        {
            Scope.ALERTS_READ,
            Scope.ALERTS_WRITE,
            Scope.ALERTS_RESPOND,
            Scope.CHANNELS_READ,
            Scope.CHANNELS_WRITE,
        }
    ),
    Role.APPROVER: frozenset({Scope.ALERTS_READ}),
    Role.ADMIN: frozenset({Scope.CHANNELS_READ}),
    Role.PRIVACY_OFFICER: frozenset({Scope.ALERTS_READ}),
    Role.SUPERVISOR: frozenset({Scope.ALERTS_READ, Scope.ALERTS_RESPOND, Scope.CHANNELS_READ}),
    Role.AUDITOR: frozenset(),
    Role.OPERATOR: frozenset(),
}
MACHINE_SCOPES = frozenset(Scope)
# Whoever says where alerts are pushed could otherwise read by a webhook what it may not read.
CHANNEL_WRITERS = (Scope.CHANNELS_WRITE, Scope.ALERTS_READ)


@dataclass(frozen=True, slots=True)
class Actor:
    """An institution in action. `name` is what the audit log writes: an id, never a person's name."""

    institution_id: UUID
    stix_id: str
    name: str
    scopes: frozenset[Scope]
    credential_id: UUID | None = None
    user_id: int | None = None

    def may(self, scope: Scope) -> bool:
        """Say whether the actor holds a scope."""
        return scope in self.scopes


SYSTEM = "hub"
