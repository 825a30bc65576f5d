"""Pages that bring a table of indicators in: choose a file, say what it holds, look, send."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hub.portal.forms.imports import ColumnsForm, UploadForm
from hub.portal.permissions import requires
from hub.portal.table_import import list_sentences, open_table, preview_rows, send_table
from hub.portal.visitors import Visitor
from sharing.errors import IdempotencyConflict
from sharing.imports.report import Wanted
from sharing.imports.tables import Table, read_table
from sharing.members.actors import Scope
from sharing.stix.faults import StixRejected
from sharing.tasks import wake_workers

CHOOSE = "portal/desk/import.html"
COLUMNS = "portal/desk/import_columns.html"
DONE = "portal/desk/import_done.html"


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Scope.ALERTS_WRITE)
def import_table(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Lead through an import; nothing is stored before its last step."""
    if request.method != "POST":
        first = {"name": _("Imported indicators"), "tlp": "red"}
        return render(request, CHOOSE, {"form": UploadForm(initial=first)})
    try:
        if "table" in request.POST:
            return _answer_columns(request, visitor)
        return _read_upload(request)
    except StixRejected as rejection:
        form = UploadForm(initial=request.POST.dict())
        faults = list_sentences(rejection)
        return render(request, CHOOSE, {"form": form, "faults": faults}, status=422)


def _read_upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, CHOOSE, {"form": form}, status=422)
    columns = open_table(form.cleaned_data["file"], form.cleaned_data)
    table = read_table(str(columns.initial["table"]).encode())
    return _show_columns(request, columns, table, columns.read_guess())


def _answer_columns(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the rows again as the columns are now said to be, or send them."""
    table = read_table(request.POST["table"].encode())
    form = ColumnsForm(request.POST, columns=table)
    if not form.is_valid():
        return _show_columns(request, form, table, None, status=422)
    wanted = form.read_wanted()
    if request.POST.get("step") != "send":
        return _show_columns(request, form, table, wanted)
    try:
        outcome = send_table(
            actor=visitor.actor,
            now=timezone.now(),
            table=table,
            wanted=wanted,
            key=form.cleaned_data["key"],
            partial=form.cleaned_data["partial"],
        )
    except StixRejected as rejection:
        faults = list_sentences(rejection, table, wanted)
        return _show_columns(request, form, table, wanted, faults, status=422)
    except IdempotencyConflict:
        again = request.POST.copy()
        again["key"] = str(uuid4())
        form = ColumnsForm(again, columns=table)
        faults = [_("This page was sent before with other content. Look again and send it anew.")]
        return _show_columns(request, form, table, wanted, faults, status=409)
    wake_workers()
    return render(request, DONE, {"outcome": outcome})


def _show_columns(
    request: HttpRequest,
    form: ColumnsForm,
    table: Table,
    wanted: Wanted | None,
    faults: list[str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    preview = None
    faults = faults or []
    if wanted:
        try:
            preview = preview_rows(table, wanted, timezone.now())
        except StixRejected as rejection:
            faults = faults or list_sentences(rejection)
    context = {"form": form, "preview": preview, "faults": faults}
    return render(request, COLUMNS, context, status=status)
