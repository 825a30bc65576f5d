"""General Data Protection Regulation of the European Union, for the whole EEA."""

from datetime import date

from privacy.policy.types import BasisRule, Regime

_IN_FORCE = date(2018, 5, 25)

GDPR = Regime(
    name="gdpr",
    region="EEA",
    law="GDPR",
    bases=(
        BasisRule("consent", "gdpr.a", "GDPR 6(1)(a)", _IN_FORCE, confirmed=False),
        BasisRule("contract", "gdpr.b", "GDPR 6(1)(b)", _IN_FORCE, confirmed=False),
        BasisRule("legal-obligation", "gdpr.c", "GDPR 6(1)(c)", _IN_FORCE, confirmed=False),
        BasisRule("vital-interest", "gdpr.d", "GDPR 6(1)(d)", _IN_FORCE, confirmed=False),
        BasisRule("public-task", "gdpr.e", "GDPR 6(1)(e)", _IN_FORCE, confirmed=False),
        BasisRule(
            "legitimate-interest", "gdpr.f", "GDPR 6(1)(f), recital 47", _IN_FORCE, confirmed=False
        ),
        BasisRule(
            "eu-amlr-75",
            "gdpr.c",
            "GDPR 6(1)(c); Regulation (EU) 2024/1624 Article 75",
            date(2027, 7, 10),
            confirmed=True,
        ),
    ),
    remedy=(
        "Declare in the handling policy one of the bases of Article 6(1): consent, contract, "
        "legal-obligation, vital-interest, public-task or legitimate-interest, "
        "or a named gateway that is already in force."
    ),
)
