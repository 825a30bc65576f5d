"""What goes out, field by field. Input is STIX and is read by sharing.stix alone."""

from collections.abc import Sequence
from datetime import UTC
from typing import Any

from rest_framework import serializers

from sharing.api.parameters import STAGES

STATES = ("received", "held", "refused", "failed", "routed", "delivered")


class FaultOutput(serializers.Serializer[Any]):
    """A place in what was sent, a stable code, and a sentence. Never the value."""

    pointer = serializers.CharField(help_text="JSON Pointer (RFC 6901); empty is the document.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemErrorOutput(serializers.Serializer[Any]):
    """One thing to correct: a place in the content, or a parameter. Never the value."""

    pointer = serializers.CharField(required=False, help_text="JSON Pointer into the content.")
    parameter = serializers.CharField(required=False, help_text="Query parameter or header.")
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemOutput(serializers.Serializer[Any]):
    """A problem document (RFC 9457)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = ProblemErrorOutput(many=True, required=False)  # type: ignore[assignment]  # a field


class AcceptedOutput(serializers.Serializer[Any]):
    """An accepted alert: its id, where it stands, the signed receipt, and what to look at."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=STATES)
    receipt = serializers.CharField(help_text="JWS (RFC 7515); keys at /log/keys.")
    warnings = FaultOutput(many=True)


class RefusedOutput(serializers.Serializer[Any]):
    """An object that was not taken, though others beside it were."""

    index = serializers.IntegerField(help_text="Its place in `objects`, counted from 0.")
    id = serializers.CharField(allow_blank=True, help_text="Empty where it is no STIX id.")
    errors = FaultOutput(many=True)  # type: ignore[assignment]  # a field


class SentOutput(AcceptedOutput):
    """What was accepted; with `partial`, further alerts and what was refused."""

    further = AcceptedOutput(many=True, required=False)
    refused = RefusedOutput(many=True, required=False)


class LineOutput(serializers.Serializer[Any]):
    """How one line of a batch went: accepted, or a problem."""

    line = serializers.IntegerField(help_text="Counted from 1; empty lines are counted too.")
    status = serializers.IntegerField(help_text="The HTTP status this line would have had alone.")
    id = serializers.UUIDField(required=False)
    receipt = serializers.CharField(required=False)
    warnings = FaultOutput(many=True, required=False)
    further = AcceptedOutput(
        many=True, required=False, help_text="Further alerts of a line with unrelated content."
    )
    refused = RefusedOutput(many=True, required=False, help_text="With `partial` only.")
    problem = ProblemOutput(required=False)


class BatchOutput(serializers.Serializer[Any]):
    """The results of a batch for callers that ask for application/json."""

    results = LineOutput(many=True)


class ReasonOutput(serializers.Serializer[Any]):
    """Why a submission was held, refused or failed."""

    code = serializers.CharField()
    source = serializers.CharField(default="")  # type: ignore[assignment]  # a field
    message = serializers.CharField(default="")


class SubmissionOutput(serializers.Serializer[Any]):
    """How one of my submissions stands."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(choices=STATES, source="state")
    received_at = serializers.DateTimeField(default_timezone=UTC)
    decided_at = serializers.DateTimeField(default_timezone=UTC, allow_null=True)
    recipients = serializers.IntegerField()
    receipt = serializers.CharField()
    reasons = ReasonOutput(many=True)
    warnings = serializers.SerializerMethodField()

    def get_warnings(self, submission: Any) -> list[dict[str, str]]:
        """Return the warnings in the form of problem errors."""
        return show_warnings(submission.warnings)


class SubmissionPageOutput(serializers.Serializer[Any]):
    """A page of my submissions, newest first."""

    items = SubmissionOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class ReporterOutput(serializers.Serializer[Any]):
    """Who reported; empty where the reporter may not be named to me."""

    id = serializers.CharField(source="reporter_id")
    name = serializers.CharField(source="reporter")


class FactorOutput(serializers.Serializer[Any]):
    """One factor of a score."""

    factor = serializers.CharField()
    points = serializers.IntegerField()

    def to_representation(self, instance: tuple[str, int]) -> dict[str, Any]:
        """Return a stored pair with its names."""
        factor, points = instance
        return {"factor": factor, "points": points}


class EntryOutput(serializers.Serializer[Any]):
    """One alert of my list, as I may see it."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    direction = serializers.ChoiceField(choices=("received", "sent"))
    at = serializers.DateTimeField(default_timezone=UTC, help_text="When I received or sent it.")
    title = serializers.CharField()
    summary = serializers.CharField()
    categories = serializers.ListField(child=serializers.CharField())
    severity = serializers.IntegerField()
    likelihood = serializers.IntegerField()
    score = serializers.IntegerField(allow_null=True)
    score_version = serializers.CharField(
        help_text="The rules that it was made by, by a machine; empty without a score."
    )
    explanation = FactorOutput(many=True)
    tlp = serializers.CharField()
    status = serializers.ChoiceField(choices=STAGES, source="stage")
    jurisdictions = serializers.ListField(child=serializers.CharField())
    reporter = ReporterOutput(source="*")
    case = serializers.UUIDField(allow_null=True)
    exercise = serializers.BooleanField()
    route = serializers.CharField(help_text="Why it came to me; empty for my own.")
    withheld = serializers.IntegerField(help_text="How many fields were withheld from me.")


ENTRY_FIELDS = tuple(EntryOutput().fields)
SUBMISSION_FIELDS = tuple(SubmissionOutput().fields)


class EntryPageOutput(serializers.Serializer[Any]):
    """A page of alerts, newest first."""

    items = EntryOutput(many=True)
    next = serializers.CharField(allow_null=True, help_text="The `cursor` of the next page.")


class WithheldOutput(serializers.Serializer[Any]):
    """A field that was withheld or changed: the place, the rule, its source, what was done."""

    pointer = serializers.CharField()
    code = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field
    action = serializers.CharField()


class PushOutput(serializers.Serializer[Any]):
    """Over which channel an alert was pushed to me, by which subscription, and what that asks for."""

    channel = serializers.CharField()
    subscription = serializers.CharField()
    name = serializers.CharField()
    matched = serializers.ListField(child=serializers.CharField())
    state = serializers.CharField()


class ExplanationOutput(serializers.Serializer[Any]):
    """Why I see an alert as I do; nothing of what was withheld."""

    id = serializers.UUIDField()
    outcome = serializers.CharField()
    rules_version = serializers.CharField()
    route = serializers.CharField()
    reasons = ReasonOutput(many=True)
    withheld = WithheldOutput(many=True)
    pushed = PushOutput(many=True)
    human_review_requested = serializers.BooleanField(
        help_text="A person in it asked that no machine alone decides: a human has to look first."
    )


def show(
    output: type[serializers.Serializer[Any]], rows: Sequence[Any], names: Sequence[str] | None
) -> list[dict[str, Any]]:
    """Return rows as an output serialiser writes them; only the members named, where any are."""
    serializer = output()
    for name in set(serializer.fields) - set(names or serializer.fields):
        serializer.fields.pop(name)
    return [dict(serializer.to_representation(row)) for row in rows]


def show_warnings(warnings: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return stored warnings in the form of problem errors."""
    return [
        {"pointer": one["pointer"], "code": one["code"], "detail": one["message"]}
        for one in warnings
    ]
