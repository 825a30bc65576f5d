"""Doors for people: the portal, sign-in, documentation, health."""

import re

from tests.hub.doors.answers import (
    ELSEWHERE,
    MISSING,
    NEVER,
    NEVER_FOR_STAFF,
    OPEN,
    RESET,
    STAFF,
    UNSURE,
)

# The privacy officer's pages look missing to who is none: what is read, what is sent, and what is both.
_READ = (
    "",
    "holds/",
    "holds/<uuid:hold_id>",
    "approvals/",
    "requests/",
    "requests/<uuid:request_id>",
    "complaints/",
    "complaints/<uuid:complaint_id>",
    "recalls/",
    "recalls/<uuid:alert_id>",
    "incidents/",
    "incidents/<uuid:incident_id>",
    "notices/",
    "notices/<uuid:notice_id>/<int:number>",
    "consents/",
    "assessments/",
    "retention/",
    "rules/",
)
_SENT = (
    "holds/<uuid:hold_id>/propose",
    "holds/<uuid:hold_id>/decide",
    "requests/<uuid:request_id>/<slug:step>",
    "complaints/<uuid:complaint_id>/move",
    "incidents/<uuid:incident_id>/change",
    "incidents/<uuid:incident_id>/reports",
    "incidents/<uuid:incident_id>/reports/<int:number>/send",
)
_WRITTEN = ("incidents/new", "notices/new", "notices/<uuid:notice_id>/new")


def _fill(room: str) -> str:
    """Return an address of a room, with ids of nothing that is there."""
    filled = re.sub(r"<uuid:\w+>", "{id}", room)
    return re.sub(r"<int:\w+>", "1", filled).replace("<slug:step>", "close")


OFFICERS = [
    (f"privacy/{room}", f"/privacy/{_fill(room)}", reading, writing)
    for rooms, reading, writing in (
        (_READ, MISSING, NEVER),
        (_SENT, NEVER, MISSING),
        (_WRITTEN, MISSING, MISSING),
    )
    for room in rooms
]

_MINE = "me/consents/<uuid:consent_id>"
_ASKED_BY_ME = "me/requests/<uuid:request_id>"
# A person's own: whoever has no session of a person goes to its sign-in, staff and machines as well.
PERSONS_PAGES = [
    ("me/sign-in", "/me/sign-in", OPEN, "422 422 422 422 422 422"),
    ("me/sign-in/code", "/me/sign-in/code", ELSEWHERE, ELSEWHERE),
    ("me/", "/me/", ELSEWHERE, ELSEWHERE),
    ("me/sign-out", "/me/sign-out", NEVER, ELSEWHERE),
    ("me/signed-out", "/me/signed-out", OPEN, NEVER),
    ("me/session-ended", "/me/session-ended", OPEN, NEVER),
    *(
        (page, f"/{page}", ELSEWHERE, NEVER)
        for page in (
            "me",
            "me/my-data.json",
            "me/my-data.csv",
            "me/consents",
            "me/requests",
            "me/complaints",
        )
    ),
    ("me/requests/new", "/me/requests/new", ELSEWHERE, ELSEWHERE),
    ("me/complaints/new", "/me/complaints/new", OPEN, "422 422 422 422 422 422"),
    ("me/complaints/received", "/me/complaints/received", ELSEWHERE, NEVER),
    ("me/complaints/follow", "/me/complaints/follow", OPEN, "422 422 422 422 422 422"),
    (_MINE, "/me/consents/{id}", ELSEWHERE, NEVER),
    (f"{_MINE}/withdraw", "/me/consents/{id}/withdraw", NEVER, ELSEWHERE),
    (f"{_MINE}/parts", "/me/consents/{id}/parts", NEVER, ELSEWHERE),
    (f"{_MINE}/give", "/me/consents/{id}/give", ELSEWHERE, ELSEWHERE),
    (f"{_MINE}/receipt", "/me/consents/{id}/receipt", ELSEWHERE, NEVER),
    (_ASKED_BY_ME, "/me/requests/{id}", ELSEWHERE, ELSEWHERE),
    (f"{_ASKED_BY_ME}/answer.json", "/me/requests/{id}/answer.json", ELSEWHERE, NEVER),
    (f"{_ASKED_BY_ME}/answer.csv", "/me/requests/{id}/answer.csv", ELSEWHERE, NEVER),
    ("me/complaints/<uuid:complaint_id>", "/me/complaints/{id}", ELSEWHERE, NEVER),
]

