"""Stored subscriptions: what a member wants of what it is entitled to, and over which channels."""

from uuid import uuid4

from django.db import models

from sharing.members.models import Institution


class Subscription(models.Model):
    """A saved filter; an empty list or a zero does not restrict. Several of one member add up.

    Only one with the channel `inbox` narrows what comes in; the others choose what is pushed.
    """

    class MailMode(models.TextChoices):
        """One mail an alert, or one a day."""

        IMMEDIATE = "immediate"
        DIGEST = "digest"

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="subscriptions")
    name = models.CharField(max_length=100)
    categories = models.JSONField(default=list)
    jurisdictions = models.JSONField(default=list)
    min_severity = models.PositiveSmallIntegerField(default=0)
    min_score = models.PositiveSmallIntegerField(default=0)
    # Slugs of groups, kinds of institutions, tokens without a prefix.
    groups = models.JSONField(default=list)
    reporter_kinds = models.JSONField(default=list)
    watch = models.JSONField(default=list)
    # `inbox`, `stream`, `mail`, `webhook:<id>`.
    channels = models.JSONField(default=list)
    mail_mode = models.CharField(
        max_length=10, choices=MailMode.choices, default=MailMode.IMMEDIATE
    )
    # Ids of users; their addresses stay with their accounts.
    mail_to = models.JSONField(default=list)
    # Mails a day to each reader; what is beyond goes into the digest.
    daily_budget = models.PositiveSmallIntegerField(default=20)
    # Empty: as the reader has set.
    language = models.CharField(max_length=10, blank=True)
    # Hours of the day in the zone; mail waits from `quiet_from` until `quiet_until`.
    time_zone = models.CharField(max_length=60, default="UTC")
    digest_hour = models.PositiveSmallIntegerField(default=8)
    quiet_from = models.PositiveSmallIntegerField(null=True)
    quiet_until = models.PositiveSmallIntegerField(null=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "name"], name="one_subscription_a_name")
        ]

    def __str__(self) -> str:
        return self.name
