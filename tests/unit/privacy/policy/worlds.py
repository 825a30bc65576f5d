"""Worlds of acts: a small one, gone through whole, and large ones drawn by seed."""

import random
from datetime import UTC, datetime, timedelta
from itertools import chain, combinations, product

from privacy import Category
from privacy.policy.types import Counts, Evidence, EvidenceKind, ReleaseAct

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
BEFORE = NOW - timedelta(days=30)
AFTER = NOW + timedelta(days=30)
ALL_HOLDS = (
    "pia_missing reconsent age_unknown necessity_review statute_review derogation_review"
    " unknown_jurisdiction confidential_release unknown_standing single_report"
)
SPECIAL = frozenset({Category.STR, Category.IMPORTANT})


def evidence(kind, **facts):
    code = ALL_HOLDS if kind is EvidenceKind.HUMAN_RELEASE else ""
    base = {"reference": f"{kind}-1", "valid_from": BEFORE, "valid_to": AFTER, "code": code}
    return Evidence(kind, **{**base, **facts})


def subsets(items):
    return chain.from_iterable(combinations(items, size) for size in range(len(items) + 1))


CATEGORY_SETS = tuple(
    frozenset(one) | more
    for one in subsets((Category.PI, Category.C2))
    for more in ({*()}, {Category.CRIM}, {Category.STR}, {Category.MINOR})
)
RECORDS = (
    evidence(EvidenceKind.ASSESSMENT),
    evidence(EvidenceKind.CONSENT_SHARING),
    evidence(EvidenceKind.STANDARD_CONTRACT),
    evidence(EvidenceKind.STATUTE, categories=frozenset(Category), code="legal-obligation"),
    evidence(EvidenceKind.HUMAN_RELEASE),
)


def small_world():
    """Yield 110,592 acts: every combination of these facts."""
    facts = product(
        ("CN", "EU-DE", "HK", "MO"),
        ("CN-SH", "FR", "SG"),
        ("bank", "regulator", "foreign-authority"),
        ((), ("consent",), ("legal-obligation",)),
        (frozenset(), frozenset({Category.PI})),
        tuple(subsets(RECORDS)),
    )
    for origin, place, kind, bases, clear, records in facts:
        act = ReleaseAct(
            origin_region=origin,
            destination_region=place,
            recipient_kind=kind,
            purposes=("fraud-prevention",),
            legal_bases=bases,
            clear_categories=clear,
            circle="R:2026q4",
            evidence=records,
            counts=Counts(ordinary=1, sensitive=1),
        )
        for categories in CATEGORY_SETS:
            yield act, categories


REGIONS = ("CN", "CN-SH", "HK", "SG", "EU-DE", "FR", "MO", "US", "JP", "GB", "", "Atlantis")
PURPOSES = ("fraud-prevention", "aml-cft", "statistics", "cyber-defence", "exercise", "spam")
# What is asked for in earnest, so that minimisation decides and not the list of purposes (PC-03).
LISTED = (
    ("aml-cft",),
    ("statistics",),
    ("exercise",),
    ("operational-resilience",),
    ("supervisory-reporting",),
    ("cyber-defence", "statistics"),
    ("exercise", "investor-protection"),
)
BASES = (
    "consent",
    "contract",
    "legal-obligation",
    "public-task",
    "vital-interest",
    "legitimate-interest",
    "cn-atfl-16",
    "hk-bo-2025",
    "sg-fsma-cosmic",
    "eu-amlr-75",
    "eu-dora-45",
    "us-314b",
)
KINDS = (
    *("bank", "platform", "association", "operator", "regulator"),
    *("foreign-authority", "public", "circus"),
)
STANDINGS = (
    *("restricted", "redacted", "objected", "recall-unconfirmed"),
    *("reconsent", "age-unknown", "haunted"),
)
# What statutes are filed for.
LAWS = (
    *("legal-obligation", "public-task", "export-duty", "objection-grounds", "publication"),
    *("gdpr-48", "ca-pipeda", ""),
)
COUNTS = (0, 1, 9_999, 10_000, 99_999, 100_000, 999_999, 1_000_000)


