"""Stored subscriptions: what a member wants of what it is entitled to."""

from uuid import uuid4

from django.db import models

from sharing.members.models import Institution


class Subscription(models.Model):
    """A filter; an empty list does not restrict. Several of one member add up."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="subscriptions")
    name = models.CharField(max_length=100)
    categories = models.JSONField(default=list)
    jurisdictions = models.JSONField(default=list)
    min_severity = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
