"""The control matrix in slow and plain words: an independent second opinion on releases.

Written from the text of the matrix (sections 1, 2, 3 and 7) and knows the engine's types only. It goes through
every origin, every place of reading and every category on its own, and says what becomes of each; the strictest
answer holds. Laws are spelt out here a second time on purpose.

PC-03 asks for an allow-list by purpose and recipient. It is read so: the list names kinds of identifier; several
purposes together allow what any of them allows; what is not on it is masked, or generalised where statistics is
among the purposes (PC-32: cells need no identifiers, but bands and regions); when nothing is on it, nothing
personal goes at all. A treatment that is stricter for another reason stays. Without a purpose the list is open:
either a statute implies the purpose, or PC-02 masks everything.
"""

import re
from datetime import UTC, datetime

from privacy import Category, Treatment
from privacy.policy.types import EvidenceKind as K
from privacy.policy.types import Outcome

PERSONAL = {Category.PI, Category.C1, Category.C2, Category.SPI, Category.MINOR, Category.CRIM}
SENSITIVE = {Category.C2, Category.SPI, Category.MINOR, Category.CRIM}
EEA = {
    *re.findall("..", "EUATBEBGCYCZDEDKEEELESFIFRGRHRHUIEISITLILTLULVMTNLNOPLPTROSESISK"),
    "EEA",
}
PURPOSES = {
    "fraud-prevention",
    "aml-cft",
    "investor-protection",
    "operational-resilience",
    "cyber-defence",
    "supervisory-reporting",
    "statistics",
    "exercise",
}
# PC-01: what each law accepts; then what carries suspicion and offences (PC-26).
ACCEPTED = {
    "CN": {"consent", "contract", "legal-obligation", "public-task", "vital-interest"},
    "EEA": {
        "consent",
        "contract",
        "legal-obligation",
        "public-task",
        "vital-interest",
        "legitimate-interest",
    },
    "HK": {"consent", "legal-obligation", "public-task", "vital-interest"},
    "SG": {"consent", "contract", "legal-obligation", "vital-interest", "legitimate-interest"},
}
GATEWAYS = {
    ("CN", "cn-atfl-16"): datetime(2022, 12, 1, tzinfo=UTC),
    ("EEA", "eu-amlr-75"): datetime(2027, 7, 10, tzinfo=UTC),
    ("EEA", "eu-dora-45"): datetime(2025, 1, 17, tzinfo=UTC),
    ("EEA", "eu-psr"): datetime(2028, 1, 1, tzinfo=UTC),
    ("HK", "hk-bo-2025"): datetime(2025, 11, 3, tzinfo=UTC),
    ("SG", "sg-fsma-cosmic"): datetime(2024, 4, 1, tzinfo=UTC),
}
# PC-01: they say that a law asks for the act, and have to name which.
WORDS_FOR_A_LAW = {"legal-obligation", "public-task"}
# DORA gives no law on crime: its members share in their legitimate interest.
ALLOWS_CRIME = {*WORDS_FOR_A_LAW, *(basis for _, basis in GATEWAYS)} - {"eu-dora-45"}
# PC-38: laws under which institutions share as members of an arrangement.
ARRANGED = {"eu-amlr-75", "eu-dora-45", "eu-psr"}
UNIQUE = {Category.C2, Category.SPI}
ADEQUATE = {"AD", "AR", "CH", "FO", "GB", "GG", "IL", "IM", "JE", "JP", "KR", "NZ", "UY"}
# What the recipient falls under there: a statute filed for that, no statute of anything else.
ADEQUATE_WITH = {"US": (K.CERTIFICATE, None), "CA": (K.STATUTE, "ca-pipeda")}
MEMBERS = {"platform", "bank", "payment", "association", "operator"}
KNOWN_KINDS = MEMBERS | {"regulator", "foreign-authority", "public"}

# PC-03: the kinds of identifier, and the purposes that are about the persons behind them.
KINDS = {
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
}
ABOUT_PERSONS = {"fraud-prevention", "aml-cft", "investor-protection"}
MILDEST_FIRST = (Treatment.CLEAR, Treatment.TOKENISE, Treatment.GENERALISE, Treatment.MASK)

