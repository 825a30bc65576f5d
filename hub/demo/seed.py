"""Set the demo exchange up: members, groups, agreements, sign-ins, first alerts."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import orjson

from hub.accounts.services import set_password_of
from hub.demo.cast import (
    ABROAD,
    CIRCLES,
    CLEAR_CATEGORIES,
    CLEAR_PARTIES,
    INSTITUTIONS,
    SECOND_ROOTS,
    STAFF,
    STAFF_BY_KIND,
    Circle,
)
from hub.demo.stories import STORIES, build_bundle
from privacy.arrangements.selectors import find_gap
from privacy.arrangements.services.contacts import NewContact, name_contact
from privacy.gate import PERSONAL, PURPOSES
from privacy.policy.types import EvidenceKind
from privacy.transfers.scope import Scope
from privacy.transfers.selectors.evidence import load_evidence
from privacy.transfers.services.assessments import NewAssessment, assess
from sharing.errors import SharingError
from sharing.groups.selectors import find_group
from sharing.groups.services import NewAgreement, form_group, place_group, sign_agreement
from sharing.ingest.services import receive
from sharing.members.actors import MACHINE_SCOPES, SYSTEM, Actor, Role
from sharing.members.models import Institution
from sharing.members.selectors import find_institution
from sharing.members.services import (
    Use,
    grant_membership,
    issue_credential,
    register_institution,
)
from sharing.stix.alert import read_alerts
from sharing.stix.faults import StixRejected
from sharing.taxii.roots import list_roots

TERM = timedelta(days=3650)
# The samples are to be looked at: a few of readable size do.
SAMPLE_BYTES = 60_000
MOST_SAMPLES = 40


@dataclass(frozen=True, slots=True)
class Sample:
    """One bundle to be sent by one institution."""

    reporter: Institution
    raw: bytes


def seed_members(*, now: datetime) -> dict[str, Institution]:
    """Register whoever is missing, form the groups, sign the agreements; return members by slug."""
    members = {
        new.slug: find_institution(slug=new.slug)
        or register_institution(actor=SYSTEM, now=now, new=new)
        for new in INSTITUTIONS
    }
    for circle in CIRCLES:
        if find_group(slug=circle.slug) is None:
            _form_circle(circle, members, now)
            if circle.slug == ABROAD:
                _open_second_roots(members, now)
    _assess_programme(now)
    _name_contacts(members.values(), now)
    return members


def _name_contacts(members: Iterable[Institution], now: datetime) -> None:
    """Name who answers for personal information, where nobody does: notices need it (PC-34)."""
    for member in members:
        if find_gap(institution=member.stix_id, now=now):
            mailbox = f"privacy@{member.slug}.example"
            new = NewContact(member.stix_id, "person-in-charge", mailbox, valid_from=now)
            name_contact(actor=SYSTEM, now=now, new=new)


def _assess_programme(now: datetime) -> None:
    """Record the impact assessment of the demo exchange, unless one is in force (PC-23)."""
    records = load_evidence(now=now).records
    if any(one.evidence.kind is EvidenceKind.ASSESSMENT and not one.exporters for one in records):
        return
    scope = Scope(purposes=PURPOSES, categories=PERSONAL)
    programme = NewAssessment("pipia", "示范交换 · Demo exchange", scope, valid_until=now + TERM)
    assess(now=now, author="user:demo-author", approver="user:demo-approver", new=programme)


def _open_second_roots(members: dict[str, Institution], now: datetime) -> None:
    group = find_group(slug=ABROAD)
    if group is None:
        return
    for slug, root in SECOND_ROOTS:
        title = f"{members[slug].name} · {group.name}"
        place_group(
            actor=SYSTEM, now=now, group=group, institution=members[slug], root=root, title=title
        )


def _form_circle(circle: Circle, members: dict[str, Institution], now: datetime) -> None:
    parties = [members[slug] for slug in circle.members]
    form_group(actor=SYSTEM, now=now, slug=circle.slug, name=circle.name, members=parties)
    terms = NewAgreement(
        title=circle.name,
        purposes=circle.purposes,
        legal_bases=circle.legal_bases,
        statutes=circle.statutes,
        starts_at=now,
        ends_at=now + TERM,
    )
    sign_agreement(actor=SYSTEM, now=now, new=terms, parties=parties)
    if set(CLEAR_PARTIES) <= set(circle.members):
        clear = replace(terms, title="存管账户资料", clear_categories=CLEAR_CATEGORIES)
        both = [members[slug] for slug in CLEAR_PARTIES]
        sign_agreement(actor=SYSTEM, now=now, new=clear, parties=both)


def issue_sign_in(institution: Institution, *, now: datetime) -> dict[str, Any]:
    """Give a member a fresh credential and fresh passwords; return them as demo.json has them."""
    use = Use(label="demo")
    issued = issue_credential(actor=SYSTEM, now=now, institution=institution, use=use)
    people = STAFF_BY_KIND.get(institution.kind, STAFF)
    return {
        "slug": institution.slug,
        "name": institution.name,
        "kind": institution.kind,
        "jurisdiction": institution.jurisdiction,
        "stix_id": institution.stix_id,
        "client_id": issued.client_id,
        "client_secret": issued.client_secret,
        "users": [_add_person(institution, roles, now) for roles in people],
        "taxii": _describe_taxii(institution, now),
    }


def _describe_taxii(institution: Institution, now: datetime) -> dict[str, Any]:
    """Return where the member finds its collections; groups by slug, each with its API root."""
    default, *others = list_roots(_act_for(institution), now)
    own = {one.alias: one.id for one in default.collections if one.group is None}
    groups = {
        one.group.slug: {"api_root": f"/taxii2/{root.slug}/", "collection": one.id}
        for root in (default, *others)
        for one in root.collections
        if one.group is not None
    }
    api_root = f"/taxii2/{default.slug}/"
    return {"discovery": "/taxii2/", "api_root": api_root, **own, "groups": groups}


def _add_person(institution: Institution, roles: frozenset[Role], now: datetime) -> dict[str, Any]:
    names = sorted(role.value for role in roles)
    email = f"{names[0]}@{institution.slug}.example"
    password = secrets.token_urlsafe(12)
    user_id = set_password_of(email=email, password=password, now=now)
    grant_membership(actor=SYSTEM, now=now, user_id=user_id, institution=institution, roles=roles)
    return {"email": email, "password": password, "roles": names}


def list_samples(
    members: dict[str, Institution], *, shared: Path, now: datetime
) -> Iterator[Sample]:
    """Yield the built-in stories, then real STIX files of `shared` when they are there."""
    for story in STORIES:
        reporter = members[story.reporter]
        bundle = build_bundle(
            story, reporter=reporter.stix_id, reporter_name=reporter.name, now=now
        )
        yield Sample(reporter, orjson.dumps(bundle))
    senders = cycle(m for m in members.values() if m.kind in {"platform", "bank", "payment"})
    yield from (Sample(next(senders), path.read_bytes()) for path in _list_files(shared))


def _list_files(shared: Path) -> Iterable[Path]:
    found = sorted((shared / "data" / "stix").glob("*/*.json"))
    return [path for path in found if path.stat().st_size <= SAMPLE_BYTES][:MOST_SAMPLES]


def send_sample(sample: Sample, *, now: datetime) -> int:
    """Send a bundle as its reporter would; return how many alerts it made, 0 when refused."""
    try:
        alerts = read_alerts(sample.raw, received_at=now, split=True)
        actor = _act_for(sample.reporter)
        return len(receive(actor=actor, now=now, alerts=alerts, idempotency_key=None))
    except (StixRejected, SharingError):
        # Some samples are invalid on purpose: that is what real senders produce.
        return 0


def _act_for(institution: Institution) -> Actor:
    return Actor(
        institution_id=institution.id,
        stix_id=institution.stix_id,
        name=f"demo@{institution.slug}",
        scopes=MACHINE_SCOPES,
    )
