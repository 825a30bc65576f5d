"""Form groups, let institutions join and leave, sign agreements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from sharing.errors import SharingError
from sharing.groups.models import Agreement, ApiRoot, GroupMembership, SharingGroup
from sharing.groups.selectors import Lapse
from sharing.members.models import Institution


class MembershipUnchanged(SharingError):
    """The institution is in the group already, or is not in it."""

    code = "membership-unchanged"


class ApiRootTaken(SharingError):
    """The API root is another institution's, or is the default one of an institution."""

    code = "api-root-taken"


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """What is agreed; see sharing.groups.models.Agreement."""

    title: str
    purposes: tuple[str, ...]
    legal_bases: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    risk_categories: tuple[str, ...] = ()
    clear_categories: tuple[str, ...] = ()
    # The statute that each basis rests on, as (basis, statute).
    statutes: tuple[tuple[str, str], ...] = ()


@transaction.atomic
def form_group(
    *, actor: str, now: datetime, slug: str, name: str, members: Iterable[Institution]
) -> SharingGroup:
    """Store a group with its first members."""
    group = SharingGroup.objects.create(slug=slug, name=name, formed_at=now)
    record(Event(Action.GROUP_FORMED, actor, f"group:{slug}", now))
    for institution in members:
        join_group(actor=actor, now=now, group=group, institution=institution)
    return group


@transaction.atomic
def join_group(*, actor: str, now: datetime, group: SharingGroup, institution: Institution) -> None:
    """Let an institution in; a former member comes back from now on. Raises MembershipUnchanged."""
    membership = GroupMembership.objects.filter(group=group, institution=institution)
    if membership.exclude(left_at__lte=now).exists():
        raise MembershipUnchanged("the institution is in the group already")
    GroupMembership.objects.update_or_create(
        group=group,
        institution=institution,
        defaults={"joined_at": now, "left_at": None, "lapse_noted_at": None},
    )
    details = {"institution": institution.stix_id}
    record(Event(Action.GROUP_JOINED, actor, f"group:{group.slug}", now, details))


@transaction.atomic
def leave_group(
    *, actor: str, now: datetime, group: SharingGroup, institution: Institution
) -> None:
    """End an institution's time in a group. Raises MembershipUnchanged when it is not in it."""
    membership = GroupMembership.objects.filter(group=group, institution=institution)
    if not membership.exclude(left_at__lte=now).update(left_at=now):
        raise MembershipUnchanged("the institution is not in the group")
    details = {"institution": institution.stix_id}
    record(Event(Action.GROUP_LEFT, actor, f"group:{group.slug}", now, details))


@transaction.atomic
def place_group(
    *,
    actor: str,
    now: datetime,
    group: SharingGroup,
    institution: Institution,
    root: str,
    title: str = "",
) -> None:
    """Put a group's collection into one of an institution's API roots, opening it when it is new.

    The institution's own slug is its default root. Raises MembershipUnchanged, ApiRootTaken.
    """
    place = None if root == institution.slug else _open_root(institution, root, title)
    membership = GroupMembership.objects.filter(group=group, institution=institution)
    if not membership.exclude(left_at__lte=now).update(api_root=place):
        raise MembershipUnchanged("the institution is not in the group")
    details = {"institution": institution.stix_id, "api_root": root}
    record(Event(Action.GROUP_PLACED, actor, f"group:{group.slug}", now, details))


def _open_root(institution: Institution, slug: str, title: str) -> ApiRoot:
    root = ApiRoot.objects.filter(slug=slug).first()
    if Institution.objects.filter(slug=slug).exists() or (
        root is not None and root.institution_id != institution.id
    ):
        raise ApiRootTaken("the API root is another's")
    return root or ApiRoot.objects.create(
        institution=institution, slug=slug, title=title or institution.name
    )


def note_lapse(*, now: datetime, lapse: Lapse) -> None:
    """Note that what the parties of a lapse held was looked through."""
    if lapse.membership is not None:
        GroupMembership.objects.filter(pk=lapse.membership).update(lapse_noted_at=now)
    if lapse.agreement is not None:
        Agreement.objects.filter(pk=lapse.agreement).update(lapse_noted_at=now)


@transaction.atomic
def sign_agreement(
    *, actor: str, now: datetime, new: NewAgreement, parties: Iterable[Institution]
) -> Agreement:
    """Store an agreement between institutions."""
    agreement = Agreement.objects.create(
        title=new.title,
        purposes=list(new.purposes),
        legal_bases=list(new.legal_bases),
        statutes=[{"basis": basis, "statute": statute} for basis, statute in new.statutes],
        risk_categories=list(new.risk_categories),
        clear_categories=list(new.clear_categories),
        starts_at=new.starts_at,
        ends_at=new.ends_at,
        signed_at=now,
    )
    agreement.parties.set(parties)
    details = {"parties": sorted(agreement.parties.values_list("stix_id", flat=True))}
    record(Event(Action.AGREEMENT_SIGNED, actor, f"agreement:{agreement.id}", now, details))
    return agreement