DENIED = "denied"
WAITS = "waits"
MASKED = "masked"
TOKEN = "token"
CLEAR = "clear"


def region(code):
    head = code.strip().upper().split("-")[0]
    if head in EEA:
        return "EEA"
    return head if len(head) == 2 and all("A" <= letter <= "Z" for letter in head) else ""


def judge(act, categories, now):
    """Return (outcome, {category: treatment}) for one act."""
    personal = categories & PERSONAL
    special = categories & {Category.STR, Category.IMPORTANT}
    if Category.C3 in categories or act.is_core_data:  # X2
        return Outcome.DENY, {}
    if act.is_reporter:
        return Outcome.ALLOW, dict.fromkeys(personal, Treatment.CLEAR)
    if not personal and not special:  # X1
        return Outcome.ALLOW, {}
    origins = {region(code) for code in (act.origin_region, *act.further_origins)}
    places = {region(code) for code in (act.destination_region, *act.reader_regions)}
    pairs = [
        Pair(act, categories, origin, place, origins, now) for origin in origins for place in places
    ]
    is_unbound = bool(special) and not act.circle  # PC-21, where masking cannot help
    if "" in places or is_unbound or any(pair.is_denied() for pair in pairs):
        return Outcome.DENY, {}
    return conclude(act, personal, pairs)


def needs(act):
    """Return the kinds of identifier on the list of this act (PC-03)."""
    if act.is_reporter or not act.purposes:
        return KINDS
    return set().union(*(needs_for(purpose, act.recipient_kind) for purpose in act.purposes))


def needs_for(purpose, recipient):
    if purpose in ABOUT_PERSONS:
        if recipient in ("association", "operator"):
            return KINDS - {"person-id-number", "address", "subject-token"}
        if recipient == "public":
            return {"person-name", "phone", "email", "messenger"}
        return KINDS if recipient in KNOWN_KINDS else set()
    technical = {"device", "network-address", "email"}
    if recipient in KNOWN_KINDS - {"public"}:
        if purpose == "operational-resilience":
            return technical
        if purpose == "cyber-defence":
            return technical | {"messenger"}
    if (purpose, recipient) == ("supervisory-reporting", "regulator"):
        return KINDS
    return set()


def judge_kind(act, treatment, kind):
    """Return what becomes of one kind of identifier in a category of this treatment."""
    if kind in needs(act):
        return treatment
    rest = Treatment.GENERALISE if "statistics" in act.purposes else Treatment.MASK
    return max(treatment, rest, key=MILDEST_FIRST.index)


def conclude(act, personal, pairs):
    fates = strictest(pairs, personal) if act.circle else dict.fromkeys(personal, MASKED)  # PC-21
    moving = {one for one, fate in fates.items() if fate != MASKED}
    if WAITS in fates.values() or any(pair.must_wait(moving) for pair in pairs):
        return Outcome.HOLD, {}
    words = {MASKED: Treatment.MASK, TOKEN: Treatment.TOKENISE, CLEAR: Treatment.CLEAR}
    treatments = {one: words[fate] for one, fate in fates.items()}
    if not needs(act):  # PC-32: what moves is general
        treatments |= dict.fromkeys(moving, Treatment.GENERALISE)
    if personal and (not moving or not needs(act)):
        return Outcome.ALLOW_REDACTED, treatments
    if not personal or (set(fates.values()) <= {CLEAR} and needs(act) == KINDS):
        return Outcome.ALLOW, treatments
    return Outcome.ALLOW_TOKENISED, treatments


def strictest(pairs, personal):
    """Return what becomes of each category: masked by any is masked, then waits, then token."""
    permitted = {one for one in personal if all(pair.permits(one) != MASKED for pair in pairs)}
    fates = {}
    for one in personal:
        if one not in permitted:
            fates[one] = MASKED
            continue
        answers = {pair.transfers(one, permitted) for pair in pairs}
        answers |= {pair.permits(one) for pair in pairs}
        fates[one] = next(answer for answer in (MASKED, WAITS, TOKEN, CLEAR) if answer in answers)
    return fates


