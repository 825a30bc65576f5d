"""Notices: what people are told, by versions, and the check of completeness before one is published (PC-10)."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hub.portal.officer.forms.notices import NoticeForm, fill_from
from hub.portal.officer.pages import ASKED, list_page, officer_page, read_place
from hub.portal.officer.refusals import REFUSED, Refusal, explain
from hub.portal.visitors import Visitor
from privacy.consent.content import check_content
from privacy.consent.errors import Missing, NoticeIncomplete
from privacy.consent.selectors import get_version, list_notices, list_versions
from privacy.consent.services.notices import publish_notice, publish_version
from privacy.consent.vocabulary import LANGUAGES
from sharing.members.actors import Scope

_INCOMPLETE = 422


@require_safe
@officer_page(Scope.CONSENTS_READ)
def show_notices(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Show the notices of the institution by their latest versions, newest first."""
    rows = list_notices(controller=visitor.actor.stix_id, before=read_place(request), limit=ASKED)
    listed = list_page(request, rows, lambda row: (row.notice.created_at, row.notice_id))
    context = {"list": listed, "may_write": visitor.actor.may(Scope.CONSENTS_WRITE)}
    return render(request, "portal/officer/notices.html", context)


@require_safe
@officer_page(Scope.CONSENTS_READ)
def show_version(
    request: HttpRequest, visitor: Visitor, notice_id: UUID, number: int
) -> HttpResponse:
    """Show one version exactly as people are shown it, item by item in three languages."""
    own = visitor.actor.stix_id
    row = get_version(controller=own, notice_id=notice_id, number=min(number, 2**31 - 1))
    texts = row.content["texts"]
    items = dict.fromkeys(item for language in LANGUAGES for item in texts.get(language, {}))
    context = {
        "version": row,
        "versions": list_versions(controller=own, notice_id=notice_id),
        "digest": bytes(row.digest).hex(),
        "items": [
            (item, [(one, texts.get(one, {}).get(item, "")) for one in LANGUAGES]) for item in items
        ],
        "may_write": visitor.actor.may(Scope.CONSENTS_WRITE),
    }
    return render(request, "portal/officer/notice.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Scope.CONSENTS_WRITE)
def write_notice(
    request: HttpRequest, visitor: Visitor, notice_id: UUID | None = None
) -> HttpResponse:
    """Write a new notice or the next version of one; check it, or publish it when it is complete."""
    latest: Any = None
    if notice_id is not None:
        latest, *_older = list_versions(controller=visitor.actor.stix_id, notice_id=notice_id)
    if request.method != "POST":
        begun = fill_from(latest.content) if latest else {}
        return _show(request, NoticeForm(initial=begun, is_first=latest is None), latest)
    form = NoticeForm(request.POST, is_first=latest is None)
    if not form.is_valid():
        return _show(request, form, latest, status=_INCOMPLETE)
    try:
        if request.POST.get("step") != "publish":
            missing = check_content(form.read_content(), day=timezone.now().date())
            return _show(request, form, latest, missing=missing)
        version = _publish(visitor, form, notice_id)
    except NoticeIncomplete as error:
        return _show(request, form, latest, missing=error.missing, status=_INCOMPLETE)
    except REFUSED as error:
        return _show(request, form, latest, refusal=explain(error))
    messages.success(request, _("Published. It stands as it is and is never changed again."))
    return redirect("portal:officer-version", version.notice_id, version.number)


def _publish(visitor: Visitor, form: NoticeForm, notice_id: UUID | None) -> Any:
    actor, now = visitor.actor, timezone.now()
    if notice_id is None:
        return publish_notice(
            actor=actor.name,
            now=now,
            controller=actor.stix_id,
            code=form.cleaned_data["code"],
            content=form.read_content(),
        )
    return publish_version(
        actor=actor.name,
        now=now,
        controller=actor.stix_id,
        notice_id=notice_id,
        content=form.read_content(),
        material=form.cleaned_data["material"],
    )


def _show(
    request: HttpRequest,
    form: NoticeForm,
    latest: Any,
    *,
    missing: Sequence[Missing] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    lacking = [
        (language, item, one.source)
        for one in missing or ()
        for _texts, language, item in [one.place.split(".")]
    ]
    context = {
        "form": form,
        "latest": latest,
        "missing": lacking,
        "is_complete": missing is not None and not lacking,
        "refusal": refusal,
    }
    code = refusal.status if refusal else status
    return render(request, "portal/officer/notice_write.html", context, status=code)
