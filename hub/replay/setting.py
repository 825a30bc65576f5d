"""Turn a corpus's members into institutions, subscriptions, one group and one agreement."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from privacy.gate import PERSONAL
from privacy.transfers.scope import Scope
from privacy.transfers.services.assessments import NewAssessment, assess
from sharing.groups.services import NewAgreement, form_group, sign_agreement
from sharing.members.actors import MACHINE_SCOPES, SYSTEM, Actor
from sharing.members.models import Institution
from sharing.members.services import NewInstitution, register_institution
from sharing.routing.match import Filter, RoutingRules
from sharing.routing.services import save_subscription
from sharing.stix.markings import Tlp
from sharing.stix.vocabulary import SEVERITY_WORDS

RULES = RoutingRules(unmarked=Tlp.AMBER, named_receives=True, home_regulator=False)
KINDS = {"custodian-bank": "bank"}
# The corpus's word for a category of the profile.
TOPICS = {"fund-misappropriation": "misappropriation"}
TERM = timedelta(days=3650)
PURPOSES = ("fraud-prevention", "investor-protection", "operational-resilience", "cyber-defence")
BASES = ("legal-obligation", "public-task")


@dataclass(frozen=True, slots=True)
class Exchange:
    """The members of the run by their corpus id."""

    members: dict[str, Institution]

    def actor(self, member: str) -> Actor:
        """Return the actor of a member."""
        institution = self.members[member]
        return Actor(
            institution_id=institution.id,
            stix_id=institution.stix_id,
            name=f"replay@{institution.slug}",
            scopes=MACHINE_SCOPES,
        )


def set_up(members: list[dict[str, Any]], *, now: datetime) -> Exchange:
    """Register everybody and return the exchange."""
    exchange = Exchange({one["member_id"]: _register(one, now) for one in members})
    parties = list(exchange.members.values())
    form_group(actor=SYSTEM, now=now, slug="corpus", name="Corpus", members=parties)
    terms = NewAgreement(
        title="Corpus",
        purposes=PURPOSES,
        legal_bases=BASES,
        statutes=tuple((basis, "Corpus law") for basis in BASES),
        clear_categories=tuple(sorted(category.value for category in PERSONAL)),
        starts_at=now,
        ends_at=now + TERM,
    )
    sign_agreement(actor=SYSTEM, now=now, new=terms, parties=parties)
    scope = Scope(purposes=frozenset(PURPOSES), categories=PERSONAL)
    programme = NewAssessment("pipia", "Corpus", scope, valid_until=now + TERM)
    assess(now=now, author="user:replay-author", approver="user:replay-approver", new=programme)
    return exchange


def _register(one: dict[str, Any], now: datetime) -> Institution:
    new = NewInstitution(
        slug=one["member_id"].lower(),
        name=one["name_en"],
        aliases=(one["name_zh_hans"], one["name_zh_hant"]),
        kind=KINDS.get(one["kind"], one["kind"]),
        jurisdiction=one["legal_region"],
        covers=tuple(one["jurisdictions"]),
        clearance=int(Tlp[one["max_tlp"].upper()]),
    )
    institution = register_institution(actor=SYSTEM, now=now, new=new)
    wanted = Filter(
        categories=frozenset(TOPICS.get(topic, topic) for topic in one["topics"]),
        jurisdictions=frozenset(one["jurisdictions"]),
        min_severity=SEVERITY_WORDS[one["min_severity"]],
    )
    save_subscription(actor=SYSTEM, now=now, institution=institution, name="topics", wanted=wanted)
    return institution
