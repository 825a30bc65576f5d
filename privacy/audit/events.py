"""The kinds of audit event: `room.subject.action`, and the event as a value."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """Everything that is written to the audit log."""

    INSTITUTION_REGISTERED = "members.institution.registered"
    INSTITUTION_STATUS_CHANGED = "members.institution.status-changed"
    MEMBERSHIP_GRANTED = "members.membership.granted"
    CREDENTIAL_ISSUED = "members.credential.issued"
    CREDENTIAL_ROTATED = "members.credential.rotated"
    CREDENTIAL_REVOKED = "members.credential.revoked"
    TOKEN_ISSUED = "members.token.issued"  # noqa: S105  # a name
    GROUP_FORMED = "groups.group.formed"
    GROUP_JOINED = "groups.group.joined"
    GROUP_LEFT = "groups.group.left"
    GROUP_PLACED = "groups.group.placed"
    AGREEMENT_SIGNED = "groups.agreement.signed"
    SUBSCRIPTION_SAVED = "routing.subscription.saved"
    SUBSCRIPTION_REMOVED = "routing.subscription.removed"
    SUBMISSION_RECEIVED = "ingest.submission.received"
    SUBMISSION_REFUSED = "ingest.submission.refused"
    SUBMISSION_HELD = "ingest.submission.held"
    SUBMISSION_FAILED = "ingest.submission.failed"
    SUBMISSION_REQUEUED = "ingest.submission.requeued"
    ALERT_STORED = "alerts.alert.stored"
    ALERT_READ = "alerts.alert.read"
    ALERT_RELEASED = "delivery.alert.released"
    ALERT_WITHHELD = "delivery.alert.withheld"
    ALERT_PREVIEWED = "delivery.alert.previewed"
    ALERT_WITHDRAWN = "delivery.alert.withdrawn"
    FEED_READ = "delivery.feed.read"
    WEBHOOK_SAVED = "channels.webhook.saved"
    WEBHOOK_REMOVED = "channels.webhook.removed"
    WEBHOOK_SECRET_ROTATED = "channels.webhook.secret-rotated"  # noqa: S105  # a name
    PUSH_SENT = "channels.push.sent"
    PUSH_FAILED = "channels.push.failed"
    PUSH_DEAD = "channels.push.dead"
    PUSH_REPLAYED = "channels.push.replayed"
    MAIL_SENT = "channels.mail.sent"
    ALERT_ACKNOWLEDGED = "response.alert.acknowledged"
    ACKNOWLEDGEMENT_OVERDUE = "response.acknowledgement.overdue"
    FEEDBACK_GIVEN = "response.feedback.given"
    FEEDBACK_READ = "response.feedback.read"
    RECALL_ORDERED = "response.recall.ordered"
    RECALL_CONFIRMED = "response.recall.confirmed"
    RECALL_OVERDUE = "response.recall.overdue"
    REQUEST_ANSWERED = "response.request.answered"
    REQUEST_REFUSED = "response.request.refused"
    REQUEST_OVERDUE = "response.request.overdue"
    THRESHOLD_EVALUATED = "policy.threshold.evaluated"
    APPROVAL_ASKED = "approvals.approval.asked"
    APPROVAL_GIVEN = "approvals.approval.given"
    APPROVAL_REFUSED = "approvals.approval.refused"
    KEY_MADE = "keys.key.made"
    KEY_ROTATED = "keys.key.rotated"
    KEY_REWRAPPED = "keys.key.rewrapped"
    KEY_DESTROYED = "keys.key.destroyed"
    NOTICE_PUBLISHED = "consent.notice.published"
    CONSENT_GIVEN = "consent.consent.given"
    CONSENT_WITHDRAWN = "consent.consent.withdrawn"
    CONSENT_EXPIRED = "consent.consent.expired"
    CONSENT_REFUSED = "consent.consent.refused"
    ASSESSMENT_DRAFTED = "transfers.assessment.drafted"
    ASSESSMENT_APPROVED = "transfers.assessment.approved"
    MECHANISM_FILED = "transfers.mechanism.filed"
    MECHANISM_ENDED = "transfers.mechanism.ended"
    REGISTER_READ = "transfers.register.read"
    PERSON_SIGNED_IN = "rights.person.signed-in"
    RIGHTS_REQUEST_OPENED = "rights.request.opened"
    RIGHTS_REQUEST_VERIFIED = "rights.request.verified"
    RIGHTS_REQUEST_EXTENDED = "rights.request.extended"
    RIGHTS_REQUEST_CLOSED = "rights.request.closed"
    RIGHTS_REQUEST_OVERDUE = "rights.request.overdue"
    RIGHTS_EXPORTED = "rights.export.made"
    COMPLAINT_OPENED = "rights.complaint.opened"
    COMPLAINT_MOVED = "rights.complaint.moved"
    COMPLAINT_OVERDUE = "rights.complaint.overdue"
    SUBJECT_ERASED = "subjects.subject.erased"
    SUBJECT_RESTRICTED = "subjects.subject.restricted"
    SUBJECT_RELEASED = "subjects.subject.released"
    RETENTION_APPLIED = "retention.schedule.applied"
    LEGAL_HOLD_PLACED = "retention.hold.placed"
    LEGAL_HOLD_ENDED = "retention.hold.ended"
    INCIDENT_OPENED = "incidents.incident.opened"
    INCIDENT_CHANGED = "incidents.incident.changed"
    INCIDENT_REPORTED = "incidents.report.sent"
    INCIDENT_CLOCK_ALARMED = "incidents.clock.alarmed"
    HOLD_PLACED = "delivery.hold.placed"
    HOLD_RELEASED = "delivery.hold.released"
    HOLD_REFUSED = "delivery.hold.refused"
    SIGNED_IN = "accounts.session.opened"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `actor` and `subject` are ids; `details` are ids, codes and counts."""

    action: Action
    actor: str
    subject: str
    at: datetime
    details: dict[str, Any] = field(default_factory=dict)
