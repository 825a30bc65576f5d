"""Reads of members."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sharing.members.actors import AWAY_SCOPES, ROLE_SCOPES, Actor, Role, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential, Membership
from sharing.members.places import is_judged_for


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
    """Return the credential of a client id with its institution, usable or not.

    Every request of a machine asks: what it does not need is left in the table.
    """
    return (
        MachineCredential.objects.select_related("institution")
        .filter(client_id=client_id)
        .only(
            "client_id",
            "secret_digest",
            "scopes",
            "expires_at",
            "revoked_at",
            "reading_region",
            "purpose",
            "institution__stix_id",
            "institution__status",
            "institution__jurisdiction",
            "institution__open_regions",
        )
        .first()
    )


def find_token(digest: bytes, now: datetime) -> AccessToken | None:
    """Return a token that has not expired, with its credential and institution."""
    return (
        AccessToken.objects.select_related("credential__institution")
        .filter(digest=digest)
        .filter(expires_at__gt=now)
        .first()
    )


def find_people(*, institution_id: UUID, names: Iterable[str]) -> dict[str, int]:
    """Return the ids of an institution's active people by the names given: ids or addresses."""
    wanted = {str(name).lower() for name in names}
    people = Membership.objects.filter(institution_id=institution_id, user__is_active=True)
    found: dict[str, int] = {}
    for user_id, address in people.values_list("user_id", "user__email"):
        found |= {name: user_id for name in (str(user_id), address) if name in wanted}
    return found


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
    is_away = not is_judged_for(membership.institution, membership.reading_region)
    return Actor(
        institution_id=membership.institution_id,
        stix_id=membership.institution.stix_id,
        name=f"user:{user_id}@{membership.institution.slug}",
        scopes=frozenset(scopes & AWAY_SCOPES if is_away else scopes),
        user_id=user_id,
        is_away=is_away,
    )
