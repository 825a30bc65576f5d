"""Filters that turn codes and times into words. They mark nothing safe: text stays text."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hub.portal.words import alerts, categories, reasons, submissions

register = template.Library()

register.filter("category", categories.name_category)
register.filter("band", alerts.band_of)
register.filter("band_name", alerts.name_band)
register.filter("stage", alerts.name_stage)
register.filter("route", alerts.name_route)
register.filter("route_explained", alerts.explain_route)
register.filter("factor", alerts.name_factor)
register.filter("factor_explained", alerts.explain_factor)
register.filter("state", submissions.name_state)
register.filter("state_explained", submissions.explain_state)
register.filter("state_advice", submissions.advise_in_state)
register.filter("state_tone", submissions.tone_of_state)
register.filter("withheld_kind", reasons.name_withheld)
register.filter("treatment", reasons.name_treatment)
register.filter("reason", reasons.explain_reason)


@register.filter
def reason_of(row: dict[str, str]) -> str:
    """Return the sentence for a stored reason, its own message where the code is unknown."""
    return reasons.explain_reason(row.get("code", ""), row.get("message", ""))


@register.filter
def tlp_class(label: str) -> str:
    """Return the style of a TLP label: `AMBER+STRICT` is `tlp-amber-strict`."""
    return "tlp-" + label.lower().replace("+", "-")


@register.filter
def magnitude(points: int) -> int:
    """Return a number of points without its sign, for the length of a bar."""
    return min(100, abs(points))


@register.filter
def is_moment(value: object) -> bool:
    """Tell times from texts."""
    return isinstance(value, datetime)


@register.filter
def local_time(moment: datetime) -> str:
    """Return a time in the site's zone, with the zone: `2026-11-23 22:08 UTC+8`."""
    local = timezone.localtime(moment)
    offset = local.utcoffset() or timedelta()
    hours, minutes = divmod(offset // timedelta(minutes=1), 60)
    return f"{local:%Y-%m-%d %H:%M} UTC{hours:+d}" + (f":{minutes:02d}" if minutes else "")


@register.filter
def since(moment: datetime) -> str:
    """Return how long ago a time was, in whole units; past a month the day itself."""
    seconds = int((timezone.now() - moment).total_seconds())
    if seconds < 60:
        return _("just now")
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if hours < 1:
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", minutes) % {"n": minutes}
    if days < 1:
        return ngettext("%(n)d hour ago", "%(n)d hours ago", hours) % {"n": hours}
    if days <= 30:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    return f"{timezone.localtime(moment):%Y-%m-%d}"
