"""Personal Information Protection Law of the People's Republic of China.

There is no legitimate-interests basis in Article 13, so no row maps `legitimate-interest`.
"""

from datetime import date

from privacy.policy.types import BasisRule, Regime

_IN_FORCE = date(2021, 11, 1)

PIPL = Regime(
    name="pipl",
    region="CN",
    law="PIPL",
    bases=(
        BasisRule("consent", "pipl.consent", "PIPL 13(1)", _IN_FORCE, confirmed=False),
        BasisRule("contract", "pipl.contract", "PIPL 13(2)", _IN_FORCE, confirmed=False),
        BasisRule(
            "legal-obligation", "pipl.statutory_duty", "PIPL 13(3)", _IN_FORCE, confirmed=False
        ),
        BasisRule("public-task", "pipl.statutory_duty", "PIPL 13(3)", _IN_FORCE, confirmed=False),
        BasisRule("vital-interest", "pipl.emergency", "PIPL 13(4)", _IN_FORCE, confirmed=False),
        BasisRule(
            "cn-atfl-16",
            "pipl.statutory_duty",
            "PIPL 13(3); Anti-Telecom and Online Fraud Law 16",
            date(2022, 12, 1),
            confirmed=False,
        ),
    ),
    remedy=(
        "Declare in the handling policy a basis that Article 13 knows: consent, contract, "
        "legal-obligation, public-task, vital-interest or cn-atfl-16. "
        "Legitimate interest is not a basis under this law."
    ),
)
