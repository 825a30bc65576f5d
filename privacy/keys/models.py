"""Wrapped data keys. Key material never stands here in clear."""

from django.db import models


class DataKey(models.Model):
    """One institution's data key, wrapped by the root key."""

    class State(models.TextChoices):
        """Life of a key (NIST SP 800-57 part 1, section 7)."""

        ACTIVE = "active"
        DECRYPT_ONLY = "decrypt-only"
        DESTROYED = "destroyed"

    id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=60)
    root_key = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(state="active"),
                name="one_active_key_an_owner",
            )
        ]

    def __str__(self) -> str:
        return f"data key {self.id} ({self.state})"
