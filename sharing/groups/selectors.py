"""Reads of groups and agreements."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from sharing.groups.models import Agreement, GroupMembership, SharingGroup
from sharing.groups.network import Network, Party, Terms
from sharing.members.models import Institution
from sharing.members.selectors import list_active_institutions


def load_network(*, now: datetime) -> Network:
    """Return everyone who may send or receive at this moment, with groups and agreements.

    Four queries whatever the size; a batch of alerts is decided on one network.
    """
    parties = {institution.id: _party(institution) for institution in list_active_institutions()}
    return Network(
        at=now,
        parties=parties,
        groups=_members_by_group(now, frozenset(parties)),
        agreements=_terms_in_force(now, frozenset(parties)),
    )


def find_group(*, slug: str) -> SharingGroup | None:
    """Return the group of a slug."""
    return SharingGroup.objects.filter(slug=slug).first()


def _party(institution: Institution) -> Party:
    return Party(
        id=institution.id,
        stix_id=institution.stix_id,
        slug=institution.slug,
        names=frozenset(name.casefold() for name in [institution.name, *institution.aliases]),
        kind=institution.kind,
        jurisdiction=institution.jurisdiction,
        covers=frozenset(institution.covers),
        clearance=institution.clearance,
    )


def _members_by_group(now: datetime, active: frozenset[UUID]) -> dict[str, frozenset[UUID]]:
    rows = (
        GroupMembership.objects.filter(joined_at__lte=now)
        .filter(Q(left_at=None) | Q(left_at__gt=now))
        .values_list("group__slug", "institution_id")
    )
    groups: dict[str, set[UUID]] = defaultdict(set)
    for slug, institution_id in rows:
        if institution_id in active:
            groups[slug].add(institution_id)
    return {slug: frozenset(members) for slug, members in groups.items()}


def _terms_in_force(now: datetime, active: frozenset[UUID]) -> tuple[Terms, ...]:
    agreements = (
        Agreement.objects.filter(starts_at__lte=now)
        .filter(ends_at__gt=now)
        .prefetch_related("parties")
        .order_by("id")
    )
    return tuple(
        Terms(
            parties=frozenset(party.id for party in agreement.parties.all()) & active,
            purposes=frozenset(agreement.purposes),
            legal_bases=frozenset(agreement.legal_bases),
            risk_categories=frozenset(agreement.risk_categories),
            clear_categories=frozenset(agreement.clear_categories),
        )
        for agreement in agreements
    )
