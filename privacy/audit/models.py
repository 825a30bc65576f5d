"""Stored audit events and the tree over them. Rows are appended, then sealed once; nothing else may change them."""

from django.db import models

from privacy.audit.chain import canonical_event


class AuditEvent(models.Model):
    """One event; `sequence` and `digest` are stamped by the sequencer, in commit order."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    actor = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    details = models.JSONField(default=dict)
    # In hex; events from before there were salts have none.
    salt = models.CharField(max_length=32, default="", db_default="")
    sequence = models.BigIntegerField(null=True, unique=True)
    digest = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(sequence=None), name="audit_unsealed"),
            models.Index(fields=["subject", "id"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%Y-%m-%d %H:%M:%S}"

    def write(self, sequence: int) -> bytes:
        """Return the bytes of the event at a place of the log: what chain and tree hash."""
        told = {
            "action": self.action,
            "actor": self.actor,
            "subject": self.subject,
            "details": self.details,
        }
        salt = {"salt": self.salt} if self.salt else {}
        return canonical_event(sequence=sequence, at=self.at, told={**told, **salt})


class TreeNode(models.Model):
    """The root over 256 leaves, or over 256 such roots: what proofs need not compute anew."""

    id = models.BigAutoField(primary_key=True)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    digest = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_node_a_place")]

    def __str__(self) -> str:
        return f"node {self.level}.{self.index}"


class TreeHead(models.Model):
    """What the hub signed: that the log of this size has this root and ends in this link of the chain."""

    size = models.BigIntegerField(primary_key=True)
    root = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)
    at = models.DateTimeField()
    # The signed statement, as privacy.audit.heads describes it.
    statement = models.TextField()

    def __str__(self) -> str:
        return f"head of {self.size}"
