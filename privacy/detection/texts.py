"""Free text of operators and officers: what would name a person is refused where it is written.

Such text is not sealed and reaches lists, letters and registers.
"""

from privacy.detection.authentication import find_authentication_data
from privacy.detection.scan import scan_text
from privacy.errors import PersonalText


def refuse_personal(text: str, field: str) -> None:
    """Raise PersonalText, naming the field alone, for a text with personal or authentication data."""
    if text and (find_authentication_data({"objects": [{"text": text}]}) or scan_text(text)):
        raise PersonalText(field)
