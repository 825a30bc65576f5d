"""What officers write to a person must not tell of a suspicious-transaction report (PC-25; AML Law 7)."""

from privacy.detection import find_cues
from privacy.rights.errors import Unfit

_STR = "str"


def check_words(**texts: str) -> None:
    """Raise Unfit for the first text that tells what the law keeps secret, by the name it goes by."""
    for place, text in texts.items():
        if _STR in find_cues({"objects": [{"type": "note", "content": text}]}):
            raise Unfit(place, "Leave out what the law keeps secret from the person.")
