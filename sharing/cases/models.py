"""Stored cases, the keys that lead to them, and the score of each alert."""

from django.db import models

from sharing.alerts.models import Alert


class Case(models.Model):
    """One event, seen by one or more reporters. The id is random and tells nothing."""

    id = models.UUIDField(primary_key=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"case {self.id}"


class CaseKey(models.Model):
    """A keyed digest of something that two alerts of one case share."""

    digest = models.BinaryField(primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="keys")
    # Alerts that carried it; past the cap it no longer joins (a public resolver, a shared host).
    uses = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"key of {self.case_id}"


class CaseMembership(models.Model):
    """Which case an alert belongs to and by which rule; with the score of the alert."""

    alert = models.OneToOneField(Alert, models.CASCADE, primary_key=True, related_name="membership")
    case = models.ForeignKey(Case, models.CASCADE, related_name="memberships")
    rule = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField()
    # [[factor, points], ...] in the order of their weight; see sharing.scoring.
    explanation = models.JSONField(default=list)
    # The digests of its keys, one after another: which alerts join is weighed anew for each viewer.
    keys = models.BinaryField(default=bytes)
    assigned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.alert_id} in {self.case_id}"
