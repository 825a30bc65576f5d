"""The words of a policy decision: acts that are asked about, and the answers given."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from privacy import PERSONAL, Category, Treatment

__all__ = [
    "PERSONAL",
    "Category",
    "Counts",
    "Decision",
    "Evidence",
    "EvidenceKind",
    "IntakeAct",
    "Outcome",
    "Reason",
    "ReleaseAct",
    "Treatment",
]


_STRICTNESS = tuple(Treatment).index


def mildest(*treatments: Treatment) -> Treatment:
    """Return the treatment that tells the most."""
    return min(treatments, key=_STRICTNESS)


class Outcome(StrEnum):
    """The answer to one act; HOLD waits for a named human (control matrix, section 1)."""

    ALLOW = "allow"
    ALLOW_TOKENISED = "allow_tokenised"
    ALLOW_REDACTED = "allow_redacted"
    HOLD = "hold"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, the article behind it, what can be done about it, and the rule row."""

    code: str
    source: str
    message: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class IntakeAct:
    """An alert knocks: who reports, for what, on which basis.

    `reporter_region` is a legal region such as "CN", "HK", "SG", "EU-DE"; "" when unknown.
    """

    reporter_region: str
    purposes: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    personal_data_declared: str = ""
    jurisdictions: tuple[str, ...] = ()
    # Core data of the state (PC-37); no category of its own, because nothing is ever done with it.
    is_core_data: bool = False


