"""Stored members: institutions, memberships of people, credentials and tokens of machines.

A reading region is a legal region from which somebody reads for an institution; "" is where the institution
is established.
"""

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
    # Where its staff and processors read besides: each release is judged for all of them (PC-19). People and
    # machines there read from when everything delivered before was judged for them too.
    reading_regions = models.JSONField(default=list, db_default=[])
    open_regions = models.JSONField(default=list, db_default=[])
    # Since when a change of them waits for that.
    regions_declared_at = models.DateTimeField(null=True)
    # Highest TLP it is cleared for (rank, see sharing.stix.markings).
    clearance = models.PositiveSmallIntegerField(default=4)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    # Who owns it, where others of the exchange belong to the same: what they say together, one said.
    owner_group = models.CharField(max_length=60, blank=True, default="", db_default="")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """A person who acts for an institution, with roles."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="memberships")
    roles = models.JSONField(default=list)
    granted_at = models.DateTimeField()
    reading_region = models.CharField(max_length=10, blank=True, default="", db_default="")

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
    reading_region = models.CharField(max_length=10, blank=True, default="", db_default="")
    # What it reads for where a request states nothing else (PC-02); "" is unstated.
    purpose = models.CharField(max_length=40, blank=True, default="", db_default="")

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


class ImportantData(models.Model):
    """That alerts of a category, or with a label, hold important data from a day on (PC-37; DSL 21).

    A regulator says so for its jurisdictions, another institution for what itself reports.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    declared_by = models.ForeignKey(
        Institution, models.PROTECT, related_name="important_data", db_index=False
    )
    # A risk category of the profile, or a label of the main object: one of the two.
    category = models.CharField(max_length=60, blank=True)
    label = models.CharField(max_length=100, blank=True)
    # Of the published list or the notice.
    source = models.CharField(max_length=200)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    declared_at = models.DateTimeField()
    # When what was stored before had been judged again.
    judged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["declared_by", "declared_at", "id"], name="catalogue_of")]

    def __str__(self) -> str:
        return f"important data {self.id}"
