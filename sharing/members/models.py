"""Stored members: institutions, memberships of people, credentials and tokens of machines."""

from uuid import uuid4

from django.conf import settings
from django.db import models


class Institution(models.Model):
    """A member of the exchange, known outside by its STIX identity."""

    class Kind(models.TextChoices):
        """What the member is."""

        PLATFORM = "platform"
        BANK = "bank"
        PAYMENT = "payment"
        REGULATOR = "regulator"
        ASSOCIATION = "association"
        OPERATOR = "operator"

    class Status(models.TextChoices):
        """Only active members send, receive and sign in."""

        ACTIVE = "active"
        SUSPENDED = "suspended"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid4)
    slug = models.SlugField(unique=True, max_length=60)
    stix_id = models.CharField(unique=True, max_length=50)
    name = models.CharField(max_length=200)
    # Other names the member is known by, such as its name in another script.
    aliases = models.JSONField(default=list)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    jurisdiction = models.CharField(max_length=10)
    # Jurisdictions it operates in or supervises.
    covers = models.JSONField(default=list)
    # Highest TLP it is cleared for (rank, see sharing.stix.markings).
    clearance = models.PositiveSmallIntegerField(default=4)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person who acts for an institution, with roles."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            # One desk a person: an act always belongs to one institution without asking which.
            models.UniqueConstraint(fields=["user"], name="one_membership_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.institution_id}"


class MachineCredential(models.Model):
    """A client id and the keyed digest of its secret. The secret itself is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="credentials")
    client_id = models.CharField(unique=True, max_length=60)
    secret_digest = models.BinaryField()
    label = models.CharField(max_length=100, blank=True)
    scopes = models.JSONField(default=list)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.client_id


class AccessToken(models.Model):
    """A bearer token of the client-credentials grant (RFC 6749, section 4.4), by keyed digest."""

    digest = models.BinaryField(primary_key=True)
    credential = models.ForeignKey(MachineCredential, models.CASCADE, related_name="tokens")
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"token of {self.credential_id}"
