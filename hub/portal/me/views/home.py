"""The start page: what is held about me, and all of it to take along."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.portal.me.doors import for_persons
from hub.portal.me.holdings import survey
from privacy.retention.registry import Item
from privacy.rights.export import write_csv, write_json
from privacy.rights.holdings import export_all
from privacy.rights.persons import SignedIn

JSON, CSV = "json", "csv"


@require_safe
@for_persons
def show_home(request: HttpRequest, person: SignedIn) -> HttpResponse:
    """Show what is held about the person by institution; looking is recorded."""
    items = export_all(actor=person, now=timezone.now())
    return render(request, "portal/me/home.html", {"overview": survey(items)})


@require_safe
@for_persons
def download(request: HttpRequest, person: SignedIn, form: str) -> HttpResponse:
    """Hand out everything that is held about the person as a file."""
    return hand_out(export_all(actor=person, now=timezone.now()), form, name="my-data")


def hand_out(items: list[Item], form: str, *, name: str) -> HttpResponse:
    """Return items as a file of JSON or CSV."""
    response: HttpResponse
    if form == CSV:
        # Spreadsheets take CSV for UTF-8 only behind the mark.
        response = HttpResponse("\ufeff" + write_csv(items), content_type="text/csv; charset=utf-8")
    else:
        document = {"items": write_json(items)}
        response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
