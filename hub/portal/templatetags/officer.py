"""Filters of the officer's pages: codes as words, clocks as bars and as words. They mark nothing safe."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hub.portal.officer.words import TONES, name_code

register = template.Library()
register.filter("named", name_code)
_PERIOD = re.compile(r"P([0-9]{1,4})([DMY])", re.ASCII)


@register.filter
def named_all(codes: Iterable[str], vocabulary: str) -> str:
    """Return what several codes of a vocabulary are called, as a list in the reader's language."""
    return pgettext("between the items of a list", ", ").join(
        name_code(code, vocabulary) for code in codes
    )


@register.filter
def period(text: str) -> str:
    """Return an ISO 8601 duration of one unit in words; one of several units stays as it is."""
    found = _PERIOD.fullmatch(text)
    if found is None:
        return text
    count, unit = int(found[1]), found[2]
    words = {
        "D": ngettext("%(n)d day", "%(n)d days", count),
        "M": ngettext("%(n)d month", "%(n)d months", count),
        "Y": ngettext("%(n)d year", "%(n)d years", count),
    }
    return words[unit] % {"n": count}


@register.filter
def tone(code: str) -> str:
    """Return how a state is coloured."""
    return TONES.get(code, "calm")


@register.filter
def used_band(percent: int) -> str:
    """Return the colour of a clock of which so many percent have passed."""
    marks = ((100, "critical"), (80, "high"), (50, "medium"))
    return next((band for least, band in marks if percent >= least), "low")


@register.filter
def time_left(due_at: datetime) -> str:
    """Return how long until a moment, or since it, in whole units."""
    left = due_at - timezone.now()
    span = _name_span(abs(left))
    if left >= timedelta():
        return _("%(span)s left") % {"span": span}
    return _("%(span)s late") % {"span": span}


def _name_span(span: timedelta) -> str:
    minutes = span // timedelta(minutes=1)
    if minutes < 60:
        return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}
