"""Detection: which characters of an alert are personal or authentication data.

Pure and deterministic; knows no purpose, recipient or law. All patterns run in linear time.
Unknown shapes in typed fields count as personal.
"""

from privacy.detection.authentication import find_authentication_data
from privacy.detection.bundle import inspect_bundle
from privacy.detection.scan import DETECTOR_VERSION, scan_text
from privacy.detection.types import DataType, Finding, Span

__all__ = [
    "DETECTOR_VERSION",
    "DataType",
    "Finding",
    "Span",
    "find_authentication_data",
    "inspect_bundle",
    "scan_text",
]
