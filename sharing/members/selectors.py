"""Reads of members."""

from datetime import datetime
from uuid import UUID

from sharing.members.actors import ROLE_SCOPES, Actor, Role, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential, Membership


def list_active_institutions() -> list[Institution]:
    """Return the institutions that may send and receive, by slug."""
    return list(Institution.objects.filter(status=Institution.Status.ACTIVE).order_by("slug"))


def find_institution(*, slug: str) -> Institution | None:
    """Return the institution of a slug."""
    return Institution.objects.filter(slug=slug).first()


def get_institution(institution_id: UUID) -> Institution:
    """Return one institution. Raises Institution.DoesNotExist."""
    return Institution.objects.get(id=institution_id)


def find_credential(client_id: str) -> MachineCredential | None:
    """Return the credential of a client id with its institution, usable or not."""
    return (
        MachineCredential.objects.select_related("institution").filter(client_id=client_id).first()
    )


def find_token(digest: bytes, now: datetime) -> AccessToken | None:
    """Return a token that has not expired, with its credential and institution."""
    return (
        AccessToken.objects.select_related("credential__institution")
        .filter(digest=digest)
        .filter(expires_at__gt=now)
        .first()
    )


def actor_of_person(user_id: int) -> Actor | None:
    """Return whom a person acts for, or None without a membership of an active institution."""
    membership = (
        Membership.objects.select_related("institution")
        .filter(user_id=user_id)
        .filter(institution__status=Institution.Status.ACTIVE)
        .first()
    )
    if membership is None:
        return None
    scopes: set[Scope] = set()
    for role in membership.roles:
        scopes |= ROLE_SCOPES[Role(role)]
    return Actor(
        institution_id=membership.institution_id,
        stix_id=membership.institution.stix_id,
        name=f"user:{user_id}@{membership.institution.slug}",
        scopes=frozenset(scopes),
        user_id=user_id,
    )
