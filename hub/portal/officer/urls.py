"""The addresses of the privacy officer's pages, mounted under privacy/."""

from django.urls import path

from hub.portal.officer import (
    complaints,
    consents,
    desk,
    holds,
    incidents,
    notices,
    recalls,
    records,
    rights,
    rules,
)

urlpatterns = [
    path("", desk.show_desk, name="officer"),
    path("holds/", holds.show_holds, name="officer-holds"),
    path("holds/<uuid:hold_id>", holds.show_hold, name="officer-hold"),
    path("holds/<uuid:hold_id>/propose", holds.propose_end, name="officer-hold-propose"),
    path("holds/<uuid:hold_id>/decide", holds.decide_end, name="officer-hold-decide"),
    path("requests/", rights.show_requests, name="officer-requests"),
    path("requests/<uuid:request_id>", rights.show_request, name="officer-request"),
    path("requests/<uuid:request_id>/<slug:step>", rights.take_step, name="officer-request-step"),
    path("complaints/", complaints.show_complaints, name="officer-complaints"),
    path("complaints/<uuid:complaint_id>", complaints.show_complaint, name="officer-complaint"),
    path("complaints/<uuid:complaint_id>/move", complaints.move, name="officer-complaint-move"),
    path("recalls/", recalls.show_recalls, name="officer-recalls"),
    path("recalls/<uuid:alert_id>", recalls.show_progress, name="officer-recall"),
    path("incidents/", incidents.show_incidents, name="officer-incidents"),
    path("incidents/new", incidents.open_new, name="officer-incident-new"),
    path("incidents/<uuid:incident_id>", incidents.show_incident, name="officer-incident"),
    path("incidents/<uuid:incident_id>/change", incidents.change, name="officer-incident-change"),
    path("incidents/<uuid:incident_id>/reports", incidents.draft, name="officer-report-draft"),
    path(
        "incidents/<uuid:incident_id>/reports/<int:number>/send",
        incidents.send,
        name="officer-report-send",
    ),
    path("notices/", notices.show_notices, name="officer-notices"),
    path("notices/new", notices.write_notice, name="officer-notice-new"),
    path("notices/<uuid:notice_id>/new", notices.write_notice, name="officer-version-new"),
    path("notices/<uuid:notice_id>/<int:number>", notices.show_version, name="officer-version"),
    path("consents/", consents.show_consents, name="officer-consents"),
    path("assessments/", records.show_assessments, name="officer-assessments"),
    path("retention/", records.show_retention, name="officer-retention"),
    path("approvals/", records.show_approvals, name="officer-approvals"),
    path("rules/", rules.show_rules, name="officer-rules"),
]
