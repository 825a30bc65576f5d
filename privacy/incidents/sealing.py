"""Titles and reports at rest: sealed under the institution's content key, for they may quote personal data."""

from datetime import datetime
from uuid import UUID

from privacy.errors import KeyUnavailable
from privacy.keys.services import ensure_data_key, seal, unseal


def place_of_title(incident_id: UUID) -> str:
    """Return the place that a title is bound to."""
    return f"incidents_incident.title:{incident_id}"


def place_of_text(report_id: UUID) -> str:
    """Return the place that the text of a report is bound to."""
    return f"incidents_incidentreport.text:{report_id}"


def seal_text(*, owner: str, place: str, text: str, now: datetime) -> bytes:
    """Return a text sealed for a place. Raises KeyUnavailable."""
    key_id = ensure_data_key(owner=owner, now=now)
    return seal(key_id=key_id, place=place, value=text.encode())


def open_text(*, place: str, sealed: bytes | memoryview) -> str:
    """Return the text, "" where its key was destroyed. Raises SealBroken."""
    try:
        return unseal(place=place, sealed=bytes(sealed)).decode()
    except KeyUnavailable:
        return ""
