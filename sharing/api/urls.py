"""The addresses of the REST API, mounted under /api/v1; each topic lists its own."""

from django.urls import path

from sharing.api import (
    attention,
    cases,
    casework,
    gauges,
    imports,
    preview,
    recalls,
    requests,
    response,
    stream,
    subscriptions,
    webhooks,
)
from sharing.api.views import AlertsView, AlertView, BatchView, SubmissionsView, SubmissionView

urlpatterns = [
    path("alerts", AlertsView.as_view(), name="alerts"),
    path("alerts/batch", BatchView.as_view(), name="alerts-batch"),
    *stream.urlpatterns,
    *preview.urlpatterns,
    path("alerts/<uuid:alert_id>", AlertView.as_view(), name="alert"),
    *response.urlpatterns,
    *recalls.urlpatterns,
    *requests.urlpatterns,
    path("submissions", SubmissionsView.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>", SubmissionView.as_view(), name="submission"),
    *cases.urlpatterns,
    *casework.urlpatterns,
    *attention.urlpatterns,
    *gauges.urlpatterns,
    *subscriptions.urlpatterns,
    *webhooks.urlpatterns,
    *imports.urlpatterns,
]
