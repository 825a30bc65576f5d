"""Words for the codes that officers meet, by vocabulary; a code that no table knows is spelt out."""

from collections.abc import Iterable, Mapping
from typing import Final

from hub.portal.officer.words.decisions import DECISIONS
from hub.portal.officer.words.incidents import INCIDENTS
from hub.portal.officer.words.persons import PERSONS
from hub.portal.officer.words.records import RECORDS
from hub.portal.words.plain import spell_out

VOCABULARIES: Final[Mapping[str, Mapping[str, object]]] = {
    **DECISIONS,
    **INCIDENTS,
    **PERSONS,
    **RECORDS,
}
# How a state is coloured: see `tone-*` of the style sheet.
TONES: Final = {
    "open": "calm",
    "verifying": "warn",
    "in-progress": "calm",
    "closed": "good",
    "received": "calm",
    "handling": "calm",
    "answered": "good",
    "handed-over": "calm",
    "confirmed": "good",
    "kept": "warn",
    "overdue": "bad",
    "released": "good",
    "redacted": "good",
    "retried": "calm",
    "refused": "bad",
    "gone": "calm",
    "valid": "good",
    "withdrawn": "bad",
    "expired": "warn",
    "superseded": "calm",
    "reconsent": "warn",
    "draft": "warn",
    "approved": "good",
    "ended": "calm",
    "handled": "warn",
    "allow": "good",
    "allow_tokenised": "good",
    "allow_redacted": "warn",
    "hold": "warn",
    "deny": "bad",
}


def name_code(code: str, vocabulary: str) -> str:
    """Return what a code of a vocabulary is called; one that no table knows is spelt out."""
    return str(VOCABULARIES[vocabulary].get(code) or spell_out(code))


def list_choices(vocabulary: str, codes: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """Return codes of a vocabulary (all, or those given, in their order) with their names, for a form."""
    wanted = VOCABULARIES[vocabulary] if codes is None else codes
    return [(str(code), name_code(str(code), vocabulary)) for code in wanted]
