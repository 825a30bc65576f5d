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
    # Notices and consents.
    CONSENTS_READ = "consents:read"
    CONSENTS_WRITE = "consents:write"
    # Requests and complaints of natural persons.
    RIGHTS_READ = "rights:read"
    RIGHTS_WRITE = "rights:write"
    # Holds, decisions, assessments, registers, retention, incidents.
    PRIVACY_READ = "privacy:read"
    PRIVACY_WRITE = "privacy:write"
    # What takes a person, and often two.
    PRIVACY_DECIDE = "privacy:decide"


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
    Role.APPROVER: frozenset({Scope.ALERTS_READ, Scope.PRIVACY_READ, Scope.PRIVACY_DECIDE}),
    Role.ADMIN: frozenset({Scope.CHANNELS_READ}),
    Role.PRIVACY_OFFICER: frozenset(
        {
            Scope.ALERTS_READ,
            Scope.CONSENTS_READ,
            Scope.CONSENTS_WRITE,
            Scope.RIGHTS_READ,
            Scope.RIGHTS_WRITE,
            Scope.PRIVACY_READ,
            Scope.PRIVACY_WRITE,
            Scope.PRIVACY_DECIDE,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Scope.ALERTS_READ,
            Scope.ALERTS_RESPOND,
            Scope.CHANNELS_READ,
            Scope.RIGHTS_READ,
            Scope.PRIVACY_READ,
        }
    ),
    Role.AUDITOR: frozenset({Scope.PRIVACY_READ}),
    Role.OPERATOR: frozenset(),
}
# No machine decides for a person.
MACHINE_SCOPES = frozenset(Scope) - {Scope.PRIVACY_DECIDE}
# All that is left to who reads from a place that nothing was judged for: sending (PC-19).
AWAY_SCOPES = frozenset({Scope.ALERTS_WRITE, Scope.TAXII_WRITE})
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
    # What it reads for where a request states nothing else (PC-02); "" is unstated.
    purpose: str = ""
    # It reads from a place that nothing was judged for, and so reads nothing.
    is_away: bool = False

    def may(self, scope: Scope) -> bool:
        """Say whether the actor holds a scope."""
        return scope in self.scopes


SYSTEM = "hub"
