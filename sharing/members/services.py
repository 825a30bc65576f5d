"""Register institutions, grant roles, and issue, rotate, revoke and check machine credentials.

Machine secrets are random (256 bits), so a keyed digest guards them and no slow hash is needed on
each request (NIST SP 800-63B, section 5.1.1.2 asks for slow hashes of what people choose).
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.keys.keyring import keyed_digest
from privacy.keys.services import ensure_data_key
from sharing.errors import CredentialRefused
from sharing.members import selectors
from sharing.members.actors import AWAY_SCOPES, MACHINE_SCOPES, Actor, Role, Scope
from sharing.members.models import AccessToken, Institution, MachineCredential, Membership
from sharing.members.places import (
    check_declared,
    check_purpose,
    is_judged_for,
    list_regions,
)

CREDENTIAL_LIFE = timedelta(days=365)
TOKEN_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class NewInstitution:
    """What is needed to register a member; without `covers` it covers its own jurisdiction.

    `reading_regions` are where its staff and processors read besides (PC-19).
    """

    slug: str
    name: str
    kind: str
    jurisdiction: str
    aliases: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    clearance: int = 4
    stix_id: str = ""
    reading_regions: tuple[str, ...] = ()
    owner_group: str = ""


@dataclass(frozen=True, slots=True)
class IssuedSecret:
    """A client id with its secret, shown this once."""

    client_id: str
    client_secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A bearer token, shown this once."""

    token: str
    expires_in: int
    scopes: tuple[str, ...]


@transaction.atomic
def register_institution(*, actor: str, now: datetime, new: NewInstitution) -> Institution:
    """Store an active institution with its data key. Raises Unusable for a reading region that is none."""
    regions = list_regions(new.reading_regions, home=new.jurisdiction)
    institution = Institution.objects.create(
        slug=new.slug,
        stix_id=new.stix_id or f"identity--{uuid4()}",
        name=new.name,
        aliases=list(new.aliases),
        kind=new.kind,
        jurisdiction=new.jurisdiction,
        owner_group=new.owner_group,
        covers=sorted(new.covers or (new.jurisdiction,)),
        clearance=new.clearance,
        joined_at=now,
        reading_regions=regions,
        # Nothing was delivered before.
        open_regions=regions,
    )
    ensure_data_key(owner=institution.stix_id, now=now)
    record(Event(Action.INSTITUTION_REGISTERED, actor, institution.stix_id, now))
    return institution


@transaction.atomic
def change_status(*, actor: str, now: datetime, institution: Institution, status: str) -> None:
    """Suspend, release or part with an institution; takes effect with the next request."""
    institution.status = Institution.Status(status)
    institution.save(update_fields=["status"])
    record(
        Event(
            Action.INSTITUTION_STATUS_CHANGED,
            actor,
            institution.stix_id,
            now,
            {"status": institution.status},
        )
    )


@transaction.atomic
def grant_membership(
    *,
    actor: str,
    now: datetime,
    user_id: int,
    institution: Institution,
    roles: frozenset[Role],
    reading_region: str = "",
) -> None:
    """Let a person act for an institution with exactly these roles, from one of its reading regions.

    Raises Unusable for a region that the institution did not declare.
    """
    names = sorted(role.value for role in roles)
    region = check_declared(institution, reading_region)
    granted = {"institution": institution, "roles": names, "granted_at": now}
    Membership.objects.update_or_create(
        user_id=user_id, defaults=granted | {"reading_region": region}
    )
    details = {"user": user_id, "roles": names} | ({"region": region} if region else {})
    record(Event(Action.MEMBERSHIP_GRANTED, actor, institution.stix_id, now, details))


@dataclass(frozen=True, slots=True)
class Use:
    """From where and for what a credential reads: "" is the institution's own place, and unstated.

    `label` is for people.
    """

    label: str = ""
    reading_region: str = ""
    purpose: str = ""


@transaction.atomic
def issue_credential(
    *,
    actor: str,
    now: datetime,
    institution: Institution,
    scopes: frozenset[Scope] = MACHINE_SCOPES,
    use: Use = Use(),
    life: timedelta = CREDENTIAL_LIFE,
) -> IssuedSecret:
    """Issue a machine credential; the secret is returned once and kept only as a keyed digest.

    Raises Unusable for a region that the institution did not declare, and for a purpose that is none.
    """
    region, purpose = check_declared(institution, use.reading_region), check_purpose(use.purpose)
    secret = secrets.token_urlsafe(32)
    credential = MachineCredential.objects.create(
        institution=institution,
        client_id=f"{institution.slug}-{secrets.token_hex(4)}",
        secret_digest=_digest_secret(secret),
        label=use.label,
        reading_region=region,
        purpose=purpose,
        scopes=sorted(scopes),
        issued_at=now,
        expires_at=now + life,
    )
    _record_credential(Action.CREDENTIAL_ISSUED, actor, now, credential)
    return IssuedSecret(credential.client_id, secret, credential.expires_at)


