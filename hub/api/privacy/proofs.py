"""The audit log for outside: signed heads, proofs that hold without the hub, evidence by control (PC-33)."""

import re
from dataclasses import asdict
from datetime import UTC
from typing import Any

from django.urls import path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from privacy.audit.evidence import Asked, export_evidence, list_controls
from privacy.audit.selectors import WHOLE, Sight, find_consistency, find_inclusion, get_head
from sharing.api import parameters
from sharing.api.base import RestView, refuse
from sharing.api.schema import JSON, LINK, PAGING, problems, query
from sharing.members.actors import Actor, Scope
from sharing.members.selectors import get_institution

OPERATOR = "operator"
LARGEST = 2**53 - 1
_COUNT = re.compile(r"[1-9][0-9]{0,15}")
_TAGS = ["audit"]
_HASH = "SHA-256 in hex."


class HeadOutput(serializers.Serializer[Any]):
    """How long the log was, and what was in it; `statement` is a JWS by a key of /log/keys."""

    size = serializers.IntegerField(help_text="How many events.")
    # The name is also one of the framework's, which keeps fields apart.
    root = serializers.CharField(  # type: ignore[assignment]
        help_text=f"Of the Merkle tree (RFC 6962). {_HASH}"
    )
    chain = serializers.CharField(help_text=f"The last link of the hash chain. {_HASH}")
    at = serializers.DateTimeField(default_timezone=UTC)
    statement = serializers.CharField()


class InclusionOutput(serializers.Serializer[Any]):
    """That an event is in the log of a head: hashes from the leaf up (RFC 6962, 2.1.1)."""

    sequence = serializers.IntegerField()
    size = serializers.IntegerField()
    leaf = serializers.CharField(help_text=_HASH)
    path = serializers.ListField(child=serializers.CharField())
    root = serializers.CharField(help_text=_HASH)  # type: ignore[assignment]  # as above


class ConsistencyOutput(serializers.Serializer[Any]):
    """That the log of one head begins that of another (RFC 6962, 2.1.2)."""

    first = serializers.IntegerField()
    second = serializers.IntegerField()
    path = serializers.ListField(child=serializers.CharField())
    first_root = serializers.CharField(help_text=_HASH)
    second_root = serializers.CharField(help_text=_HASH)


class LogEventOutput(serializers.Serializer[Any]):
    """An event as it was hashed: sorted members, no blanks."""

    sequence = serializers.IntegerField()
    at = serializers.CharField()
    action = serializers.CharField()
    actor = serializers.CharField()
    subject = serializers.CharField()
    details = serializers.DictField(help_text="Ids, codes and counts.")
    salt = serializers.CharField(
        required=False, help_text="Random, so that nobody guesses an event by its hash."
    )


class ExhibitOutput(serializers.Serializer[Any]):
    """An event, and its leaf in the tree."""

    sequence = serializers.IntegerField()
    event = LogEventOutput()
    leaf = serializers.CharField(help_text=_HASH)


class EvidencePageOutput(serializers.Serializer[Any]):
    """A page of evidence, in the order of the log."""

    items = ExhibitOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


def _count(name: str, told: str, *, required: bool = False) -> Any:
    shape = {"type": "integer", "minimum": 1, "maximum": LARGEST}
    return query(name, told, type=shape, required=required)


_SIZE = _count("size", "That of a head; without it the latest.")


class HeadView(RestView):
    """A signed head."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="readTreeHead",
        tags=_TAGS,
        parameters=[_SIZE],
        responses={(200, JSON): HeadOutput, **problems(400, 404)},
    )
    def get(self, request: Request) -> Response:
        """Return the latest signed head, or that of a size. Keep it: later ones have to go on from it."""
        asked = _read(request, "size")
        return Response(HeadOutput(get_head(size=asked.get("size"))).data)


class InclusionView(RestView):
    """A proof that an event is in the log."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="proveInclusion",
        tags=_TAGS,
        parameters=[_count("sequence", "The place of the event.", required=True), _SIZE],
        responses={(200, JSON): InclusionOutput, **problems(400, 404)},
    )
    def get(self, request: Request) -> Response:
        """Prove that an event of my institution, at its place of the log, is in the log of a head."""
        asked = _read(request, "sequence", "size")
        proof = find_inclusion(
            sequence=_need(asked, "sequence"), size=asked.get("size"), sight=_sight(self.actor)
        )
        return Response(InclusionOutput(proof).data)


class ConsistencyView(RestView):
    """A proof that the log only grew."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="proveConsistency",
        tags=_TAGS,
        parameters=[
            _count("first", "The size of the older head.", required=True),
            _count("second", "The size of the newer head; without it the latest."),
        ],
        responses={(200, JSON): ConsistencyOutput, **problems(400, 404)},
    )
    def get(self, request: Request) -> Response:
        """Prove that the log of one head begins that of another: nothing was rewritten between them."""
        asked = _read(request, "first", "second")
        proof = find_consistency(first=_need(asked, "first"), second=asked.get("second"))
        return Response(ConsistencyOutput(proof).data)


class EvidenceView(RestView):
    """Events that serve a control."""

    required_scopes = {"GET": Scope.PRIVACY_READ}

    @extend_schema(
        operation_id="exportEvidence",
        tags=_TAGS,
        parameters=[
            query(
                "control", "A row of the control matrix.", enum=list(list_controls()), required=True
            ),
            *PAGING,
            LINK,
        ],
        responses={(200, JSON): EvidencePageOutput, **problems(400)},
    )
    def get(self, request: Request) -> Response:
        """Return what my institution did that serves a control; the operator's auditor sees all of it."""
        readers = {"control": parameters.choose(*list_controls())}
        readers |= parameters.page_readers(self.actor, "evidence")
        values = parameters.read_parameters(request.query_params, readers)
        limit, place = values.get("limit", parameters.DEFAULT_PAGE), values.get("cursor")
        control = _need(values, "control")
        after = int(place[0]) if place else 0
        asked = Asked(control, after=after, sight=_sight(self.actor))
        found = export_evidence(
            actor=self.actor.name, now=timezone.now(), asked=asked, limit=limit + 1
        )
        last = found[limit - 1] if len(found) > limit else None
        items = [asdict(one) for one in found[:limit]]
        return self.page("evidence", items, (last.sequence,) if last else None)


def _read(request: Request, *names: str) -> dict[str, Any]:
    return parameters.read_parameters(request.query_params, dict.fromkeys(names, _read_count))


def _read_count(text: str) -> int:
    if not (_COUNT.fullmatch(text) and int(text) <= LARGEST):
        raise parameters.UnusableValue("Give a whole number from 1 on.")
    return int(text)


def _need(values: dict[str, Any], name: str) -> Any:
    if name not in values:
        raise refuse(name, "Give it: there is no answer without it.")
    return values[name]


def _sight(actor: Actor) -> Sight:
    member = get_institution(actor.institution_id)
    if member.kind == OPERATOR:
        return WHOLE
    # As sharing.members names who acts: a credential of the member, or a person at its desk.
    slug = re.escape(member.slug)
    mine = rf"^(client:{slug}-[0-9a-f]{{8}}|user:[0-9]+@{slug})$"
    return Sight(actors=mine, subject=member.stix_id)


urlpatterns = [
    path("audit/tree-head", HeadView.as_view(), name="tree-head"),
    path("audit/proofs/inclusion", InclusionView.as_view(), name="proof-inclusion"),
    path("audit/proofs/consistency", ConsistencyView.as_view(), name="proof-consistency"),
    path("audit/evidence", EvidenceView.as_view(), name="evidence"),
]
