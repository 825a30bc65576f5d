"""The cast: who appears in the stories that the tests tell. Each test gets a fresh exchange.

bank (a custodian, CN), platform and peer (CN), regulator (CN), foreign (a bank in the EU), all but the
outsider in the group `circle` under one agreement; outsider (CN) belongs to nothing.
"""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from privacy.arrangements.models import Contact
from privacy.gate import PERSONAL, PURPOSES
from privacy.keys.keyring import create_keyring, read_keyring
from privacy.keys.services import forget_data_keys
from privacy.transfers.scope import Scope
from privacy.transfers.services.assessments import NewAssessment, assess
from sharing.groups.services import NewAgreement, form_group, sign_agreement
from sharing.members.actors import MACHINE_SCOPES, SYSTEM, Actor
from sharing.members.models import Institution
from sharing.members.services import NewInstitution, issue_credential, register_institution

PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
MEMORY_CACHE = "django.core.cache.backends.locmem.LocMemCache"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """An institution with what it needs to act."""

    institution: Institution
    actor: Actor
    client_id: str
    client_secret: str

    @property
    def slug(self) -> str:
        return self.institution.slug

    @property
    def stix_id(self) -> str:
        return self.institution.stix_id


@pytest.fixture(autouse=True)
def _private_world(settings, tmp_path_factory):
    """Give each test its own keyring, broker folder and cache, so that nothing is shared."""
    folder: Path = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    settings.KEYRING_PATH = folder / "keyring.json"
    settings.PERSON_CODES_DIR = folder / "person-codes"
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": PLAIN_FILES}}
    # Quick on purpose: the strength of the real hasher is Django's to test.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not settings.REDIS_URL:
        memory = {"BACKEND": MEMORY_CACHE, "LOCATION": str(folder)}
        settings.CACHES = {"default": memory, "counters": memory}
    create_keyring(folder / "keyring.json")
    read_keyring.cache_clear()
    forget_data_keys()
    cache.clear()
    yield
    forget_data_keys()
    cache.clear()


@pytest.fixture
def now() -> datetime:
    return NOW


def make_member(slug: str, kind: str, jurisdiction: str, **changes) -> Member:
    """Register an institution with a credential."""
    new = NewInstitution(
        slug=slug,
        name=f"{slug.title()} Institution",
        kind=kind,
        jurisdiction=jurisdiction,
        **changes,
    )
    institution = register_institution(actor=SYSTEM, now=NOW, new=new)
    # Without one, an institution publishes no notice (PC-34).
    Contact.objects.create(
        institution=institution.stix_id,
        role=Contact.Role.IN_CHARGE,
        mailbox=f"privacy@{slug}.example",
        valid_from=NOW - timedelta(days=365),
        named_by=SYSTEM,
        named_at=NOW,
    )
    issued = issue_credential(actor=SYSTEM, now=NOW, institution=institution)
    actor = Actor(
        institution_id=institution.id,
        stix_id=institution.stix_id,
        name=f"client:{issued.client_id}",
        scopes=MACHINE_SCOPES,
    )
    return Member(institution, actor, issued.client_id, issued.client_secret)


@pytest.fixture
def bank(db) -> Member:
    return make_member("bank", "bank", "CN-SH")


@pytest.fixture
def platform(db) -> Member:
    return make_member("platform", "platform", "CN-SH")


@pytest.fixture
def peer(db) -> Member:
    return make_member("peer", "bank", "CN-BJ")


@pytest.fixture
def foreign(db) -> Member:
    return make_member("foreign", "bank", "EU-DE")


@pytest.fixture
def regulator(db) -> Member:
    return make_member("regulator", "regulator", "CN")


@pytest.fixture
def outsider(db) -> Member:
    return make_member("outsider", "platform", "CN-SH")


def assess_programme() -> None:
    """Record the impact assessment of the whole exchange (PC-23)."""
    programme = NewAssessment(
        kind="pipia",
        title="The exchange",
        scope=Scope(purposes=PURPOSES, categories=PERSONAL),
        valid_until=NOW + timedelta(days=3650),
    )
    assess(
        now=NOW - timedelta(days=1), author="user:author", approver="user:approver", new=programme
    )


@pytest.fixture
def exchange(bank, platform, peer, foreign, regulator, outsider) -> dict[str, Member]:
    """The whole cast, its group and its agreement."""
    members = [bank, platform, peer, foreign]
    parties = [member.institution for member in members]
    form_group(actor=SYSTEM, now=NOW, slug="circle", name="Circle", members=parties)
    terms = NewAgreement(
        title="Circle agreement",
        purposes=("fraud-prevention",),
        legal_bases=("legal-obligation",),
        statutes=(("legal-obligation", "AML Law 7, 16"),),
        starts_at=NOW - timedelta(days=1),
        ends_at=NOW + timedelta(days=3650),
    )
    sign_agreement(actor=SYSTEM, now=NOW, new=terms, parties=parties)
    assess_programme()
    return {member.slug: member for member in [*members, regulator, outsider]}


@pytest.fixture
def as_member():
    """Return a test client that signs each request with a member's machine credential."""

    def sign_in(member: Member) -> Client:
        pair = b64encode(f"{member.client_id}:{member.client_secret}".encode()).decode()
        return Client(headers={"authorization": f"Basic {pair}"})

    return sign_in
