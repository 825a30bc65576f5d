"""Stored alerts. The content is sealed; the columns hold nothing personal."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from sharing.members.models import Institution

# How privacy knows what alerts are.
ITEM_KIND = "alert"
# Of an id that a handling policy gives (profile f5).
LONGEST_RECEIPT = 100


class Alert(models.Model):
    """One version of one report. Never changed after it is stored."""

    id = models.UUIDField(primary_key=True)
    reporter = models.ForeignKey(Institution, models.PROTECT, related_name="alerts")
    root_id = models.CharField(max_length=300)
    root_modified = models.CharField(max_length=40)
    content_digest = models.BinaryField()
    body = models.BinaryField()
    # What was read of it when it was stored, sealed: routing asks it again when entitlements change.
    facts = models.BinaryField(null=True)
    # The body lacks what names people: privacy.subjects keeps it. Else it is the JSON as it was sent.
    is_cut = models.BooleanField(default=False, db_default=False)
    # sharing.stix AlertFacts less what could name a person; lists filter by these. Several values
    # stand in one text between bars (`join_tags`), which both databases can search alike.
    tlp = models.PositiveSmallIntegerField()
    categories = models.CharField(max_length=400)
    severity = models.PositiveSmallIntegerField()
    likelihood = models.PositiveSmallIntegerField()
    jurisdictions = models.CharField(max_length=400)
    stage = models.CharField(max_length=12)
    exercise = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    stored_at = models.DateTimeField()
    # As its handling policy says; then it is taken back from everybody, once.
    retain_until = models.DateTimeField(null=True)
    expired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["reporter", "-received_at", "id"], name="alert_by_reporter"),
            models.Index(fields=["root_id"], name="alert_by_root"),
            models.Index(
                fields=["retain_until"],
                condition=models.Q(retain_until__isnull=False, expired_at=None),
                name="alert_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """Return the label people use: derived from the random id, so it tells no volume."""
        return f"RA-{self.received_at:%Y}-{self.id.int % 10**10:010d}"


class AlertConsent(models.Model):
    """That an alert relies on a consent: its handling policy names the receipt (PC-08)."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="consents")
    receipt = models.CharField(max_length=LONGEST_RECEIPT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "alert"], name="one_reliance_an_alert")
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} relies on {self.receipt}"


def place_of_body(alert_id: UUID) -> str:
    """Return the place that an alert's sealed body is bound to."""
    return f"alerts_alert.body:{alert_id}"


def place_of_facts(alert_id: UUID) -> str:
    """Return the place that an alert's sealed facts are bound to."""
    return f"alerts_alert.facts:{alert_id}"


def join_tags(tags: Iterable[str]) -> str:
    """Return tags as one searchable text: `|phishing|malware|`."""
    return "".join(f"|{tag}" for tag in tags) + "|"


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a text made by `join_tags`."""
    return tuple(tag for tag in text.split("|") if tag)
