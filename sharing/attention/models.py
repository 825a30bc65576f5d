"""Stored marks: until when a person, or a member's machines, have looked."""

from django.conf import settings
from django.db import models

from sharing.members.models import Institution


class Look(models.Model):
    """Everything up to `seen_at` was looked at: by a person, or without one by the member's machines."""

    id = models.BigAutoField(primary_key=True)
    institution = models.ForeignKey(Institution, models.CASCADE, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="looks"
    )
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "user"], name="one_look_a_person"),
            models.UniqueConstraint(
                fields=["institution"],
                condition=models.Q(user=None),
                name="one_look_for_the_machines",
            ),
        ]

    def __str__(self) -> str:
        return f"look {self.id}"
