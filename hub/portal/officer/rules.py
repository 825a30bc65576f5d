"""The rules in force, row by row, and what they would answer to an act that is only asked about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.officer.forms.rules import WhatIfForm
from hub.portal.officer.pages import choose, officer_page
from hub.portal.visitors import Visitor
from privacy.policy import RULES_VERSION, Decision, RuleLine, describe_rules, simulate
from sharing.members.actors import Scope

_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One rule with what it says as names and texts."""

    rule: RuleLine
    terms: tuple[tuple[str, str], ...]


@require_safe
@officer_page(Scope.PRIVACY_READ)
def show_rules(request: HttpRequest, _visitor: Visitor) -> HttpResponse:
    """Show the answer to the facts asked about, if any, and the rules in force of one table."""
    now = timezone.now()
    lines = describe_rules(now)
    tables = list(dict.fromkeys(line.table for line in lines))
    table = choose(request, "table", tables)
    sought = request.GET.get("text", "").strip()[:_LONGEST_SEARCH]
    asks = "recipient" in request.GET
    form = WhatIfForm(request.GET if asks else None)
    context: dict[str, Any] = {
        "form": form,
        "asks": asks,
        "answer": _answer(form, now) if asks else None,
        "version": RULES_VERSION,
        "table": table,
        "tables": tables,
        "text": sought,
        "rows": list(_find_rows(lines, table, sought)) if table or sought else [],
        "total": len(lines),
    }
    status = 422 if asks and context["answer"] is None else 200
    return render(request, "portal/officer/rules.html", context, status=status)


def _answer(form: WhatIfForm, now: datetime) -> Decision | None:
    if not form.is_valid():
        return None
    return simulate(form.read_act(now), form.read_categories(), now=now)


def _find_rows(lines: Sequence[RuleLine], table: str, sought: str) -> Iterator[Row]:
    for line in lines:
        terms = tuple((name, _write(value)) for name, value in line.terms.items())
        text = " ".join([line.id, line.source, line.note, *(f"{a} {b}" for a, b in terms)])
        if table in ("", line.table) and sought.casefold() in text.casefold():
            yield Row(line, terms)


def _write(value: Any) -> str:
    """Return a term as text: lists by commas, what one row nests by semicolons."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_write(one)}" for name, one in value.items() if one)
    if isinstance(value, list | tuple):
        mark = "; " if any(isinstance(one, Mapping) for one in value) else ", "
        return mark.join(map(_write, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
