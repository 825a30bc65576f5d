"""What is said about consents: the bodies that are read, and what is answered. Identifiers go in, never out."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from django.utils import timezone
from msgspec import Meta, Struct, field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from hub.api.privacy.notices import Grades, Purposes, Recipients, Regions
from privacy.consent.acts import BUNDLED, MOST_SUBJECTS, NewConsent
from privacy.consent.receipts import open_receipt
from privacy.consent.selectors import read_consent
from privacy.consent.vocabulary import LANGUAGES, ConsentKind, Method, Occurrence, State
from privacy.subjects import identifiers
from sharing.api.base import END, fit, refuse
from sharing.api.serializers import ProblemOutput
from sharing.api.subscriptions import Place

Hex = Annotated[str, Meta(pattern="^[0-9a-f]{64}" + END, description="a SHA-256 in lower case hex")]
Language = Annotated[str, Meta(extra_json_schema={"enum": list(LANGUAGES)})]
Moment = Annotated[datetime, Meta(tz=True)]
StrongKind = Annotated[str, Meta(extra_json_schema={"enum": sorted(identifiers.STRONG)})]
# What an identifier looks like once it is spelt in its one way; the rest is told by its length.
_FORMS = {
    identifiers.PHONE: re.compile(r"\+[1-9][0-9]{6,14}"),
    identifiers.EMAIL: re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,}"),
    identifiers.IDENTITY: re.compile(r"[A-Z0-9()]{6,20}"),
}


class IdentifierBody(Struct, forbid_unknown_fields=True, frozen=True):
    """A number or address that names the person everywhere; only a keyed digest of it is kept."""

    kind: StrongKind
    value: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00]*" + END)]


class ConsentBody(Struct, forbid_unknown_fields=True, frozen=True):
    """One consent of one kind, as the person gave it, to one version of a notice."""

    kind: ConsentKind
    identifiers: Annotated[list[IdentifierBody], Meta(min_length=1, max_length=MOST_SUBJECTS)]
    notice: UUID
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    notice_digest: Hex
    purposes: Purposes
    recipient_classes: Recipients
    categories: Grades
    method: Method
    language: Language
    jurisdiction: Place
    given_at: Moment
    evidence_digest: Hex
    regions: Regions = field(default_factory=list)
    expires_at: Moment | None = None
    guardian: IdentifierBody | None = None


EXAMPLE = {
    "kind": "sharing",
    "identifiers": [{"kind": "email", "value": "person@example.com"}],
    "notice": "0b0f3a52-9d0b-4c3e-8d53-0c2f6f1f8a10",
    "version": 1,
    "notice_digest": "0" * 64,
    "purposes": ["fraud-prevention"],
    "recipient_classes": ["bank"],
    "categories": ["PI"],
    "method": "app",
    "language": "zh-Hans",
    "jurisdiction": "CN",
    "given_at": "2026-11-20T02:00:00Z",
    "evidence_digest": "1" * 64,
}


class ConsentEventOutput(serializers.Serializer[Any]):
    """What happened to a consent."""

    event = serializers.ChoiceField(choices=[one.value for one in Occurrence])
    at = serializers.DateTimeField(default_timezone=UTC)


class ConsentOutput(serializers.Serializer[Any]):
    """One consent that I collected. The person is not named: the id is the receipt id of alerts."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=[one.value for one in ConsentKind])
    state = serializers.SerializerMethodField()
    notice = serializers.UUIDField(source="notice_version.notice_id")
    version = serializers.IntegerField(source="notice_version.number")
    notice_digest = serializers.SerializerMethodField()
    purposes = serializers.ListField(child=serializers.CharField())
    recipient_classes = serializers.ListField(child=serializers.CharField())
    categories = serializers.ListField(child=serializers.CharField())
    regions = serializers.ListField(child=serializers.CharField())
    method = serializers.ChoiceField(choices=[one.value for one in Method])
    language = serializers.CharField()
    jurisdiction = serializers.CharField()
    given_at = serializers.DateTimeField(default_timezone=UTC)
    expires_at = serializers.DateTimeField(allow_null=True, default_timezone=UTC)
    recorded_at = serializers.DateTimeField(default_timezone=UTC)
    evidence_digest = serializers.SerializerMethodField()
    by_guardian = serializers.SerializerMethodField()
    events = ConsentEventOutput(many=True, source="events.all")

    def get_state(self, row: Any) -> State:
        """Return how it stands now; only `valid` carries acts."""
        return read_consent(row).state(self.context.get("now") or timezone.now())

    def get_notice_digest(self, row: Any) -> str:
        """Return the digest of the text that was shown, in hexadecimal."""
        return bytes(row.notice_digest).hex()

    def get_evidence_digest(self, row: Any) -> str:
        """Return the digest of the proof, in hexadecimal."""
        return bytes(row.evidence_digest).hex()

    def get_by_guardian(self, row: Any) -> bool:
        """Say whether a guardian acted for the person."""
        return row.guardian is not None


