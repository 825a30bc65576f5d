"""Stored cases: what leads alerts to each other, where the hub placed each, and what people decided."""

from uuid import uuid4

from django.db import models

from sharing.alerts.models import Alert
from sharing.members.models import Institution


class Hull(models.Model):
    """Alerts that may be one event to somebody: no reader's case reaches beyond it.

    Connected by positive evidence alone, so it is wider than any case; what is in it tells nothing.
    """

    id = models.UUIDField(primary_key=True)
    opened_at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"hull {self.id}"


class CaseKey(models.Model):
    """A keyed digest under which alerts find each other: the row where two workers meet."""

    # Signed, as databases have it.
    digest = models.BigIntegerField(primary_key=True)
    uses = models.PositiveIntegerField(default=1)
    # The last alerts that carried it, as the hexadecimal digits of their ids, oldest first.
    recent = models.TextField(default="")

    def __str__(self) -> str:
        return f"key used {self.uses} times"


class CaseMembership(models.Model):
    """Where the hub placed an alert, seeing all; with its sketch, and the score of the alert."""

    alert = models.OneToOneField(Alert, models.CASCADE, primary_key=True, related_name="membership")
    # Null: placed before sketches were made; `rebuild_cases` places it again.
    hull = models.ForeignKey(Hull, models.PROTECT, null=True, related_name="memberships")
    # The earliest alert of the case.
    case_id = models.UUIDField()
    # The strongest reason that it stands there; `new` for the first.
    rule = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    # [[factor, points], ...] in the order of their weight; see sharing.scoring.
    explanation = models.JSONField(default=list)
    # By which rules it was scored, and from what: an automated score is explained (PC-11).
    score_version = models.CharField(max_length=40, default="", db_default="")
    score_inputs = models.JSONField(default=dict)
    # Of the original; what a recipient compares is the sketch of its rendition.
    sketch = models.BinaryField(default=bytes)
    sketch_version = models.PositiveSmallIntegerField(default=0, db_default=0, db_index=True)
    assigned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.alert_id} in {self.case_id}"


class Ruling(models.Model):
    """What a person decided about cases, as their institution sees them. Undone, but never changed.

    It moves alerts beside others and away from others; which, its `named` rows tell.
    """

    class Kind(models.TextChoices):
        """By which act it was decided."""

        MERGE = "merge"
        SPLIT = "split"
        MOVE = "move"

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.CharField(max_length=40)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["institution", "at"],
                condition=models.Q(undone_at=None),
                name="ruling_that_stands",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RuledAlert(models.Model):
    """An alert that a ruling names. Its keys let a revision or a re-send take its place."""

    class Role(models.TextChoices):
        """What the ruling says of it: it was moved; it is where they belong; it is not."""

        MOVED = "moved"
        BESIDE = "beside"
        AWAY = "away"

    id = models.BigAutoField(primary_key=True)
    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="named")
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="rulings")
    role = models.CharField(max_length=10, choices=Role.choices)
    # As its institution saw it then, signed; 0 is none.
    root = models.BigIntegerField(default=0)
    content = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ruling", "alert"], name="named_once_a_ruling")
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.role}"


class CaseMove(models.Model):
    """That an alert came into a case, or from one into another. Added to, and never changed."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="moves")
    # Whose view of it: null is the hub's own, which no member sees.
    institution = models.ForeignKey(Institution, models.PROTECT, null=True, related_name="+")
    # Null: the machine.
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="moves")
    came_from = models.UUIDField(null=True)
    went_to = models.UUIDField()
    # The alert that it was linked with, and why: [[code, bits], ...].
    beside = models.UUIDField(null=True)
    reasons = models.JSONField(default=list)
    by = models.CharField(max_length=120)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.alert_id} to {self.went_to}"
