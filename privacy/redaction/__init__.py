"""Redaction: make of an alert what a decision allows, and nothing more.

Pure: takes plain STIX objects and findings, never changes its input, and gives new objects that are
whole STIX again. Ids that were derived from clear values are derived anew, and every reference
follows; what a recipient does not get is told place by place, never what it was.
"""

from privacy.redaction.apply import redact
from privacy.redaction.digests import find_digests
from privacy.redaction.generalise import generalise, generalise_amount
from privacy.redaction.identifiers import rewrite
from privacy.redaction.types import Redaction, RenderRequest, Reporter, Withheld

__all__ = [
    "Redaction",
    "RenderRequest",
    "Reporter",
    "Withheld",
    "find_digests",
    "generalise",
    "generalise_amount",
    "redact",
    "rewrite",
]
