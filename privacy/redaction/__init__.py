"""Redaction: make of an alert what a decision allows, and nothing more.

Pure: takes plain STIX objects and findings, never changes its input, and gives new objects.
Ids that were derived from clear values are derived anew, and every reference follows.
"""

from privacy.redaction.apply import redact
from privacy.redaction.identifiers import rewrite
from privacy.redaction.types import Redaction, RenderRequest, Reporter, Withheld

__all__ = ["Redaction", "RenderRequest", "Reporter", "Withheld", "redact", "rewrite"]
