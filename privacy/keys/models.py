"""Wrapped keys. Key material never stands here in clear."""

from django.db import models


class DataKey(models.Model):
    """One key, wrapped by the institution's key-encryption key, or that one by a root key.

    `wrapped_by` is empty for what a root wraps: key-encryption keys, and content keys that are older
    than these until `rewrap_keys` has moved them.
    """

    class Kind(models.TextChoices):
        """What a key seals: other keys, an institution's content, or one person's clear values."""

        KEK = "kek"
        CONTENT = "content"
        SUBJECT = "subject"

    class State(models.TextChoices):
        """Life of a key (NIST SP 800-57 part 1, section 7)."""

        ACTIVE = "active"
        DECRYPT_ONLY = "decrypt-only"
        DESTROYED = "destroyed"

    id = models.UUIDField(primary_key=True)
    owner = models.CharField(max_length=60)
    # Processes of the release before this one write content keys without a kind.
    kind = models.CharField(max_length=7, choices=Kind.choices, db_default="content")
    # Keyed digest of the person; gone when the key is.
    subject = models.BinaryField(null=True)
    wrapped_by = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="wrapped_keys", db_index=False
    )
    root_key = models.CharField(max_length=40, blank=True)
    wrapped = models.BinaryField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=models.Q(state="active", kind__in=["kek", "content"]),
                name="one_active_key_a_kind",
            ),
            models.UniqueConstraint(
                fields=["subject", "owner"],
                condition=models.Q(state="active", kind="subject"),
                name="one_active_key_a_subject",
            ),
        ]
        indexes = [
            # What is left to rewrap, or hangs on a key that shall be destroyed.
            models.Index(
                fields=["wrapped_by", "id"],
                condition=models.Q(state__in=["active", "decrypt-only"]),
                name="keys_living",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} key {self.id} ({self.state})"


class Revision(models.Model):
    """One row that counts rotations and destructions, by which processes notice them."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"revision {self.number}"