@transaction.atomic
def rotate_credential(
    *, actor: str, now: datetime, credential: MachineCredential, overlap: timedelta
) -> IssuedSecret:
    """Issue a successor with the same scopes and use; the old one lives on for `overlap` at most.

    Raises Unusable where its region is no longer declared.
    """
    issued = issue_credential(
        actor=actor,
        now=now,
        institution=credential.institution,
        scopes=frozenset(Scope(scope) for scope in credential.scopes),
        use=Use(credential.label, credential.reading_region, credential.purpose),
    )
    credential.expires_at = min(credential.expires_at, now + overlap)
    credential.save(update_fields=["expires_at"])
    _record_credential(Action.CREDENTIAL_ROTATED, actor, now, credential)
    return issued


@transaction.atomic
def revoke_credential(*, actor: str, now: datetime, credential: MachineCredential) -> None:
    """End a credential and its tokens at once."""
    credential.revoked_at = now
    credential.save(update_fields=["revoked_at"])
    credential.tokens.all().delete()
    _record_credential(Action.CREDENTIAL_REVOKED, actor, now, credential)


def authenticate_machine(*, client_id: str, secret: str, now: datetime) -> Actor:
    """Return who acts behind a client id and secret. Raises CredentialRefused, never saying why."""
    return actor_of_credential(check_secret(client_id=client_id, secret=secret, now=now), now=now)


def check_secret(*, client_id: str, secret: str, now: datetime) -> MachineCredential:
    """Return the credential when the secret is right and it is usable. Raises CredentialRefused."""
    credential = selectors.find_credential(client_id)
    # The digest is made and compared for unknown clients too, so that time tells nothing.
    expected = bytes(credential.secret_digest) if credential else bytes(32)
    if not hmac.compare_digest(_digest_secret(secret), expected) or credential is None:
        raise CredentialRefused("unknown client or wrong secret")
    _check_usable(credential, now)
    return credential


def authenticate_token(*, token: str, now: datetime) -> Actor:
    """Return who acts behind a bearer token. Raises CredentialRefused."""
    found = selectors.find_token(_digest_secret(token), now)
    if found is None:
        raise CredentialRefused("unknown or expired token")
    return actor_of_credential(found.credential, now=now, scopes=frozenset(found.scopes))


def actor_of_credential(
    credential: MachineCredential, *, now: datetime, scopes: frozenset[str] | None = None
) -> Actor:
    """Return the actor of a usable credential, narrowed to scopes when given."""
    _check_usable(credential, now)
    # Whatever was granted once: no machine decides for a person.
    held = frozenset(credential.scopes) & MACHINE_SCOPES
    is_away = not is_judged_for(credential.institution, credential.reading_region)
    held = held & AWAY_SCOPES if is_away else held
    return Actor(
        institution_id=credential.institution_id,
        stix_id=credential.institution.stix_id,
        name=f"client:{credential.client_id}",
        scopes=frozenset(Scope(scope) for scope in (held if scopes is None else held & scopes)),
        credential_id=credential.id,
        purpose=credential.purpose,
        is_away=is_away,
    )


@transaction.atomic
def issue_token(
    *, now: datetime, credential: MachineCredential, scopes: frozenset[str]
) -> IssuedToken:
    """Issue a bearer token for one hour; drop the credential's expired ones."""
    token = secrets.token_urlsafe(32)
    credential.tokens.filter(expires_at__lte=now).delete()
    AccessToken.objects.create(
        digest=_digest_secret(token),
        credential=credential,
        scopes=sorted(scopes & frozenset(credential.scopes)),
        expires_at=min(now + TOKEN_LIFE, credential.expires_at),
    )
    _record_credential(Action.TOKEN_ISSUED, f"client:{credential.client_id}", now, credential)
    granted = tuple(sorted(scopes & frozenset(credential.scopes)))
    return IssuedToken(token, int(TOKEN_LIFE.total_seconds()), granted)


def _check_usable(credential: MachineCredential, now: datetime) -> None:
    usable = (
        credential.revoked_at is None
        and credential.expires_at > now
        and credential.institution.status == Institution.Status.ACTIVE
    )
    if not usable:
        raise CredentialRefused("unknown client or wrong secret")


def _digest_secret(secret: str) -> bytes:
    return keyed_digest("machine-secret", secret.encode())


def _record_credential(
    action: Action, actor: str, now: datetime, credential: MachineCredential
) -> None:
    details = {"institution": credential.institution.stix_id}
    record(Event(action, actor, f"client:{credential.client_id}", now, details))
