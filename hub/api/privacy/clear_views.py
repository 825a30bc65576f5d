"""Clear views: a regulator of the territory opens the identifiers of one alert for a case (PC-35)."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from msgspec import Meta, Struct
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.gate import PURPOSES
from sharing.api.base import END, RestView, read_json
from sharing.api.bodies import describe_body
from sharing.api.schema import JSON, problems
from sharing.members.actors import Scope
from sharing.pipeline.clear_views import Asked, Why, view_clear

_CASE = "^[0-9A-Za-z\u4e00-\u9fff()\uff08\uff09\u3014\u3015\\[\\]./_-]{0,60}" + END


class ClearViewBody(Struct, forbid_unknown_fields=True, frozen=True):
    """Which alert, why, for which purpose, and the number of my case; without it there are tokens only.

    `confidentiality_ordered`: an authority ordered that the institution does not learn of the view.
    """

    alert: UUID
    reason: Why
    purpose: Literal[tuple(sorted(PURPOSES))]  # type: ignore[valid-type]  # the list of policy
    case_number: Annotated[
        str, Meta(pattern=_CASE, description="my own reference of the case, without blanks")
    ] = ""
    confidentiality_ordered: bool = False


EXAMPLE = {
    "alert": "0b8e2f0a-5a2e-4c5f-9d5e-2f4f7b1c9a10",
    "reason": "investigation",
    "purpose": "supervisory-reporting",
    "case_number": "（2026）金监查字第12号",
}


class ViewedIdentifierOutput(serializers.Serializer[Any]):
    """One identifier, in clear or as the token of my region."""

    kind = serializers.CharField()
    category = serializers.CharField()
    form = serializers.ChoiceField(choices=("clear", "token"))
    value = serializers.CharField()


class ClearViewOutput(serializers.Serializer[Any]):
    """What is shown this once: it cannot be read again, only asked for anew."""

    act = serializers.IntegerField(help_text="Its number in the register.")
    identifiers = ViewedIdentifierOutput(many=True)
    withheld = serializers.IntegerField(help_text="How many the purpose does not need.")


class ClearViewsView(RestView):
    """Identifiers in clear, for a regulator."""

    # Who audits reads everything but clear identifiers (PC-33).
    required_scopes = {"POST": (Scope.PRIVACY_READ, Scope.ALERTS_READ)}

    @extend_schema(
        operation_id="viewInClear",
        tags=["registers"],
        request={JSON: describe_body(ClearViewBody) | {"examples": [EXAMPLE]}},
        responses={(201, JSON): ClearViewOutput, **problems(400, 404, 413, 415, 422)},
    )
    def post(self, request: Request) -> Response:
        """Show the identifiers of an alert of my territory. Each view is an act in the register.

        What is out of my scope looks missing; that I asked is recorded.
        """
        body = read_json(request, ClearViewBody)
        asked = Asked(
            alert_id=body.alert,
            reason=body.reason,
            purpose=body.purpose,
            case_number=body.case_number,
            is_confidential=body.confidentiality_ordered,
        )
        shown = view_clear(actor=self.actor, now=timezone.now(), asked=asked)
        return Response(ClearViewOutput(shown).data, status=201)


urlpatterns = [path("privacy/clear-views", ClearViewsView.as_view(), name="clear-views")]
