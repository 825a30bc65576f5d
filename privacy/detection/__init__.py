"""Detection: which characters of an alert are personal or authentication data.

Pure and deterministic; knows no purpose, recipient or law. All patterns run in linear time.
Unknown shapes in typed fields count as personal. Doors: `scan_text` for one text, `inspect_bundle` for an
alert, `find_authentication_data` for what must be refused, `find_cues` and `find_wording` for what words tell.
"""

from privacy.detection.authentication import find_authentication_data
from privacy.detection.bundle import inspect_bundle
from privacy.detection.cues import find_cues, find_wording
from privacy.detection.places import is_identifying_name
from privacy.detection.scan import DETECTOR_VERSION, scan_text
from privacy.detection.types import DataType, Finding, Span

__all__ = [
    "DETECTOR_VERSION",
    "DataType",
    "Finding",
    "Span",
    "find_authentication_data",
    "find_cues",
    "find_wording",
    "inspect_bundle",
    "is_identifying_name",
    "scan_text",
]
