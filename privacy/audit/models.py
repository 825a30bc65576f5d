"""Stored audit events. Rows are appended, then sealed once; nothing else may change them."""

from django.db import models


class AuditEvent(models.Model):
    """One event; `sequence` and `digest` are stamped by the sequencer, in commit order."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)
    sequence = models.BigIntegerField(null=True, unique=True)
    digest = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="audit_unsealed"),
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M:%S}"
