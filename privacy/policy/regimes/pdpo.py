"""Personal Data (Privacy) Ordinance of Hong Kong: use for a new purpose needs consent or
an exemption (data protection principle 3).
"""

from datetime import date

from privacy.policy.types import BasisRule, Regime

_IN_FORCE = date(1996, 12, 20)
_PART_8_REVISED = date(2012, 10, 1)

PDPO = Regime(
    name="pdpo",
    region="HK",
    law="PDPO",
    bases=(
        BasisRule(
            "consent", "pdpo.consent", "PDPO Schedule 1, DPP 3(1)", _IN_FORCE, confirmed=False
        ),
        BasisRule("legal-obligation", "pdpo.law", "PDPO 60B(a)", _PART_8_REVISED, confirmed=False),
        BasisRule("public-task", "pdpo.crime", "PDPO 58(1), (2)", _IN_FORCE, confirmed=False),
        BasisRule("vital-interest", "pdpo.health", "PDPO 59", _IN_FORCE, confirmed=False),
        BasisRule(
            "hk-bo-2025",
            "pdpo.banking",
            "Banking (Amendment) Ordinance 2025",
            date(2025, 11, 3),
            confirmed=False,
        ),
    ),
    remedy=(
        "Declare in the handling policy consent, legal-obligation, public-task, vital-interest "
        "or hk-bo-2025. Contract and legitimate interest do not allow a new use under DPP 3."
    ),
)