PAGES = [
    *OFFICERS,
    *PERSONS_PAGES,
    ("oauth/token", "/oauth/token", NEVER, "400 400 400 400 400 400"),
    ("log/keys", "/log/keys", OPEN, NEVER),
    ("health/live", "/health/live", OPEN, NEVER),
    ("health/ready", "/health/ready", OPEN, NEVER),
    ("metrics", "/metrics", "401 401 401 401 401 401", NEVER),
    ("accounts/login/", "/accounts/login/", "200 200 200 200 302 302", "200 200 200 200 302 302"),
    ("accounts/logout/", "/accounts/logout/", STAFF, ELSEWHERE),
    ("accounts/inactive/", "/accounts/inactive/", OPEN, NEVER),
    # Closed: both show that accounts are granted.
    ("accounts/signup/", "/accounts/signup/", "200 200 200 200 302 302", "200 200 200 200 302 302"),
    ("accounts/reauthenticate/", "/accounts/reauthenticate/", UNSURE, UNSURE),
    ("accounts/email/", "/accounts/email/", STAFF, ELSEWHERE),
    ("accounts/confirm-email/", "/accounts/confirm-email/", OPEN, NEVER),
    ("accounts/password/change/", "/accounts/password/change/", ELSEWHERE, ELSEWHERE),
    ("accounts/password/set/", "/accounts/password/set/", STAFF, STAFF),
    ("accounts/password/reset/", "/accounts/password/reset/", OPEN, OPEN),
    ("accounts/login/code/confirm/", "/accounts/login/code/confirm/", ELSEWHERE, ELSEWHERE),
    (
        "accounts/^confirm-email/(?P<key>[-:\\w]+)/$",
        "/accounts/confirm-email/k/",
        OPEN,
        "404 404 404 404 404 404",
    ),
    ("accounts/password/reset/key/done/", "/accounts/password/reset/key/done/", OPEN, NEVER),
    (RESET, "/accounts/password/reset/key/1-k/", OPEN, OPEN),
    ("accounts/password/reset/done/", "/accounts/password/reset/done/", OPEN, NEVER),
    ("accounts/2fa/", "/accounts/2fa/", STAFF, NEVER_FOR_STAFF),
    ("accounts/2fa/authenticate/", "/accounts/2fa/authenticate/", ELSEWHERE, ELSEWHERE),
    ("accounts/2fa/reauthenticate/", "/accounts/2fa/reauthenticate/", UNSURE, UNSURE),
    ("accounts/2fa/totp/activate/", "/accounts/2fa/totp/activate/", STAFF, STAFF),
    ("accounts/2fa/totp/deactivate/", "/accounts/2fa/totp/deactivate/", MISSING, MISSING),
    ("accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/", MISSING, NEVER_FOR_STAFF),
    (
        "accounts/2fa/recovery-codes/generate/",
        "/accounts/2fa/recovery-codes/generate/",
        STAFF,
        STAFF,
    ),
    (
        "accounts/2fa/recovery-codes/download/",
        "/accounts/2fa/recovery-codes/download/",
        MISSING,
        MISSING,
    ),
    ("", "/", "302 302 302 302 200 403", NEVER),
    ("supervision/", "/supervision/", "302 302 302 302 404 404", NEVER),
    ("alerts/<uuid:alert_id>", "/alerts/{id}", "302 302 302 302 200 404", NEVER),
    ("alerts/<uuid:alert_id>/confirm", "/alerts/{id}/confirm", NEVER, MISSING),
    ("submissions/", "/submissions/", "302 302 302 302 200 404", NEVER),
    (
        "submissions/import",
        "/submissions/import",
        "302 302 302 302 200 404",
        "302 302 302 302 422 404",
    ),
    ("submissions/<uuid:submission_id>", "/submissions/{id}", "302 302 302 302 200 404", NEVER),
    ("preferences/language", "/preferences/language", ELSEWHERE, ELSEWHERE),
    ("preferences/theme", "/preferences/theme", NEVER, ELSEWHERE),
]
