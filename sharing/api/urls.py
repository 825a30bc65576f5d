"""The addresses of the REST API, mounted under /api/v1."""

from django.urls import path

from sharing.api.views import AlertsView, AlertView, BatchView, SubmissionsView, SubmissionView

urlpatterns = [
    path("alerts", AlertsView.as_view(), name="alerts"),
    path("alerts/batch", BatchView.as_view(), name="alerts-batch"),
    path("alerts/<uuid:alert_id>", AlertView.as_view(), name="alert"),
    path("submissions", SubmissionsView.as_view(), name="submissions"),
    path("submissions/<uuid:submission_id>", SubmissionView.as_view(), name="submission"),
]
