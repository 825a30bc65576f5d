"""The callers, the answers that recur, and the addresses that many rows begin with."""

# A stranger; the bank's machine with every scope and one that only reads; the machine of an outsider;
# the bank's analyst and its administrator, signed in.
CALLERS = ("stranger", "machine", "reader", "outsider", "analyst", "admin")
ROOT = "taxii2^/(?P<root>[a-z0-9_-]{1,60})"
COLLECTION = ROOT + "/collections/(?P<collection>[A-Za-z0-9_-]{1,60})"
OBJECT = COLLECTION + "/objects/(?P<object_id>[^/]{1,120})"
ALERT = "api/v1/alerts/<uuid:alert_id>"
CASE = "api/v1/cases/<uuid:case_id>"
WEBHOOK = "api/v1/webhooks/<uuid:webhook_id>"
ASSESSMENT = "api/v1/assessments/<uuid:assessment_id>"
HOLD = "api/v1/holds/<uuid:hold_id>"
ASKED = "api/v1/authority-requests/<uuid:request_id>"
ARRANGEMENT = "api/v1/arrangements/<uuid:arrangement_id>"
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
