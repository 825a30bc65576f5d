"""Personal Data Protection Act of Singapore, with the COSMIC gateway for banks."""

from datetime import date

from privacy.policy.types import BasisRule, Regime

_IN_FORCE = date(2014, 7, 2)
_AMENDED = date(2021, 2, 1)

PDPA = Regime(
    name="pdpa",
    region="SG",
    law="PDPA",
    bases=(
        BasisRule("consent", "pdpa.consent", "PDPA 13(a), 14", _IN_FORCE, confirmed=False),
        BasisRule("contract", "pdpa.deemed", "PDPA 15(3)", _AMENDED, confirmed=False),
        BasisRule("legal-obligation", "pdpa.law", "PDPA 13(b)", _IN_FORCE, confirmed=False),
        BasisRule(
            "vital-interest", "pdpa.vital", "PDPA First Schedule, Part 1", _AMENDED, confirmed=False
        ),
        BasisRule(
            "legitimate-interest",
            "pdpa.legitimate",
            "PDPA First Schedule, Part 3, paragraph 1",
            _AMENDED,
            confirmed=False,
        ),
        BasisRule(
            "sg-fsma-cosmic",
            "pdpa.cosmic",
            "PDPA 13(b); Financial Services and Markets Act 2022, Part 4A",
            date(2024, 4, 1),
            confirmed=False,
        ),
    ),
    remedy=(
        "Declare in the handling policy consent, contract, legal-obligation, vital-interest, "
        "legitimate-interest or sg-fsma-cosmic."
    ),
)
