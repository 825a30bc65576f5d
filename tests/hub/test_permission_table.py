"""Who may call what: every address of the site, each method, each kind of caller, and the answer.

A new address without a row here fails the test, so nobody can open a door without saying for whom.
"""

from base64 import b64encode
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from sharing.members.actors import Role, Scope
from sharing.members.services import grant_membership, issue_credential
from tests.factories.journeys import send, work

# A stranger; the bank's machine with every scope and one that only reads; the machine of an outsider;
# the bank's analyst and its administrator, signed in.
CALLERS = ("stranger", "machine", "reader", "outsider", "analyst", "admin")
ROOT = "taxii2^/(?P<root>[a-z0-9_-]{1,60})"
COLLECTION = ROOT + "/collections/(?P<collection>[A-Za-z0-9_-]{1,60})"
OBJECT = COLLECTION + "/objects/(?P<object_id>[^/]{1,120})"
ALERT = "api/v1/alerts/<uuid:alert_id>"
WEBHOOK = "api/v1/webhooks/<uuid:webhook_id>"
ASSESSMENT = "api/v1/assessments/<uuid:assessment_id>"
HOLD = "api/v1/holds/<uuid:hold_id>"
INCIDENT = "api/v1/incidents/<uuid:incident_id>"
RIGHT = "api/v1/rights-requests/<uuid:request_id>"
COMPLAINT = "api/v1/complaints/<uuid:complaint_id>"
RESET = "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

# Statuses in the order of CALLERS. A POST carries no usable content: what gets as far as the content
# (400, 415, 422) was let in.
OPEN = "200 200 200 200 200 200"
NEVER = "405 405 405 405 405 405"
NEVER_BEHIND_SIGN_IN = "401 405 405 405 405 405"
STAFF = "302 302 302 302 200 200"
NEVER_FOR_STAFF = "302 302 302 302 405 405"
ELSEWHERE = "302 302 302 302 302 302"
MISSING = "302 302 302 302 404 404"
# Whoever has no password cannot prove again who they are.
UNSURE = "302 302 302 302 403 403"
READERS = "401 200 200 200 200 403"
OWNERS = "401 200 200 404 200 403"
# An administrator sees what is subscribed to; who reads alerts changes where they go.
CHANNEL_LISTS = "401 200 403 200 200 200"
CHANNEL_OWNERS = "401 404 403 404 404 404"
CHANNEL_WRITERS = "401 415 403 415 415 403"
# A reporter has nothing to acknowledge.
NOT_MINE = "401 404 403 404 404 403"
BODY_WRITERS = "401 415 403 415 415 403"
# Consents are the privacy officer's; no alert's id is one of a notice or consent.
CONSENT_LISTS = "401 200 403 200 403 403"
CONSENT_WRITERS = "401 415 403 415 403 403"
CONSENT_ABSENT = "401 404 403 404 403 403"
TAXII_OWNERS = "401 200 200 404 403 403"
# Records of privacy: for its officers, and for machines but where a person decides.
PRIVACY_LISTS = "401 200 403 200 403 403"
PRIVACY_OWNERS = "401 404 403 404 403 403"
PRIVACY_WRITERS = "401 415 403 415 403 403"
DECIDERS = "401 403 403 403 403 403"
PERSONS = "401 401 401 401 401 401"
ANYBODY_WRITES = "415 415 415 415 415 415"
RIGHTS = "401 200 403 200 403 403"
RIGHTS_OWNERS = "401 404 403 404 403 403"
RIGHTS_WRITE = "401 415 403 415 403 403"

