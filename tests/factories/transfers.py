"""Assessments, mechanisms and acts of the ledger, as stories need them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.test import Client

from privacy import Category, Treatment
from privacy.policy.types import Decision, EvidenceKind, Outcome, Reason
from privacy.transfers.scope import Scope
from privacy.transfers.services.assessments import NewAssessment
from privacy.transfers.services.ledger import NewAct
from privacy.transfers.services.mechanisms import NewMechanism
from sharing.members.actors import SYSTEM, Role
from sharing.members.services import grant_membership

AUTHOR, APPROVER = "user:1@bank", "user:2@bank"
MACHINE = "client:abc"
SCOPE = Scope(
    purposes=frozenset({"fraud-prevention"}),
    categories=frozenset({Category.PI, Category.C2}),
    recipient_kinds=frozenset({"bank"}),
    regions=frozenset({"CN"}),
)


def new_assessment(now, **changes: Any) -> NewAssessment:
    """An impact assessment for a year."""
    values: dict[str, Any] = {
        "kind": "pipia",
        "title": "Fraud alerts",
        "scope": SCOPE,
        "valid_until": now + timedelta(days=365),
    }
    return NewAssessment(**values | changes)


def new_mechanism(now, **changes: Any) -> NewMechanism:
    """A standard contract with one importer in the EEA, for a year."""
    values: dict[str, Any] = {
        "kind": EvidenceKind.STANDARD_CONTRACT,
        "reference": "SC-2026-17",
        "valid_from": now,
        "valid_to": now + timedelta(days=365),
        "importer": "identity--foreign",
        "scope": Scope(regions=frozenset({"EEA"})),
    }
    return NewMechanism(**values | changes)


def make_decision(outcome: Outcome = Outcome.ALLOW_TOKENISED, **changes: Any) -> Decision:
    """A decision as policy gives it."""
    values: dict[str, Any] = {
        "outcome": outcome,
        "treatments": ((Category.C2, Treatment.MASK), (Category.PI, Treatment.TOKENISE)),
        "circle": "CN:2026q4",
        "attribution": True,
        "unknown_content": True,
        "reasons": (Reason("tokenised_in_region", "PC-03", "Tokens."),),
        "rules_version": "2026-11-1",
        "grounds": ("assessment-1",),
    }
    return Decision(**values | changes)


def new_act(exporter: str, recipient: str, **changes: Any) -> NewAct:
    """An act within China, of an alert that names a person and an account."""
    values: dict[str, Any] = {
        "alert": uuid4(),
        "exporter": exporter,
        "recipient": recipient,
        "origin_region": "CN-SH",
        "recipient_region": "CN-BJ",
        "decision": make_decision(),
        "categories": frozenset({Category.PI, Category.C2, Category.THREAT}),
        "purposes": ("fraud-prevention",),
        "bases": ("pipl.statutory_duty",),
        "agreements": ("agreement-1",),
        "grounds": ("assessment-1",),
        "measures": ("sealed", "tokenised"),
        "route": "group",
    }
    return NewAct(**values | changes)


def sign_in(member, now, *, name: str, role: Role = Role.PRIVACY_OFFICER) -> Client:
    """Return the client of a person at a member's desk."""
    user = get_user_model().objects.create_user(f"{name}@{member.slug}.example", joined_at=now)
    grant_membership(
        actor=SYSTEM,
        now=now,
        user_id=user.pk,
        institution=member.institution,
        roles=frozenset({role}),
    )
    client = Client()
    client.force_login(user)
    return client
