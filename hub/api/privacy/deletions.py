"""Certificates that copies were destroyed after an agreement ended, for who had handed them out (PC-21)."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sharing.api import parameters
from sharing.api.base import RestView
from sharing.api.schema import JSON, LINK, PAGING, problems
from sharing.groups.endings import list_certificates
from sharing.members.actors import Scope


class CertificateOutput(serializers.Serializer[Any]):
    """All that a holder had from one member under an ended agreement is destroyed."""

    id = serializers.UUIDField()
    agreement = serializers.UUIDField(source="agreement_id")
    holder = serializers.CharField(source="holder.stix_id", help_text="Its STIX identity.")
    copies = serializers.IntegerField()
    issued_at = serializers.DateTimeField(default_timezone=UTC)
    statement = serializers.CharField(help_text="A JWS by a key of /log/keys.")


class CertificatePageOutput(serializers.Serializer[Any]):
    """A page of certificates, newest first."""

    items = CertificateOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class CertificatesView(RestView):
    """Certificates given to my institution."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="listDeletionCertificates",
        tags=["arrangements"],
        parameters=[*PAGING, LINK],
        responses={(200, JSON): CertificatePageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """List what was destroyed that my institution had handed out, newest first.

        Where an agreement has two parties, what my institution destroyed as well; of more, that would tell
        which alerts come from one reporter.
        """
        readers = parameters.page_readers(self.actor, "deletion-certificates")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        rows = list_certificates(
            institution_id=self.actor.institution_id,
            before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
            limit=limit + 1,
        )
        last = rows[limit - 1] if len(rows) > limit else None
        return self.page(
            "deletion-certificates",
            CertificateOutput(rows[:limit], many=True).data,
            (last.issued_at.isoformat(), str(last.id)) if last else None,
        )


urlpatterns = [
    path("deletion-certificates", CertificatesView.as_view(), name="deletion-certificates")
]