class ConsentPageOutput(serializers.Serializer[Any]):
    """A page of consents, newest first."""

    items = ConsentOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class ReceiptOutput(serializers.Serializer[Any]):
    """The receipt of a consent: signed, and what it says."""

    jws = serializers.CharField(help_text="Compact JWS; checked with /log/keys.")
    payload = serializers.DictField(help_text="JSON-LD (ISO/IEC TS 27560).")


class ImportLineOutput(serializers.Serializer[Any]):
    """How one line went: 201 recorded, 200 recorded before, or a problem."""

    line = serializers.IntegerField(help_text="Counted from 1; empty lines are counted too.")
    status = serializers.IntegerField(help_text="The HTTP status this line would have had alone.")
    id = serializers.UUIDField(required=False)
    problem = ProblemOutput(required=False)


class ImportOutput(serializers.Serializer[Any]):
    """How an import went."""

    recorded = serializers.IntegerField(min_value=0)
    repeated = serializers.IntegerField(min_value=0)
    refused = serializers.IntegerField(min_value=0)
    results = ImportLineOutput(many=True)


def read_consent_body(content: dict[str, Any]) -> NewConsent:
    """Return the consent that JSON content states. Raises ValidationError, which repeats no value."""
    if isinstance(content.get("kind"), list):
        # PC-05: one affirmative act for each kind.
        rule = "Each kind of consent takes an act of its own; send one kind at a time."
        raise ValidationError({"kind": [ErrorDetail(rule, BUNDLED)]})
    body = fit(content, ConsentBody)
    return NewConsent(
        kind=body.kind,
        subjects=frozenset(
            _read_identifier(one, f"identifiers[{place}]")
            for place, one in enumerate(body.identifiers)
        ),
        notice_id=body.notice,
        notice_version=body.version,
        notice_digest=bytes.fromhex(body.notice_digest),
        purposes=tuple(dict.fromkeys(body.purposes)),
        recipient_classes=tuple(dict.fromkeys(body.recipient_classes)),
        categories=tuple(dict.fromkeys(body.categories)),
        method=body.method,
        language=body.language,
        jurisdiction=body.jurisdiction,
        given_at=body.given_at,
        evidence_digest=bytes.fromhex(body.evidence_digest),
        regions=tuple(dict.fromkeys(body.regions)),
        expires_at=body.expires_at,
        guardian=_read_identifier(body.guardian, "guardian") if body.guardian else None,
    )


def show_receipt(row: Any) -> dict[str, Any]:
    """Return the receipt of a stored consent with what it says."""
    return {"jws": row.receipt, "payload": open_receipt(row.receipt) or {}}


def _read_identifier(body: IdentifierBody, place: str) -> bytes:
    if body.kind not in identifiers.STRONG:
        raise refuse(f"{place}.kind", f"Give one of {', '.join(sorted(identifiers.STRONG))}.")
    value = identifiers.normalise_identifier(body.kind, body.value)
    form = _FORMS.get(body.kind)
    if not identifiers.is_strong(body.kind, value) or (form and not form.fullmatch(value)):
        raise refuse(f"{place}.value", "Give a whole identifier of that kind.")
    return identifiers.subject_key(body.kind, value)
