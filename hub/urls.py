"""Every address of the site."""

from django.urls import include, path

from hub.api import health, keys, metrics, oauth
from hub.api.docs import show_documentation, show_profile
from hub.api.schema import show_schema

handler400 = "hub.api.requests.answer_bad_request"
handler404 = "hub.api.requests.answer_missing"
handler500 = "hub.api.requests.answer_failure"

urlpatterns = [
    path("api/v1/", include(("sharing.api.urls", "api"))),
    path("api/v1/", include(("hub.api.privacy.urls", "privacy"))),
    path("api/schema", show_schema, name="schema"),
    path("api/docs", show_documentation, name="documentation"),
    path("api/docs/profile", show_profile, name="profile"),
    path("oauth/token", oauth.issue, name="token"),
    path("taxii2", include(("sharing.taxii.urls", "taxii"))),
    path("log/keys", keys.list_keys, name="log-keys"),
    path("health/live", health.tell_live, name="live"),
    path("health/ready", health.tell_ready, name="ready"),
    path("metrics", metrics.show_metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("", include("hub.portal.urls")),
]
