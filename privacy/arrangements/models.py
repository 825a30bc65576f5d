"""Stored rows: contacts of institutions, alarms of their person counts, arrangements with their members."""

from uuid import uuid4

from django.db import models


class Contact(models.Model):
    """Who answers for personal information at an institution: a role and its mailbox, nobody's name."""

    class Role(models.TextChoices):
        """PIPL 52; GDPR 37; PIPL 53; GDPR 27."""

        IN_CHARGE = "person-in-charge"
        PROTECTION_OFFICER = "data-protection-officer"
        REPRESENTATIVE_CN = "representative-cn"
        REPRESENTATIVE_EU = "representative-eu"

    id = models.UUIDField(primary_key=True, default=uuid4)
    institution = models.CharField(max_length=60)
    role = models.CharField(max_length=24, choices=Role.choices)
    mailbox = models.CharField(max_length=120)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    named_by = models.CharField(max_length=120)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["institution", "named_at", "id"], name="contacts_of_institution")
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.institution}"


class PersonAlarm(models.Model):
    """An institution came near a number of persons at which the law asks for more; once a threshold."""

    id = models.BigAutoField(primary_key=True)
    institution = models.CharField(max_length=60)
    threshold = models.CharField(max_length=40)
    persons = models.PositiveBigIntegerField()
    limit = models.PositiveBigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "threshold"], name="one_person_alarm_a_threshold"
            )
        ]

    def __str__(self) -> str:
        return f"{self.threshold} of {self.institution}"


class Arrangement(models.Model):
    """An information-sharing arrangement under a named law; it proves nothing before it is approved.

    DORA 45, AMLR 75 and their like; PC-38.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    # The value of `legal_bases` by which acts cite it.
    basis = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    # The impact assessment that it rests on; it counts while that one is in force.
    assessment = models.UUIDField()
    # Who filed it, and approves and ends it.
    host = models.CharField(max_length=60)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)
    filed_by = models.CharField(max_length=120)
    filed_at = models.DateTimeField()
    approver = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["filed_at", "id"], name="arrangements_by_filing")]

    def __str__(self) -> str:
        return f"{self.basis} {self.id}"

    @property
    def state(self) -> str:
        """Return filed, approved or ended."""
        if self.ended_at is not None:
            return "ended"
        return "filed" if self.approved_at is None else "approved"


class Participation(models.Model):
    """A member of an arrangement, and what it told its authority; untold, it shares nothing under it."""

    id = models.BigAutoField(primary_key=True)
    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="participations")
    institution = models.CharField(max_length=60)
    authority = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=200, blank=True)
    notified_at = models.DateTimeField(null=True)
    # When the authority verified it, where its law asks for that first.
    verified_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["arrangement", "institution"], name="once_in_an_arrangement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.institution} in {self.arrangement_id}"