TABLE = [
    # address, a path of it, GET, POST
    ("api/v1/alerts", "/api/v1/alerts", READERS, "401 415 403 415 415 403"),
    (
        "api/v1/alerts/batch",
        "/api/v1/alerts/batch",
        NEVER_BEHIND_SIGN_IN,
        "401 415 403 415 415 403",
    ),
    (
        "api/v1/alerts/preview",
        "/api/v1/alerts/preview",
        NEVER_BEHIND_SIGN_IN,
        "401 415 403 415 415 403",
    ),
    ("api/v1/alerts/<uuid:alert_id>", "/api/v1/alerts/{id}", OWNERS, NEVER_BEHIND_SIGN_IN),
    ("api/v1/cases", "/api/v1/cases", READERS, NEVER_BEHIND_SIGN_IN),
    # A case goes by the id of its earliest alert.
    ("api/v1/cases/<uuid:case_id>", "/api/v1/cases/{id}", OWNERS, NEVER_BEHIND_SIGN_IN),
    # Who is let in is told that this process serves no stream.
    ("api/v1/stream", "/api/v1/stream", "401 503 503 503 503 403", NEVER_BEHIND_SIGN_IN),
    ("api/v1/submissions", "/api/v1/submissions", READERS, NEVER_BEHIND_SIGN_IN),
    (
        "api/v1/submissions/<uuid:submission_id>",
        "/api/v1/submissions/{id}",
        OWNERS,
        NEVER_BEHIND_SIGN_IN,
    ),
    ("api/v1/subscriptions", "/api/v1/subscriptions", CHANNEL_LISTS, CHANNEL_WRITERS),
    (
        "api/v1/subscriptions/preview",
        "/api/v1/subscriptions/preview",
        NEVER_BEHIND_SIGN_IN,
        "401 415 403 415 415 403",
    ),
    (
        "api/v1/subscriptions/<uuid:subscription_id>",
        "/api/v1/subscriptions/{id}",
        CHANNEL_OWNERS,
        NEVER_BEHIND_SIGN_IN,
    ),
    ("api/v1/webhooks", "/api/v1/webhooks", CHANNEL_LISTS, CHANNEL_WRITERS),
    (WEBHOOK, "/api/v1/webhooks/{id}", CHANNEL_OWNERS, NEVER_BEHIND_SIGN_IN),
    (
        WEBHOOK + "/rotate-secret",
        "/api/v1/webhooks/{id}/rotate-secret",
        NEVER_BEHIND_SIGN_IN,
        CHANNEL_WRITERS,
    ),
    (
        WEBHOOK + "/test",
        "/api/v1/webhooks/{id}/test",
        NEVER_BEHIND_SIGN_IN,
        "401 404 403 404 404 403",
    ),
    (
        WEBHOOK + "/deliveries",
        "/api/v1/webhooks/{id}/deliveries",
        CHANNEL_OWNERS,
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        WEBHOOK + "/replay",
        "/api/v1/webhooks/{id}/replay",
        NEVER_BEHIND_SIGN_IN,
        CHANNEL_WRITERS,
    ),
    (ALERT + "/acknowledge", "/api/v1/alerts/{id}/acknowledge", NEVER_BEHIND_SIGN_IN, NOT_MINE),
    (
        ALERT + "/acknowledgements",
        "/api/v1/alerts/{id}/acknowledgements",
        OWNERS,
        NEVER_BEHIND_SIGN_IN,
    ),
    (ALERT + "/feedback", "/api/v1/alerts/{id}/feedback", OWNERS, BODY_WRITERS),
    (ALERT + "/recall", "/api/v1/alerts/{id}/recall", NEVER_BEHIND_SIGN_IN, BODY_WRITERS),
    (ALERT + "/recalls", "/api/v1/alerts/{id}/recalls", OWNERS, NEVER_BEHIND_SIGN_IN),
    ("api/v1/recalls", "/api/v1/recalls", READERS, NEVER_BEHIND_SIGN_IN),
    (
        "api/v1/recalls/<uuid:order_id>/confirm",
        "/api/v1/recalls/{id}/confirm",
        NEVER_BEHIND_SIGN_IN,
        BODY_WRITERS,
    ),
    ("api/v1/requests", "/api/v1/requests", READERS, NEVER_BEHIND_SIGN_IN),
    (
        "api/v1/requests/<uuid:alert_id>",
        "/api/v1/requests/{id}",
        "401 404 404 404 404 403",
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        "api/v1/requests/<uuid:alert_id>/refuse",
        "/api/v1/requests/{id}/refuse",
        NEVER_BEHIND_SIGN_IN,
        BODY_WRITERS,
    ),
    ("api/v1/imports", "/api/v1/imports", NEVER_BEHIND_SIGN_IN, "401 422 403 422 422 403"),
    (
        "api/v1/imports/preview",
        "/api/v1/imports/preview",
        NEVER_BEHIND_SIGN_IN,
        "401 422 403 422 422 403",
    ),
    ("api/v1/notices", "/api/v1/notices", CONSENT_LISTS, CONSENT_WRITERS),
    (
        "api/v1/notices/<uuid:notice_id>",
        "/api/v1/notices/{id}",
        CONSENT_ABSENT,
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        "api/v1/notices/<uuid:notice_id>/versions",
        "/api/v1/notices/{id}/versions",
        NEVER_BEHIND_SIGN_IN,
        CONSENT_WRITERS,
    ),
    (
        "api/v1/notices/<uuid:notice_id>/versions/<int:number>",
        "/api/v1/notices/{id}/versions/1",
        CONSENT_ABSENT,
        NEVER_BEHIND_SIGN_IN,
    ),
    ("api/v1/consents", "/api/v1/consents", CONSENT_LISTS, CONSENT_WRITERS),
    ("api/v1/consents/import", "/api/v1/consents/import", NEVER_BEHIND_SIGN_IN, CONSENT_WRITERS),
    (
        "api/v1/consents/<uuid:consent_id>",
        "/api/v1/consents/{id}",
        CONSENT_ABSENT,
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        "api/v1/consents/<uuid:consent_id>/receipt",
        "/api/v1/consents/{id}/receipt",
        CONSENT_ABSENT,
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        "api/v1/consents/<uuid:consent_id>/withdraw",
        "/api/v1/consents/{id}/withdraw",
        NEVER_BEHIND_SIGN_IN,
        CONSENT_ABSENT,
    ),
    # A person's token opens these and no other credential does; a stranger is let in to sign in.
    ("api/v1/me", "/api/v1/me", PERSONS, PERSONS),
    ("api/v1/me/sign-in", "/api/v1/me/sign-in", NEVER, ANYBODY_WRITES),
    ("api/v1/me/sessions", "/api/v1/me/sessions", NEVER, ANYBODY_WRITES),
    ("api/v1/me/sessions/current", "/api/v1/me/sessions/current", PERSONS, PERSONS),
    ("api/v1/me/holdings", "/api/v1/me/holdings", PERSONS, PERSONS),
    ("api/v1/me/consents", "/api/v1/me/consents", PERSONS, PERSONS),
    (
        "api/v1/me/consents/<uuid:consent_id>/withdraw",
        "/api/v1/me/consents/{id}/withdraw",
        PERSONS,
        PERSONS,
    ),
    # Institutions answer requests; only persons make them.
    ("api/v1/rights-requests", "/api/v1/rights-requests", RIGHTS, "401 403 403 403 403 403"),
    (RIGHT, "/api/v1/rights-requests/{id}", RIGHTS_OWNERS, NEVER_BEHIND_SIGN_IN),
    (RIGHT + "/verify", "/api/v1/rights-requests/{id}/verify", NEVER_BEHIND_SIGN_IN, RIGHTS_WRITE),
    (RIGHT + "/extend", "/api/v1/rights-requests/{id}/extend", NEVER_BEHIND_SIGN_IN, RIGHTS_WRITE),
    (RIGHT + "/close", "/api/v1/rights-requests/{id}/close", NEVER_BEHIND_SIGN_IN, RIGHTS_WRITE),
    (
        RIGHT + "/release",
        "/api/v1/rights-requests/{id}/release",
        NEVER_BEHIND_SIGN_IN,
        RIGHTS_OWNERS,
    ),
    (RIGHT + "/export", "/api/v1/rights-requests/{id}/export", PERSONS, PERSONS),
    # A stranger may complain; an institution may not.
    ("api/v1/complaints", "/api/v1/complaints", RIGHTS, "415 403 403 403 403 403"),
    ("api/v1/complaints/follow", "/api/v1/complaints/follow", NEVER, ANYBODY_WRITES),
    (
        "api/v1/complaints/statistics",
        "/api/v1/complaints/statistics?quarter=2025-Q4",
        RIGHTS,
        NEVER_BEHIND_SIGN_IN,
    ),
    (COMPLAINT, "/api/v1/complaints/{id}", RIGHTS_OWNERS, NEVER_BEHIND_SIGN_IN),
    (COMPLAINT + "/move", "/api/v1/complaints/{id}/move", NEVER_BEHIND_SIGN_IN, RIGHTS_WRITE),
    ("api/schema", "/api/schema", OPEN, NEVER),
    ("api/docs", "/api/docs", OPEN, NEVER),
    ("api/docs/profile", "/api/docs/profile", OPEN, NEVER),
    ("oauth/token", "/oauth/token", NEVER, "400 400 400 400 400 400"),
    ("taxii2^/?$", "/taxii2/", "401 200 200 200 403 403", NEVER_BEHIND_SIGN_IN),
    (ROOT + "/?$", "/taxii2/bank/", TAXII_OWNERS, NEVER_BEHIND_SIGN_IN),
    (
        ROOT + "/status/(?P<status>[^/]{1,60})/?$",
        "/taxii2/bank/status/{id}/",
        "401 404 403 404 403 403",
        NEVER_BEHIND_SIGN_IN,
    ),
    (ROOT + "/collections/?$", "/taxii2/bank/collections/", TAXII_OWNERS, NEVER_BEHIND_SIGN_IN),
    (COLLECTION + "/?$", "/taxii2/bank/collections/inbox/", TAXII_OWNERS, NEVER_BEHIND_SIGN_IN),
    (
        COLLECTION + "/manifest/?$",
        "/taxii2/bank/collections/inbox/manifest/",
        TAXII_OWNERS,
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        COLLECTION + "/objects/?$",
        "/taxii2/bank/collections/inbox/objects/",
        TAXII_OWNERS,
        "401 403 403 404 403 403",
    ),
    (
        COLLECTION + "/objects/?$",
        "/taxii2/bank/collections/submit/objects/",
        "401 403 403 404 403 403",
        "401 415 403 404 403 403",
    ),
    (
        COLLECTION + "/objects/?$",
        "/taxii2/bank/collections/circle/objects/",
        TAXII_OWNERS,
        "401 415 403 404 403 403",
    ),
    (
        OBJECT + "/?$",
        "/taxii2/bank/collections/inbox/objects/a--1/",
        "401 404 404 404 403 403",
        NEVER_BEHIND_SIGN_IN,
    ),
    (
        OBJECT + "/versions/?$",
        "/taxii2/bank/collections/inbox/objects/a--1/versions/",
        "401 404 404 404 403 403",
        NEVER_BEHIND_SIGN_IN,
    ),
    ("taxii2^/.*$", "/taxii2/no/such/place", "401 404 404 404 403 403", NEVER_BEHIND_SIGN_IN),
    ("log/keys", "/log/keys", OPEN, NEVER),
    # What waits is decided by persons; why an alert went where it went, its two ends may read.
    ("api/v1/holds", "/api/v1/holds", PRIVACY_LISTS, NEVER_BEHIND_SIGN_IN),
    (HOLD, "/api/v1/holds/{id}", PRIVACY_OWNERS, NEVER_BEHIND_SIGN_IN),
    (HOLD + "/propose", "/api/v1/holds/{id}/propose", NEVER_BEHIND_SIGN_IN, DECIDERS),
    (HOLD + "/decide", "/api/v1/holds/{id}/decide", NEVER_BEHIND_SIGN_IN, DECIDERS),
    (ALERT + "/acts", "/api/v1/alerts/{id}/acts", "401 200 403 404 403 403", NEVER_BEHIND_SIGN_IN),
    ("api/v1/assessments", "/api/v1/assessments", PRIVACY_LISTS, DECIDERS),
    (ASSESSMENT, "/api/v1/assessments/{id}", PRIVACY_OWNERS, NEVER_BEHIND_SIGN_IN),
    (
        ASSESSMENT + "/approve",
        "/api/v1/assessments/{id}/approve",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
    (ASSESSMENT + "/end", "/api/v1/assessments/{id}/end", NEVER_BEHIND_SIGN_IN, DECIDERS),
    ("api/v1/mechanisms", "/api/v1/mechanisms", PRIVACY_LISTS, DECIDERS),
    ("api/v1/notice-exceptions", "/api/v1/notice-exceptions", PRIVACY_LISTS, DECIDERS),
    (
        "api/v1/notice-exceptions/<uuid:approval_id>/grant",
        "/api/v1/notice-exceptions/{id}/grant",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
    (
        "api/v1/mechanisms/<uuid:mechanism_id>/approve",
        "/api/v1/mechanisms/{id}/approve",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
    (
        "api/v1/mechanisms/<uuid:mechanism_id>/end",
        "/api/v1/mechanisms/{id}/end",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
    (
        "api/v1/records-of-processing",
        "/api/v1/records-of-processing",
        PRIVACY_LISTS,
        NEVER_BEHIND_SIGN_IN,
    ),
    ("api/v1/transfers", "/api/v1/transfers", PRIVACY_LISTS, NEVER_BEHIND_SIGN_IN),
    ("api/v1/retention", "/api/v1/retention", PRIVACY_LISTS, NEVER_BEHIND_SIGN_IN),
    ("api/v1/legal-holds", "/api/v1/legal-holds", PRIVACY_LISTS, DECIDERS),
    (
        "api/v1/legal-holds/<uuid:hold_id>/end",
        "/api/v1/legal-holds/{id}/end",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
    ("api/v1/incidents", "/api/v1/incidents", PRIVACY_LISTS, PRIVACY_WRITERS),
    (INCIDENT, "/api/v1/incidents/{id}", PRIVACY_OWNERS, NEVER_BEHIND_SIGN_IN),
    (INCIDENT + "/reports", "/api/v1/incidents/{id}/reports", PRIVACY_OWNERS, PRIVACY_WRITERS),
    (
        INCIDENT + "/reports/<int:number>/send",
        "/api/v1/incidents/{id}/reports/1/send",
        NEVER_BEHIND_SIGN_IN,
        DECIDERS,
    ),
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


@pytest.fixture
def callers(exchange, now, settings):
    """One client for each kind of caller."""
    settings.METRICS_TOKEN = "a-token-of-operators-of-some-length"
    bank, outsider = exchange["bank"], exchange["outsider"]
    scopes = frozenset({Scope.ALERTS_READ, Scope.TAXII_READ})
    reader = issue_credential(actor="hub", now=now, institution=bank.institution, scopes=scopes)
    return {
        "stranger": Client(),
        "machine": _machine(bank.client_id, bank.client_secret),
        "reader": _machine(reader.client_id, reader.client_secret),
        "outsider": _machine(outsider.client_id, outsider.client_secret),
        "analyst": _staff(bank.institution, Role.ANALYST, now),
        "admin": _staff(bank.institution, Role.ADMIN, now),
    }


@pytest.fixture
def alert(exchange, now):
    """An alert of the bank, delivered."""
    submission = send(exchange["bank"], now=now)
    work(now)
    return submission.id


def _machine(client_id, secret):
    pair = b64encode(f"{client_id}:{secret}".encode()).decode()
    return Client(headers={"authorization": f"Basic {pair}"})


def _staff(institution, role, now):
    user = get_user_model().objects.create_user(f"{role}@bank.example", joined_at=now)
    grant_membership(
        actor="hub", now=now, user_id=user.pk, institution=institution, roles=frozenset({role})
    )
    client = Client()
    client.force_login(user)
    return client


def _list_patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        name = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield name
        else:
            yield from _list_patterns(entry, name)


def test_the_table_covers_every_address_and_nothing_else():
    assert {row[0] for row in TABLE} == set(_list_patterns(get_resolver()))


@pytest.mark.parametrize(
    ("pattern", "path", "reading", "writing"), TABLE, ids=[r[1] for r in TABLE]
)
def test_each_caller_gets_the_answer_of_the_table(callers, alert, pattern, path, reading, writing):
    path = path.format(id=alert)

    read = [callers[name].get(path).status_code for name in CALLERS]
    written = [callers[name].post(path).status_code for name in CALLERS]

    assert " ".join(map(str, read)) == reading
    assert " ".join(map(str, written)) == writing
