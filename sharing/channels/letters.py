"""What a mail says: references, words and numbers, masked titles, links; never personal data.

It leaves the hub in clear and stays in mailboxes for years, so it holds less than the alert's rendition.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sharing.channels.messages import cause_of
from sharing.channels.models import Dispatch
from sharing.channels.wording import explain_cause, name_criteria, name_severity
from sharing.delivery.listing import Entry, entries_of_deliveries
from sharing.stix.names import name_category

LONGEST_TITLE = 200
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a mail, told by its most urgent alert; `count` are its alerts that came.

    A notice stands instead of an alert that was taken back, and for that alert alone.
    """

    reference: str
    link: str
    case: str
    title: str = ""
    categories: str = ""
    severity: str = ""
    points: int = 0
    score: int | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    count: int = 1


def write_letter(
    rows: Sequence[Dispatch], *, address: str, language: str
) -> EmailMultiAlternatives:
    """Return the mail about one message or a digest of several, in the language of its reader."""
    chosen = language if language in LANGUAGES else settings.LANGUAGE_CODE
    with translation.override(chosen):
        lines = _write_lines(rows, chosen)
        subject = _write_subject(rows, lines)
        context: dict[str, Any] = {
            "lines": _fold(lines),
            "subject": subject,
            "language": chosen,
            "over_budget": sum(row.over_budget for row in rows),
            "home": f"{settings.BASE_URL}/",
        }
        letter = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string("channels/mail.txt", context).strip() + "\n",
            to=[address],
            headers=_headers(rows[0]),
        )
        letter.attach_alternative(render_to_string("channels/mail.html", context), "text/html")
    return letter


def _headers(first: Dispatch) -> dict[str, str]:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    return {
        # Stable, so that what is sent again after a crash can be known again.
        "Message-ID": f"<{first.id}@{host}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{settings.BASE_URL}/>",
    }


def _write_subject(rows: Sequence[Dispatch], lines: Sequence[Line]) -> str:
    if rows[0].in_digest:
        count = len(lines)
        text = ngettext(
            "%(count)d risk alert in your digest", "%(count)d risk alerts in your digest", count
        )
        return text % {"count": count}
    reference = {"reference": lines[0].reference, "severity": lines[0].severity}
    if rows[0].kind == Dispatch.Kind.REVOKED:
        return _("%(reference)s was taken back") % reference
    if rows[0].kind == Dispatch.Kind.RECALL:
        return _("%(reference)s: confirm that your copies are gone") % reference
    return _("%(reference)s: new alert, severity %(severity)s") % reference


def _fold(lines: Sequence[Line]) -> list[Line]:
    """Return one line a case, the most urgent first; what was taken back stands before them."""
    notices = [line for line in lines if line.notice]
    cases: dict[str, list[Line]] = {}
    for line in lines:
        if not line.notice:
            cases.setdefault(line.case or line.link, []).append(line)
    told = [_tell_case(found) for found in cases.values()]
    return [*notices, *sorted(told, key=_urgency)]


def _tell_case(lines: Sequence[Line]) -> Line:
    reasons = dict.fromkeys(reason for line in lines for reason in line.reasons)
    return replace(min(lines, key=_urgency), count=len(lines), reasons=tuple(reasons))


def _urgency(line: Line) -> tuple[int, int]:
    return -(line.score or 0), -line.points


def _write_lines(rows: Sequence[Dispatch], language: str) -> list[Line]:
    # All are for one reader; their cases are found together.
    told = [row.delivery for row in rows if row.delivery and row.kind == Dispatch.Kind.ALERT]
    entries = {entry.id: entry for entry in entries_of_deliveries(told)}
    return [_write_line(row, entries, language) for row in rows]


def _write_line(row: Dispatch, entries: Mapping[UUID, Entry], language: str) -> Line:
    link = f"{settings.BASE_URL}/alerts/{row.alert_id}"
    if row.kind != Dispatch.Kind.ALERT or row.delivery is None:
        reference = row.alert.reference if row.alert else ""
        return Line(reference, link, case="", notice=_write_notice(row))
    entry = entries[row.delivery.alert_id]
    return Line(
        reference=entry.reference,
        link=link,
        case=str(entry.case or ""),
        title=_write_title(entry),
        categories=" · ".join(name_category(code, language) for code in entry.categories),
        severity=name_severity(entry.severity),
        points=entry.severity,
        score=entry.score,
        reasons=tuple((name, name_criteria(met)) for _subscription, name, met in row.reasons),
    )


def _write_title(entry: Entry) -> str:
    return " ".join(entry.title.split())[:LONGEST_TITLE]


def _write_notice(row: Dispatch) -> str:
    if row.kind == Dispatch.Kind.RECALL:
        text = _("Destroy every copy and confirm it by %(due)s.")
        return text % {"due": row.details.get("due_at", "")}
    cause = cause_of(row.delivery) if row.delivery else ""
    return explain_cause(cause)
