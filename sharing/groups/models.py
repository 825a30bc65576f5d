"""Stored groups and agreements."""

from uuid import uuid4

from django.db import models

from sharing.members.models import Institution


class SharingGroup(models.Model):
    """Institutions that share among themselves."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    slug = models.SlugField(unique=True, max_length=60)
    name = models.CharField(max_length=200)
    members: "models.ManyToManyField[Institution, GroupMembership]" = models.ManyToManyField(
        Institution, through="GroupMembership", related_name="groups"
    )
    formed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug


class ApiRoot(models.Model):
    """A TAXII API root of an institution beside its default one; groups stand in it."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="api_roots")
    slug = models.SlugField(unique=True, max_length=60)
    title = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.slug


class GroupMembership(models.Model):
    """An institution's time in a group; the end day is the first without membership."""

    group = models.ForeignKey(SharingGroup, models.PROTECT)
    institution = models.ForeignKey(Institution, models.PROTECT)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    # When what the institution held through the group was looked through after its end.
    lapse_noted_at = models.DateTimeField(null=True)
    # Where the institution finds the group's collection; null is its default API root.
    api_root = models.ForeignKey(ApiRoot, models.PROTECT, null=True, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "institution"], name="once_in_a_group")
        ]

    def __str__(self) -> str:
        return f"{self.institution_id} in {self.group_id}"


class Agreement(models.Model):
    """A sharing agreement: parties, purposes, bases, what may be seen in clear, term (PC-21)."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    title = models.CharField(max_length=200)
    parties = models.ManyToManyField(Institution, related_name="agreements")
    purposes = models.JSONField(default=list)
    legal_bases = models.JSONField(default=list)
    # The statutes that the bases rest on: a list of {"basis": ..., "statute": ...} (PC-01).
    statutes = models.JSONField(default=list, db_default=[])
    # Risk categories it covers; empty covers all.
    risk_categories = models.JSONField(default=list)
    # Privacy categories that the parties may see in clear among themselves.
    clear_categories = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    signed_at = models.DateTimeField()
    lapse_noted_at = models.DateTimeField(null=True)
    # When what was handed out under it alone was ordered back after its end.
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="agreement_has_a_term"
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReturnDuty(models.Model):
    """A copy that went under an ended agreement alone: its holder has to return or destroy it (PC-21)."""

    id = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="duties")
    holder = models.ForeignKey(Institution, models.PROTECT, related_name="return_duties")
    reporter = models.ForeignKey(Institution, models.PROTECT, related_name="return_claims")
    # The recall order that says so; the alert may go before it does.
    order = models.UUIDField()
    settled = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="one_duty_an_order")
        ]
        indexes = [
            models.Index(
                fields=["agreement", "holder", "reporter"],
                condition=models.Q(settled=False),
                name="duties_to_settle",
            )
        ]

    def __str__(self) -> str:
        return f"duty of {self.holder_id} by order {self.order}"


class DeletionCertificate(models.Model):
    """That a holder destroyed all it had from one member under an ended agreement (PC-21; GDPR 28(3)(g)).

    Holder and reporter read it. The statement does not name the reporter, whom the holder may not know.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="certificates")
    holder = models.ForeignKey(Institution, models.PROTECT, related_name="certificates")
    reporter = models.ForeignKey(Institution, models.PROTECT, related_name="certificates_received")
    copies = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    statement = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["holder", "issued_at", "id"], name="certificates_of_holder"),
            models.Index(fields=["reporter", "issued_at", "id"], name="certificates_for_reporter"),
        ]

    def __str__(self) -> str:
        return f"certificate {self.id}"
