"""Legal regimes as dated rule tables, one module a law; they do not know each other."""

from privacy.policy.regimes.gdpr import GDPR
from privacy.policy.regimes.pdpa import PDPA
from privacy.policy.regimes.pdpo import PDPO
from privacy.policy.regimes.pipl import PIPL

REGIMES = (PIPL, GDPR, PDPO, PDPA)
BY_REGION = {regime.region: regime for regime in REGIMES}