class EvidenceKind(StrEnum):
    """What a record can prove to a rule (control matrix, section 2)."""

    AGREEMENT = "agreement"
    # Four kinds of consent: one never stands for another (PC-05).
    CONSENT_SHARING = "consent.sharing"
    CONSENT_PUBLICATION = "consent.publication"
    CONSENT_SENSITIVE = "consent.sensitive"
    CONSENT_CROSS_BORDER = "consent.cross-border"
    CONSENT_GUARDIAN = "consent.guardian"
    # Impact assessment of the programme (PIPIA, DPIA), and the balancing test of GDPR 6(1)(f).
    ASSESSMENT = "assessment"
    BALANCING = "balancing"
    NOTICE = "notice"
    NOTICE_EXCEPTION = "notice-exception"
    STATUTE = "statute"
    # Of the competent authority, for one foreign authority (PIPL 41).
    AUTHORITY_APPROVAL = "authority-approval"
    SECURITY_ASSESSMENT = "security-assessment"
    STANDARD_CONTRACT = "standard-contract"
    CERTIFICATE = "certificate"
    FREE_TRADE_ZONE = "free-trade-zone"
    TRANSIT = "transit"
    NECESSITY = "necessity"
    STANDARD_CLAUSES = "standard-clauses"
    TRANSFER_ASSESSMENT = "transfer-assessment"
    BINDING_RULES = "binding-rules"
    AUTHORITY_REFERENCE = "authority-reference"
    # Complete and in date between both ends of an act (PC-38); its code is the basis that acts cite.
    ARRANGEMENT = "arrangement"
    # A named human released this act after a hold, with another (PC-41).
    HUMAN_RELEASE = "human-release"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that a rule can rest on. An empty set covers everything of its kind.

    `reference` is the record's id; `regions` are legal regions of destination. `code` narrows some
    kinds: what a statute is for (a lawful basis, or a row's own word), the reasons a human release answers
    (joined by spaces).
    """

    kind: EvidenceKind
    reference: str
    valid_from: datetime
    valid_to: datetime | None = None
    purposes: frozenset[str] = frozenset()
    categories: frozenset[Category] = frozenset()
    recipient_kinds: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    code: str = ""

    def is_valid(self, at: datetime) -> bool:
        """Tell whether it holds at a moment (start inclusive, end exclusive)."""
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


@dataclass(frozen=True, slots=True)
class Counts:
    """Distinct persons sent abroad by the exporter since 1 January (Asia/Shanghai), this act included."""

    ordinary: int = 0
    sensitive: int = 0


@dataclass(frozen=True, slots=True)
class ReleaseAct:
    """One recipient asks for one alert: everything of the recipient that policy may weigh.

    `clear_categories` come from an agreement in force between reporter and recipient;
    `circle` names the token domain, for example "CN:2026q4"; without one (no agreement in
    force, PC-21) no personal data travels, not even as tokens.
    """

    origin_region: str
    destination_region: str
    recipient_kind: str
    purposes: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    clear_categories: frozenset[Category] = frozenset()
    circle: str = ""
    attribution: bool = True
    unknown_content: bool = False
    is_reporter: bool = False
    # Other jurisdictions that data of the alert comes from; the strictest decides (X21).
    further_origins: tuple[str, ...] = ()
    # Where it is read besides where the recipient is established (PC-19); one that is unknown denies.
    reader_regions: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    counts: Counts = Counts()
    # Critical-infrastructure operator (X5); recipient on a restricted list (X4).
    is_critical_operator: bool = False
    is_recipient_restricted: bool = False
    # What is known of the persons: "restricted", "objected", "reconsent", "age-unknown"; and "redacted"
    # where a privacy officer had them masked in this copy.
    standing: frozenset[str] = frozenset()
    # Of suspicion: reported, suspected, confirmed_by_authority (PC-26).
    wording: str = "reported"
    is_core_data: bool = False
    # Purposes that the agreement covers, and kinds of data locked to a purpose ("device_telemetry",
    # PC-02); an empty set does not limit.
    agreed_purposes: frozenset[str] = frozenset()
    locked_data: frozenset[str] = frozenset()
    # For which case of its own a supervisor views identifiers in clear; "" is none (PC-35).
    case_number: str = ""
    # How many different customers reported it, at least; 0 is unknown (PC-38).
    reporting_customers: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one act. `treatments` names every category found that is not kept clear
    by default; `profile` is equal for two decisions exactly when their renditions are equal, the
    explanation of what was withheld included.
    """

    outcome: Outcome
    treatments: tuple[tuple[Category, Treatment], ...]
    circle: str
    attribution: bool
    unknown_content: bool
    reasons: tuple[Reason, ...]
    rules_version: str
    # What the recipient or the hub must do: codes such as "notify-subject", "delete-on-recall".
    obligations: tuple[str, ...] = ()
    # On what it rests: references of the evidence used; rows of section 3, joined by blanks.
    grounds: tuple[str, ...] = ()
    mechanism: str = ""
    # The regimes' own names of the lawful bases that it rests on, such as "pipl.consent"; a statute that
    # no one declares is named by its row: "pipl.statutory_duty:PIPL-63".
    bases: tuple[str, ...] = ()
    # The kinds of identifier that the purposes need, None for all; what becomes of the others (PC-03).
    needed_kinds: frozenset[str] | None = None
    unneeded: Treatment = Treatment.MASK
    # The articles under which a category is masked as a whole.
    sources: tuple[tuple[Category, str], ...] = ()
    # For what, and on which declared bases, the data of persons in it goes: they travel with it (PC-02).
    purposes: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    profile: str = field(init=False)

    def __post_init__(self) -> None:
        """Derive the profile from what a rendition depends on, and from nothing else."""
        facts = [f"{category}={treatment}" for category, treatment in sorted(self.treatments)]
        facts += [f"attribution={self.attribution}", f"unknown={self.unknown_content}"]
        facts += [f"circle={self.circle}", f"rules={self.rules_version}"]
        facts += [f"outcome={self.outcome}", *(reason.code for reason in self.reasons)]
        kinds = ["*"] if self.needed_kinds is None else sorted(self.needed_kinds)
        facts += [f"kinds={' '.join(kinds)}", f"unneeded={self.unneeded}"]
        facts += [f"{category}: {source}" for category, source in sorted(self.sources)]
        facts += [f"for={' '.join(self.purposes)}", f"on={' '.join(self.legal_bases)}"]
        digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()
        object.__setattr__(self, "profile", digest[:32])

    def treatment_of(self, category: Category, kind: str = "") -> Treatment:
        """Return the treatment of a category; a personal one that nobody decided on is masked.

        That of one kind of identifier is at least `unneeded` where the purposes do not need the kind.
        """
        default = Treatment.MASK if category in PERSONAL else Treatment.CLEAR
        treatment = dict(self.treatments).get(category, default)
        return treatment if self._needs(kind) else max(treatment, self.unneeded, key=_STRICTNESS)

    def source_of(self, category: Category, kind: str = "") -> str:
        """Return the articles under which a category, or a kind of it, is withheld; "" for all of them."""
        source = dict(self.sources).get(category, "")
        if source or self._needs(kind):
            return source
        return "; ".join(reason.source for reason in self.reasons if reason.code == "not_needed")

    def _needs(self, kind: str) -> bool:
        return not kind or self.needed_kinds is None or kind in self.needed_kinds

    @property
    def is_allowed(self) -> bool:
        """Tell whether data may move, in whatever form the treatments say."""
        return self.outcome not in (Outcome.HOLD, Outcome.DENY)
