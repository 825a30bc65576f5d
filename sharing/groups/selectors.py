"""Reads of groups and agreements."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
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
    members = _list_memberships(now)
    return Network(
        at=now,
        parties=parties,
        groups=_members_by_group(members, frozenset(parties)),
        agreements=_terms_in_force(now, frozenset(parties)),
        group_ids={slug: group_id for slug, group_id, _ in members},
    )


def find_group(*, slug: str) -> SharingGroup | None:
    """Return the group of a slug."""
    return SharingGroup.objects.filter(slug=slug).first()


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A group that an institution is in, and its API root there; no root is the default one."""

    id: UUID
    slug: str
    name: str
    root: str | None
    root_title: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """An institution by slug and name, and the groups that it is in, by slug."""

    slug: str
    name: str
    groups: tuple[PlacedGroup, ...]


# Every poll asks: composing the statement anew took longer than answering it.
_STANDING = """
    SELECT i.slug, i.name, g.id, g.slug, g.name, r.slug, r.title
    FROM members_institution i
    LEFT JOIN groups_groupmembership m
        ON m.institution_id = i.id AND m.joined_at <= %s AND (m.left_at IS NULL OR m.left_at > %s)
    LEFT JOIN groups_sharinggroup g ON g.id = m.group_id
    LEFT JOIN groups_apiroot r ON r.id = m.api_root_id
    WHERE i.id = %s ORDER BY g.slug
"""


def get_standing(*, institution_id: UUID, now: datetime) -> Standing:
    """Return where an institution stands at this moment, in one query."""
    moment = connection.ops.adapt_datetimefield_value(now)
    institution = Institution._meta.pk.get_db_prep_value(institution_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [moment, moment, institution])
        rows = cursor.fetchall()
    slug, name = rows[0][:2]
    return Standing(slug, name, tuple(_place(*row[2:]) for row in rows if row[2]))


def _place(group_id: UUID | str, *rest: Any) -> PlacedGroup:
    # SQLite gives ids back as text.
    return PlacedGroup(group_id if isinstance(group_id, UUID) else UUID(group_id), *rest)


@dataclass(frozen=True, slots=True)
class Lapse:
    """An ended membership or agreement, and whose entitlements ended with it."""

    institutions: tuple[UUID, ...]
    membership: int | None = None
    agreement: UUID | None = None


def list_lapses(*, now: datetime) -> list[Lapse]:
    """Return what ended and was not looked through since."""
    left = GroupMembership.objects.filter(left_at__lte=now).filter(lapse_noted_at=None)
    ended = Agreement.objects.filter(ends_at__lte=now).filter(lapse_noted_at=None)
    return [
        *(Lapse((row.institution_id,), membership=row.pk) for row in left),
        *(
            Lapse(tuple(party.id for party in row.parties.all()), agreement=row.pk)
            for row in ended.prefetch_related("parties")
        ),
    ]


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
        reading_regions=tuple(institution.reading_regions),
    )


def _list_memberships(now: datetime) -> list[tuple[str, UUID, UUID]]:
    """Return (slug, group, institution) of everyone who is in a group at this moment."""
    return list(
        GroupMembership.objects.filter(joined_at__lte=now)
        .filter(Q(left_at=None) | Q(left_at__gt=now))
        .values_list("group__slug", "group_id", "institution_id")
    )


def _members_by_group(
    memberships: list[tuple[str, UUID, UUID]], active: frozenset[UUID]
) -> dict[str, frozenset[UUID]]:
    groups: dict[str, set[UUID]] = defaultdict(set)
    for slug, _, institution_id in memberships:
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
            reference=str(agreement.id),
            statutory=frozenset(named["basis"] for named in agreement.statutes),
        )
        for agreement in agreements
    )
