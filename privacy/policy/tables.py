"""What stands in the rule tables: dated rows of law, kept as data (an unknown key refuses to load).

Every row says since when it holds, until when, after which source, and whether it was checked against a
published text. Code reads rows; it holds no article, threshold or country.
"""

from datetime import date
from typing import Annotated, Literal

import msgspec

from privacy import Category
from privacy.policy.types import EvidenceKind

Text = Annotated[str, msgspec.Meta(min_length=1)]
# Every group has to be met, each by evidence of one of its kinds.
Proof = tuple[tuple[EvidenceKind, ...], ...]
# The token kinds of detection, which policy may not import; a test compares the two.
Kind = Literal[
    "person-id-number",
    "payment-card",
    "bank-account",
    "e-wallet",
    "phone",
    "email",
    "messenger",
    "device",
    "network-address",
    "vehicle",
    "person-name",
    "birth-date",
    "address",
    "subject-token",
]
Role = Literal["member", "supervisor", "foreign-supervisor", "authority", "public"]
# What can be true of an act between one origin and one destination, once masks were applied.
Fact = Literal[
    "personal",
    "held-data",
    "confidential",
    "important",
    "minor",
    "crime",
    "crime-without-law",
    "age-unknown",
    "restricted",
    "redacted",
    "objected",
    "recall-unconfirmed",
    "reconsent",
    "unknown-standing",
    "public",
    "abroad",
    "restricted-recipient",
    "critical-operator",
    "not-critical",
    "counted",
    "unmixed",
    "ordinary",
]


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated row; `effective_to` is the last day on which it holds."""

    id: Text
    source: Text
    confirmed: bool
    effective_from: date
    effective_to: date | None
    note: str = ""

    def is_in_force(self, day: date) -> bool:
        """Tell whether the row applies on `day` (end inclusive)."""
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


class CategoryRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The grade of one category (PC-04); a restricted one can be kept back, but not masked."""

    category: Category
    personal: bool = False
    sensitive: bool = False
    restricted: Literal["", "forbidden", "confidential", "important"] = ""


class PurposeRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A purpose of the closed list (PC-02)."""

    purpose: Text


class LockRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Data that serves only these purposes, whatever was declared."""

    data: Text
    purposes: frozenset[str]


class RecipientRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kind of recipient is to the law."""

    kind: Text
    role: Role


class MinimisationRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The kinds of identifier that any of these purposes needs, and what becomes of the others (PC-03).

    Empty `recipients` match every kind of recipient. Where no row fits, nothing is needed.
    """

    purposes: frozenset[str]
    recipients: frozenset[str] = frozenset()
    kinds: frozenset[Kind] | Literal["all"]
    unneeded: Literal["mask", "generalise"] = "mask"


class Need(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a basis asks for before anybody may rest on it, and the reason when it lacks."""

    when: Literal["always", "sensitive", "public", "abroad"]
    proof: Proof
    code: Text
    rule: Text
    source: Text


class BasisRule(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A legal basis of one regime.

    `basis` is a value of `legal_bases` of the handling policy and `code` the regime's own name. An implied
    row has none: it is the statute under which `roles` receive. `crime` marks a law that
    allows suspicion and offence data (PC-26).
    """

    basis: str
    code: Text
    crime: bool = False
    roles: frozenset[Role] = frozenset()
    needs: tuple[Need, ...] = ()
    obligations: tuple[str, ...] = ()
    # Acts that cite it need an arrangement under it (PC-38); unique identifiers so many reporting customers.
    arranged: bool = False
    least_reporters: int = 0


class RequirementRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What masks or holds where a fact is true, unless it is proved; some roles are spared."""

    code: Text
    when: Fact
    effect: Literal["mask", "hold"]
    unless: Proof = ()
    # The code that a statute must bear here: the basis of an act does not spare it.
    statute: str = ""
    spares: frozenset[Role] = frozenset()


class ObligationRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What recipient or hub must do where a fact is true of what goes out."""

    obligation: Text
    when: Fact


class TransferRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the table of section 3: where, whom and what it matches, and what follows.

    Empty `origins` and `roles` match all. A `deny` row refuses the act unless it is disproved; the others
    are read in order, category by category, and the first that matches decides.
    """

    effect: Literal["deny", "allow", "hold", "mask"]
    code: Text
    destinations: Literal["home", "abroad", "any", "adequate"]
    origins: frozenset[str] = frozenset()
    not_origins: frozenset[str] = frozenset()
    roles: frozenset[Role] = frozenset()
    not_roles: frozenset[Role] = frozenset()
    when: frozenset[Fact] = frozenset()
    requires: Proof = ()
    unless: Proof = ()
    # What evidence against a denial has to cover; a restricted category has to be named by it.
    covers: Literal["personal", "important", "confidential"] = "personal"
    # The code that a statute must bear here; else it is a basis that the act declares.
    statute: str = ""
    # Persons a year; the row matches below.
    ordinary_below: int | None = None
    sensitive_below: int | None = None


class AdequacyRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A region that the European Commission found adequate, in which scope and on which proof."""

    region: Text
    scope: str = ""
    requires: Proof = ()
    # The code that a statute must bear here.
    statute: str = ""


class ControlRow(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The article behind a reason that no other row gives."""

    code: Text


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of rows, by its name and the day on which it was last looked through."""

    table: Text
    revised: date


class Categories(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Grades of categories."""

    rows: tuple[CategoryRow, ...]


class Purposes(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The closed list of purposes, and what is locked to some of them."""

    rows: tuple[PurposeRow, ...]
    locks: tuple[LockRow, ...]


class Recipients(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of recipients."""

    rows: tuple[RecipientRow, ...]


class Minimisation(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What purposes need."""

    rows: tuple[MinimisationRow, ...]


class Regime(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The data-protection law of one legal region and the bases it accepts."""

    region: Text
    law: Text
    remedy: Text
    bases: tuple[BasisRule, ...]
    implied: tuple[BasisRule, ...]


class Requirements(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What masks, holds and obliges."""

    rows: tuple[RequirementRow, ...]
    obligations: tuple[ObligationRow, ...]


class Transfers(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The table of section 3 in its order, and the regions found adequate."""

    rows: tuple[TransferRow, ...]
    adequacy: tuple[AdequacyRow, ...]


class Controls(Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sources of the reasons that belong to no other row."""

    rows: tuple[ControlRow, ...]