class Pair:
    """One origin of the data and one place where it is read."""

    def __init__(self, act, categories, origin, place, origins, now):
        self.act, self.categories = act, categories
        self.personal = categories & PERSONAL
        self.origin, self.place, self.origins, self.now = origin, place, origins, now
        self.abroad = origin != place
        self.is_home_regulator = act.recipient_kind == "regulator" and not self.abroad

    # -- evidence ------------------------------------------------------------------------------

    def has(self, kind, categories, code=None):
        """Say whether one valid record of a kind covers purposes, recipient, place and categories."""
        return any(self._is_good(one, kind, set(categories), code) for one in self.act.evidence)

    def _is_good(self, one, kind, categories, code):
        named = categories & {Category.STR, Category.IMPORTANT}
        statutes = [code] if code else ["", *self.act.legal_bases]
        return all(
            (
                one.kind is kind,
                one.valid_from <= self.now,
                one.valid_to is None or self.now < one.valid_to,
                not one.purposes or set(self.act.purposes) <= one.purposes,
                not one.recipient_kinds or self.act.recipient_kind in one.recipient_kinds,
                not one.regions or self.place in {region(name) for name in one.regions},
                categories <= one.categories if one.categories else not named,
                kind is not K.STATUTE or one.code in statutes,
                kind is not K.ARRANGEMENT or one.code == code,
            )
        )

    def released(self, code):
        return any(
            self._is_good(one, K.HUMAN_RELEASE, self.personal, None) and code in one.code.split(" ")
            for one in self.act.evidence
        )

    # -- refusals of the whole act ---------------------------------------------------------------

    def is_denied(self):
        act = self.act
        is_authority = act.recipient_kind == "foreign-authority"
        leaves_china = self.abroad and self.origin == "CN"
        assessed = self.has(K.SECURITY_ASSESSMENT, {Category.IMPORTANT})
        return any(
            (
                # X3, X19, PC-20
                is_authority
                and self.origin == "EEA"
                and not self.has(K.STATUTE, self.personal, "gdpr-48"),
                is_authority
                and self.origin != "EEA"
                and not self.has(K.AUTHORITY_APPROVAL, self.personal),
                # X4
                leaves_china and act.is_recipient_restricted,
                # X5, PC-37
                self.abroad
                and Category.IMPORTANT in self.categories
                and not (leaves_china and assessed),
                leaves_china
                and act.is_critical_operator
                and not self.has(K.SECURITY_ASSESSMENT, self.personal),
                # X6, PC-25
                Category.STR in self.categories
                and not self.is_home_regulator
                and not self.has(K.STATUTE, {Category.STR}),
                # PC-38
                any(not self.has(K.ARRANGEMENT, self.personal, law) for law in self.arranged()),
            )
        )

    def arranged(self):
        """Return the arrangements that personal data claims to travel under (PC-38)."""
        if not self.personal or self.is_home_regulator:
            return set()
        return self.declared() & ARRANGED

    # -- permission: purpose, basis, consent (PC-01, 02, 05, 09, 16, 26, 39) ---------------------

    def permits(self, category):
        """Return MASKED, TOKEN or CLEAR: the most that the law of the origin permits."""
        if self.forbids_persons():
            return MASKED
        if self.origin not in ACCEPTED:
            return TOKEN  # nothing to ask; the transfer table waits
        bases = self.bases_for(category)
        if not bases and not self.is_home_regulator:
            return MASKED
        agreed = category in self.act.clear_categories and self.act.purposes
        for_case = self.is_home_regulator and self.act.case_number  # PC-35
        return CLEAR if agreed and (bases or for_case) else TOKEN

    def forbids_persons(self):
        standing, persons = self.act.standing, self.personal
        overrides = self.has(K.STATUTE, persons, "objection-grounds")
        publishes = self.has(K.STATUTE, persons, "publication")
        return any(
            (
                self.act.recipient_kind not in KNOWN_KINDS,
                self.purpose_is_lacking(),
                not needs(self.act) and "statistics" not in self.act.purposes,
                "restricted" in standing,
                "recall-unconfirmed" in standing,  # section 4
                "redacted" in standing,  # PC-41: two persons had it masked
                "objected" in standing and not overrides,
                Category.MINOR in persons and not self.has(K.CONSENT_GUARDIAN, {Category.MINOR}),
                Category.CRIM in persons and not self.law_on_crime(),
                self.act.recipient_kind == "public"
                and not publishes
                and not self.has(K.CONSENT_PUBLICATION, persons),
            )
        )

    def purpose_is_lacking(self):
        act = self.act
        if not act.purposes:
            return not (self.is_home_regulator and self.origin in ACCEPTED)
        if not set(act.purposes) <= PURPOSES:
            return True
        if act.agreed_purposes and not set(act.purposes) <= act.agreed_purposes:
            return True
        return "device_telemetry" in act.locked_data and set(act.purposes) != {"fraud-prevention"}

    def declared(self):
        bases = set(self.act.legal_bases)
        known = {one for one in bases if one in ACCEPTED.get(self.origin, set())}
        for one in bases:
            since = GATEWAYS.get((self.origin, one))
            if since is not None and self.now >= since:
                known.add(one)
        return known

    def bases_for(self, category):
        """Return the declared bases that hold for one category, evidence included."""
        good = {one for one in self.declared() if self.basis_holds(one, category)}
        if self.awaits_consent() and good <= {"consent"}:
            return {"consent"}
        return good

    def awaits_consent(self):
        return (
            "reconsent" in self.act.standing
            and "consent" in self.declared()
            and not self.is_home_regulator
            and not self.released("reconsent")
        )

    def basis_holds(self, basis, category):
        if basis == "consent":
            return self.consent_holds(category)
        noticed = self.has(K.NOTICE, {category}) or self.has(K.NOTICE_EXCEPTION, {category})
        if basis == "contract" and self.origin in ("CN", "EEA"):
            return noticed
        if basis in ("legitimate-interest", "eu-dora-45") and self.origin == "EEA":
            return noticed and self.has(K.BALANCING, {category})
        if basis in WORDS_FOR_A_LAW:
            return self.has(K.STATUTE, {category}, basis)
        if basis == "vital-interest":
            return self.has(K.NECESSITY, {category})
        return True

    def consent_holds(self, category):
        """PC-05: four kinds, none stands for another."""
        if not self.has(K.CONSENT_SHARING, {category}):
            return False
        if category in SENSITIVE and not self.has(K.CONSENT_SENSITIVE, {category}):
            return False
        if self.act.recipient_kind == "public" and not self.has(K.CONSENT_PUBLICATION, {category}):
            return False
        is_export = self.origin == "CN" and self.abroad
        return not is_export or self.has(K.CONSENT_CROSS_BORDER, {category})  # X14

    def law_on_crime(self):
        if self.origin not in ACCEPTED:
            return False
        if self.is_home_regulator:
            return True
        return bool(self.bases_for(Category.CRIM) & ALLOWS_CRIME)

    # -- section 3 -------------------------------------------------------------------------------

    def transfers(self, category, permitted):
        """Return MASKED, WAITS or CLEAR for one category; a claim waits if nothing else can go."""
        mine = self.route(category)
        if mine == "claimed":
            others = {self.route(one) for one in permitted}
            return MASKED if CLEAR in others else WAITS
        return mine

    def route(self, category):
        if self.origin not in ACCEPTED:
            return CLEAR if self.released("unknown_jurisdiction") else WAITS
        if not self.abroad:
            return CLEAR
        return {"CN": self.from_china, "EEA": self.from_union}.get(
            self.origin, self.from_elsewhere
        )(category)

    def from_china(self, category):
        only = {category}
        if self.act.recipient_kind in ("foreign-authority", "regulator"):  # X3
            return CLEAR if self.has(K.AUTHORITY_APPROVAL, only) else MASKED
        necessary = self.has(K.NECESSITY, only)
        duty = self.has(K.STATUTE, only, "export-duty")
        mechanisms = (
            self.has(K.TRANSIT, only) and len(self.origins) == 1,  # X7
            self.has(K.FREE_TRADE_ZONE, only),  # X13
            self.has(K.SECURITY_ASSESSMENT, only),  # X10
            self.is_below_assessment() and self.is_small_or_filed(category),  # X11, X12
            necessary and self.released("necessity_review"),  # X8
            duty and self.released("statute_review"),  # X9
        )
        if any(mechanisms):
            return CLEAR
        return "claimed" if necessary or duty else MASKED

    def is_below_assessment(self):
        counts = self.act.counts
        few = counts.ordinary < 1_000_000 and counts.sensitive < 10_000
        is_counted = counts.ordinary > 0 or counts.sensitive > 0
        return few and is_counted and not self.act.is_critical_operator

    def is_small_or_filed(self, category):
        filed = self.has(K.STANDARD_CONTRACT, {category}) or self.has(K.CERTIFICATE, {category})
        # With a mechanism or exempt: the person is told who gets it abroad (PC-10, PIPL 39).
        told = self.has(K.NOTICE, {category}) or self.has(K.NOTICE_EXCEPTION, {category})
        is_small = category not in SENSITIVE and self.act.counts.ordinary < 100_000
        return told and (filed or is_small)

    def from_union(self, category):
        only = {category}
        if self.act.recipient_kind == "foreign-authority":  # X19
            return CLEAR if self.has(K.STATUTE, only, "gdpr-48") else MASKED
        if self.place in ADEQUATE:  # X16
            return CLEAR
        if self.place in ADEQUATE_WITH:
            kind, code = ADEQUATE_WITH[self.place]
            if self.has(kind, only, code):
                return CLEAR
        if self.has(K.BINDING_RULES, only):  # X17
            return CLEAR
        if self.has(K.STANDARD_CLAUSES, only) and self.has(K.TRANSFER_ASSESSMENT, only):
            return CLEAR
        if self.has(K.NECESSITY, only) or self.has(K.CONSENT_CROSS_BORDER, only):  # X18
            return CLEAR if self.released("derogation_review") else "claimed"
        return MASKED

    def from_elsewhere(self, category):
        """X20: Hong Kong and Singapore have a row of their own."""
        only = {category}
        is_authority = self.act.recipient_kind in ("foreign-authority", "regulator")
        if is_authority and self.has(K.AUTHORITY_APPROVAL, only):
            return CLEAR
        kinds = {
            "HK": (K.STANDARD_CLAUSES, K.STANDARD_CONTRACT, K.BINDING_RULES),
            "SG": (K.STANDARD_CLAUSES, K.BINDING_RULES, K.CERTIFICATE),
        }
        return CLEAR if any(self.has(kind, only) for kind in kinds[self.origin]) else MASKED

    # -- what a human must judge -----------------------------------------------------------------

    def must_wait(self, moving):
        standing, important = self.act.standing, self.categories & {Category.IMPORTANT}
        known = {"restricted", "redacted", "objected", "reconsent", "age-unknown"}
        known |= {"recall-unconfirmed"}
        assessed = self.is_home_regulator or self.has(K.ASSESSMENT, self.personal | important)
        guarded = self.has(K.CONSENT_GUARDIAN, {Category.MINOR})
        asked = {
            "pia_missing": (moving or important) and not assessed,  # PC-23
            "confidential_release": Category.STR in self.categories  # PC-25, X6
            and not self.is_home_regulator,
            "age_unknown": moving and "age-unknown" in standing and not guarded,  # PC-09
            "unknown_standing": moving and standing - known,
            "single_report": moving & UNIQUE  # PC-38: two different customers
            and self.arranged()
            and self.act.reporting_customers < 2,
            "reconsent": moving
            and any(map(self.rests_on_outdated_consent, self.personal)),  # PC-07
        }
        return any(lacking and not self.released(code) for code, lacking in asked.items())

    def rests_on_outdated_consent(self, category):
        return (
            self.origin in ACCEPTED
            and self.awaits_consent()
            and self.bases_for(category) <= {"consent"}
        )
