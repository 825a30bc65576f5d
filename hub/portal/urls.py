"""The addresses of the portal."""

from django.urls import include, path
from django.views.i18n import set_language

from hub.portal.me.urls import urlpatterns as me_urls
from hub.portal.officer.urls import urlpatterns as officer_urls
from hub.portal.preferences import keep_theme
from hub.portal.views import desk, imports, recalls, supervision

app_name = "portal"

urlpatterns = [
    path("", desk.show_alerts, name="desk"),
    path("supervision/", supervision.show_alerts, name="supervision"),
    path("alerts/<uuid:alert_id>", desk.show_alert, name="alert"),
    path("alerts/<uuid:alert_id>/confirm", recalls.confirm, name="confirm-recall"),
    path("submissions/", desk.show_submissions, name="submissions"),
    path("submissions/import", imports.import_table, name="import"),
    path("submissions/<uuid:submission_id>", desk.show_submission, name="submission"),
    *me_urls,
    path("privacy/", include(officer_urls)),
    path("preferences/language", set_language, name="language"),
    path("preferences/theme", keep_theme, name="theme"),
]
