"""The addresses of natural persons' pages, mounted at /me."""

from django.urls import path
from django.views.generic import RedirectView

from hub.portal.me.views import complaints, consents, home, requests, signing

_CONSENT = "me/consents/<uuid:consent_id>"
_REQUEST = "me/requests/<uuid:request_id>"

urlpatterns = [
    path("me", home.show_home, name="me"),
    # As people type it.
    path("me/", RedirectView.as_view(pattern_name="portal:me")),
    path("me/my-data.json", home.download, {"form": home.JSON}, name="me-json"),
    path("me/my-data.csv", home.download, {"form": home.CSV}, name="me-csv"),
    path("me/sign-in", signing.ask_code, name="me-sign-in"),
    path("me/sign-in/code", signing.answer_code, name="me-code"),
    path("me/sign-out", signing.sign_out, name="me-sign-out"),
    path("me/signed-out", signing.tell_signed_out, name="me-signed-out"),
    path("me/session-ended", signing.tell_ended, name="me-ended"),
    path("me/consents", consents.show_consents, name="me-consents"),
    path(_CONSENT, consents.show_consent, name="me-consent"),
    path(f"{_CONSENT}/withdraw", consents.end_consent, name="me-withdraw"),
    path(f"{_CONSENT}/parts", consents.choose_parts, name="me-parts"),
    path(f"{_CONSENT}/give", consents.give, name="me-give"),
    path(f"{_CONSENT}/receipt", consents.hand_receipt, name="me-receipt"),
    path("me/requests", requests.show_requests, name="me-requests"),
    path("me/requests/new", requests.ask, name="me-ask"),
    path(_REQUEST, requests.show_request, name="me-request"),
    path(
        f"{_REQUEST}/answer.json", requests.hand_answer, {"form": home.JSON}, name="me-answer-json"
    ),
    path(f"{_REQUEST}/answer.csv", requests.hand_answer, {"form": home.CSV}, name="me-answer-csv"),
    path("me/complaints", complaints.show_complaints, name="me-complaints"),
    path("me/complaints/new", complaints.complain, name="me-complain"),
    path("me/complaints/received", complaints.show_receipt, name="me-complained"),
    path("me/complaints/follow", complaints.follow, name="me-follow"),
    path("me/complaints/<uuid:complaint_id>", complaints.show_complaint, name="me-complaint"),
]
