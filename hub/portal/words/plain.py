"""Codes as words when nobody has written a sentence for them."""

import re

_JOINTS = re.compile(r"[-_]+")


def spell_out(code: str) -> str:
    """Return a code as words: `fake-site-or-app` becomes `Fake site or app`."""
    words = _JOINTS.sub(" ", code).strip()
    return words[:1].upper() + words[1:]