class Dice:
    """Draws acts that are often nearly allowed, so that each single fact can tip them."""

    def __init__(self, seed):
        self.random = random.Random(seed)  # noqa: S311 - worlds, not secrets

    def act(self):
        pick = self.random
        return ReleaseAct(
            origin_region=self.mostly(("CN", "CN", "EU-DE", "HK", "SG"), REGIONS),
            destination_region=self.mostly(("CN", "SG", "FR", "US", "JP"), REGIONS),
            recipient_kind=self.mostly(("bank", "bank", "regulator"), KINDS),
            purposes=self.mostly(
                (("fraud-prevention",), ("fraud-prevention",), pick.choice(LISTED)),
                (self.some(PURPOSES, 0.4),),
            ),
            legal_bases=self.mostly(
                (("consent",), ("legal-obligation",), self.some(BASES, 0.4)), ((),)
            ),
            clear_categories=frozenset(self.some(tuple(Category), 0.3)),
            circle=self.mostly(("CN:2026q4",), ("",)),
            is_reporter=pick.random() < 0.02,
            further_origins=self.mostly(((),), (self.some(REGIONS, 0.15),)),
            reader_regions=self.mostly(((),), tuple((one, *REGIONS[:1]) for one in REGIONS)),
            evidence=(*self.records(), *self.named_laws(), *self.arrangements()),
            counts=Counts(self.mostly((1, 99_999), COUNTS), self.mostly((1, 9_999), COUNTS)),
            is_critical_operator=pick.random() < 0.1,
            is_recipient_restricted=pick.random() < 0.05,
            standing=frozenset(self.some(STANDINGS, 0.07)),
            wording=self.mostly(("reported",), ("suspected", "confirmed_by_authority", "sworn")),
            is_core_data=pick.random() < 0.02,
            agreed_purposes=self.mostly((frozenset(),), (frozenset(self.some(PURPOSES, 0.5)),)),
            locked_data=self.mostly((frozenset(),), (frozenset({"device_telemetry"}),)),
            reporting_customers=pick.randrange(4),
        )

    def records(self):
        return (self.record(kind) for kind in self.some(tuple(EvidenceKind), 0.5))

    def arrangements(self):
        laws = self.some(("eu-dora-45", "eu-amlr-75"), 0.7)
        return (
            evidence(EvidenceKind.ARRANGEMENT, reference=f"club-{one}", code=one) for one in laws
        )

    def named_laws(self):
        # Without one, most acts would stop at the first question (PC-01).
        laws = ("legal-obligation", *self.some(LAWS, 0.15)) if self.random.random() < 0.8 else ()
        return (evidence(EvidenceKind.STATUTE, reference=f"law-{one}", code=one) for one in laws)

    def record(self, kind):
        pick = self.random
        since: datetime = BEFORE
        until: datetime | None = AFTER
        if pick.random() < 0.06:
            since, until = pick.choice(((NOW, AFTER), (BEFORE, NOW), (AFTER, None), (NOW, None)))
        code = " ".join(self.some(tuple(ALL_HOLDS.split()), 0.8))
        if kind is EvidenceKind.STATUTE:
            code = pick.choice(LAWS)
        return Evidence(
            kind,
            reference=f"{kind}-{pick.randrange(9)}",
            valid_from=since,
            valid_to=until,
            purposes=self.scope(PURPOSES),
            categories=self.scope(tuple(Category), 0.5),
            recipient_kinds=self.scope(KINDS),
            regions=self.scope(REGIONS),
            code=code if kind in (EvidenceKind.HUMAN_RELEASE, EvidenceKind.STATUTE) else "",
        )

    def categories(self):
        grave = self.some((Category.C3, Category.STR, Category.IMPORTANT), 0.06)
        others = tuple(one for one in Category if one not in (Category.C3, *SPECIAL))
        return frozenset((*grave, *self.some(others, 0.3)))

    def scope(self, items, chance=0.1):
        if self.random.random() > chance:
            return frozenset()
        return frozenset(self.some(items, 0.8))

    def some(self, items, chance):
        return tuple(item for item in items if self.random.random() < chance)

    def mostly(self, usual, rare):
        return self.random.choice(usual if self.random.random() < 0.85 else rare)
