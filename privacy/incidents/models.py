"""Stored rows of this room. What people write is sealed; codes, counts and moments are not."""

from uuid import uuid4

from django.db import models

from privacy.incidents.codes import IncidentClass, IncidentState, Operator


class Incident(models.Model):
    """One incident of an institution (its STIX id) as it is known now; `eras` tells how it was known before.

    An era is what selects clocks: since when, class, regimes and effects.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.CharField(max_length=60)
    reference = models.CharField(max_length=60)
    title = models.BinaryField()
    operator = models.CharField(max_length=24, choices=[(one.value, one.value) for one in Operator])
    classification = models.CharField(
        max_length=16, choices=[(one.value, one.value) for one in IncidentClass]
    )
    regimes = models.JSONField(default=list)
    effects = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    affected_count = models.PositiveIntegerField(null=True)
    eras = models.JSONField(default=list)
    occurred_at = models.DateTimeField()
    aware_at = models.DateTimeField()
    classified_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "reference"], name="one_incident_a_reference"
            )
        ]
        indexes = [
            models.Index(fields=["institution", "-opened_at", "-id"], name="incidents_opened"),
            models.Index(
                fields=["aware_at"], condition=models.Q(closed_at=None), name="incidents_running"
            ),
        ]

    def __str__(self) -> str:
        return f"incident {self.id} ({self.classification})"

    @property
    def state(self) -> IncidentState:
        """Say where it stands."""
        if self.closed_at is not None:
            return IncidentState.CLOSED
        return IncidentState.OPEN if self.handled_at is None else IncidentState.HANDLED


class IncidentReport(models.Model):
    """One version of a report: a draft until a person sends it, then final."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="reports")
    number = models.PositiveIntegerField()
    # As clocks.json names it, such as gdpr.authority.
    report = models.CharField(max_length=40)
    # The code of the authority, or of those informed.
    to = models.CharField(max_length=60)
    text = models.BinaryField()
    drafted_by = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    sent_by = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="numbered_incident_reports")
        ]

    def __str__(self) -> str:
        return f"report {self.number} of {self.incident_id}"


class IncidentAlarm(models.Model):
    """That a clock reached a mark (50, 80 or 100 percent) and was called out, once."""

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="alarms")
    clock = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "clock", "level"], name="one_incident_alarm_a_mark"
            )
        ]

    def __str__(self) -> str:
        return f"{self.level} % of {self.clock}"
