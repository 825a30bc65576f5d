"""Who answers for personal information at my institution, and what its number of persons asks for (PC-34)."""

from datetime import UTC
from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from hub.api.privacy.assessments import Moment
from privacy.arrangements.selectors import find_gap, list_contacts, list_person_alarms
from privacy.arrangements.services.contacts import NewContact, end_contact, name_contact
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, problems
from sharing.members.actors import Scope

Mailbox = Annotated[
    str,
    Meta(
        min_length=6,
        max_length=120,
        pattern=r"^[a-z0-9][a-z0-9._-]*@[a-z0-9.-]+" + END,
        description="the mailbox of a role, such as privacy@ or dpo@; no person's",
    ),
]


class ContactBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A role, its mailbox and its term; without `valid_to` it stays until it is ended."""

    role: Literal[
        "person-in-charge",
        "data-protection-officer",
        "representative-cn",
        "representative-eu",
    ]
    mailbox: Mailbox
    valid_from: Moment
    valid_to: Moment | None = None


class ContactOutput(serializers.Serializer[Any]):
    """A contact of my institution."""

    id = serializers.UUIDField()
    role = serializers.CharField()
    mailbox = serializers.CharField()
    valid_from = serializers.DateTimeField(default_timezone=UTC)
    valid_to = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    named_at = serializers.DateTimeField(default_timezone=UTC)
    ended_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)


class PersonAlarmOutput(serializers.Serializer[Any]):
    """My institution came near a number of persons at which the law asks for more."""

    threshold = serializers.CharField()
    limit = serializers.IntegerField()
    persons = serializers.IntegerField(help_text="How many there were when the alarm was given.")
    at = serializers.DateTimeField(default_timezone=UTC)


class ContactListOutput(serializers.Serializer[Any]):
    """All contacts of my institution, latest first, and what follows from them."""

    items = ContactOutput(many=True)
    gap = serializers.CharField(
        allow_blank=True,
        help_text="What keeps notices from being published, and what to do; empty when nothing does.",
    )
    alarms = PersonAlarmOutput(many=True)


_TAGS = ["arrangements"]
_EXAMPLE = OpenApiExample(
    "Protection officer",
    {
        "role": "data-protection-officer",
        "mailbox": "dpo@bank.example",
        "valid_from": "2026-01-01T00:00:00Z",
    },
    request_only=True,
    media_type=JSON,
)


class ContactsView(RestView):
    """Contacts of my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ, "POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="listContacts",
        tags=_TAGS,
        responses={(200, JSON): ContactListOutput, **problems()},
    )
    def get(self, request: Request) -> Response:
        """List my contacts, whether one lacks, and alarms of my number of persons."""
        mine = self.actor.stix_id
        return Response(
            {
                "items": ContactOutput(list_contacts(institution=mine), many=True).data,
                "gap": find_gap(institution=mine, now=timezone.now()),
                "alarms": PersonAlarmOutput(list_person_alarms(institution=mine), many=True).data,
            }
        )

    @extend_schema(
        operation_id="nameContact",
        tags=_TAGS,
        request={JSON: describe_body(ContactBody)},
        examples=[_EXAMPLE],
        responses={(201, JSON): ContactOutput, **problems(400, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Name a contact; without a person in charge or a protection officer in date no notice goes out."""
        body = read_json(request, ContactBody)
        new = NewContact(
            institution=self.actor.stix_id,
            role=body.role,
            mailbox=body.mailbox,
            valid_from=body.valid_from,
            valid_to=body.valid_to,
        )
        row = name_contact(actor=self.actor.name, now=timezone.now(), new=new)
        return Response(ContactOutput(row).data, status=201)


class EndView(RestView):
    """End a contact."""

    required_scopes = {"POST": Scope.PRIVACY_WRITE}

    @extend_schema(
        operation_id="endContact",
        tags=_TAGS,
        request=None,
        responses={(200, JSON): ContactOutput, **problems(404)},
    )
    def post(self, request: Request, contact_id: UUID) -> Response:
        """End a contact of mine. Ending again changes nothing."""
        row = end_contact(
            actor=self.actor.name,
            now=timezone.now(),
            institution=self.actor.stix_id,
            contact_id=contact_id,
        )
        return Response(ContactOutput(row).data)


urlpatterns = [
    path("contacts", ContactsView.as_view(), name="contacts"),
    path("contacts/<uuid:contact_id>/end", EndView.as_view(), name="contact-end"),
]
