"""What a holder says of its copies of an alert that was taken back."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from sharing.response.codes import RecallNote

# Whether all copies are destroyed, the note that goes with it, and the words.
STATEMENTS: Final = {
    "destroyed": (True, "", _("All copies are destroyed")),
    "destroyed-before": (True, RecallNote.DESTROYED_BEFORE, _("All copies were destroyed before")),
    "never-stored": (True, RecallNote.NEVER_STORED, _("No copy was ever stored")),
    "retained-by-law": (
        False,
        RecallNote.RETAINED_BY_LAW,
        _("Copies are kept: the law requires it"),
    ),
    "passed-on": (False, RecallNote.PASSED_ON, _("Copies are kept: they were passed on")),
    "kept": (False, RecallNote.OTHER, _("Copies are kept for another reason")),
}


class RecallForm(forms.Form):
    """One statement; none is chosen before somebody chooses it."""

    copies = forms.ChoiceField(
        label=_("Your copies"),
        choices=[("", _("Please choose")), *((key, one[2]) for key, one in STATEMENTS.items())],
    )

    def read_statement(self) -> tuple[bool, str]:
        """Return whether all copies are destroyed, and the note."""
        destroyed, note, _words = STATEMENTS[self.cleaned_data["copies"]]
        return destroyed, str(note)


def name_statement(destroyed: bool | None, note: str) -> str:
    """Return what was said of the copies, in words; nothing where nothing was said."""
    if destroyed is None:
        return ""
    said = (
        words
        for is_gone, code, words in STATEMENTS.values()
        if (is_gone, code) == (destroyed, note)
    )
    return str(next(said, STATEMENTS["destroyed" if destroyed else "kept"][2]))
