"""Make renditions: the only place where a RedactedAlert comes from, so a leak past it is a type error."""

import re
from collections.abc import Callable, Mapping
from dataclasses import InitVar, dataclass, replace
from typing import Any

import orjson

from privacy import Treatment
from privacy.detection import DataType, Finding, inspect_bundle
from privacy.errors import PrivacyError
from privacy.gate.decisions import Inspection
from privacy.gate.telling import tell
from privacy.policy import Decision
from privacy.redaction import Redaction, RenderRequest, Reporter, Withheld, redact, rewrite

# The profile of what goes back to the one who sent it.
OWN = "own"

_SEAL = object()
_SENTENCE_END = "。"
_LABEL = re.compile(rb"\[[a-z\-]+(?::tok-[0-9A-Za-z_\-]+)?\]")


class LeakPrevented(PrivacyError):
    """A rendition still held data that its decision forbids; nothing was handed out."""

    code = "leak-prevented"


class ReleaseRefused(PrivacyError):
    """A rendition was asked for under a decision that allows none."""

    code = "release-refused"


@dataclass(frozen=True, slots=True)
class RedactedObject:
    """One STIX object as its recipient may see it; `body` is its JSON."""

    id: str
    type: str
    version: str
    spec_version: str
    body: bytes
    # The id its reporter gave it: for the hub's own records, never shown.
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RedactedAlert:
    """What may leave the hub. Made by `render` alone, which holds the seal.

    `title` and `summary` hold no clear personal data, whatever the entitlement.
    """

    seal: InitVar[object]
    objects: tuple[RedactedObject, ...]
    title: str
    summary: str
    profile: str
    holds_clear_personal_data: bool
    withheld: tuple[Withheld, ...]

    def __post_init__(self, seal: object) -> None:
        """Refuse to exist outside of `render`."""
        if seal is not _SEAL:
            raise TypeError("a RedactedAlert is made by privacy.gate.render only")


def render(  # noqa: PLR0913 - one keyword for each fact the caller alone knows
    bundle: Mapping[str, Any],
    inspection: Inspection,
    decision: Decision,
    *,
    tokenise: Callable[[str, str], str],
    hub_identity: str = "",
    root_id: str = "",
    reporter: Reporter | None = None,
) -> RedactedAlert:
    """Make the rendition of a bundle that a decision allows; the bundle is left as it is.

    `tokenise(kind, normalised)` gives a keyed token of 22 base64url characters; besides the kinds of
    findings it is asked for "object-id", for ids that must not be derived from clear values. Where
    attribution is withheld, `hub_identity` stands for `reporter` (who authenticated) and for the
    bundle's own author. `root_id` names the root where the caller knows it. Raises ReleaseRefused, and
    LeakPrevented when the final check still finds data that is not clear.
    """
    if not decision.is_allowed:
        raise ReleaseRefused("no rendition under a decision that is HOLD or DENY")
    told = tell(decision)
    request = RenderRequest(
        findings=inspection.findings,
        decision=told,
        tokenise=tokenise,
        source="; ".join(reason.source for reason in told.reasons),
        hub_identity=hub_identity,
        root_id=root_id,
        reporter=reporter,
    )
    return _carry_out(bundle, inspection, decision, request)


def _carry_out(
    bundle: Mapping[str, Any], inspection: Inspection, decision: Decision, request: RenderRequest
) -> RedactedAlert:
    redaction = redact(bundle, request)
    bodies = _serialise(redaction)
    _guard(bodies, redaction, inspection, decision)
    clear = any(not _is_withheld(finding, decision) for finding in inspection.findings)
    root = _mask_root(bundle, request, decision) if clear else _read_root(redaction, bodies)
    return _assemble(bodies, redaction, decision, root=root, clear=clear)


def return_copy(bundle: Mapping[str, Any], inspection: Inspection) -> RedactedAlert:
    """Return a bundle to the one who sent it, object by object as it came (profile f13).

    Only ever for the reporter itself. No title: its lists read the original.
    """
    objects = [item for item in bundle.get("objects", ()) if isinstance(item, Mapping)]
    return RedactedAlert(
        _SEAL,
        objects=tuple(_describe(item, orjson.dumps(item), {}) for item in objects),
        title="",
        summary="",
        profile=OWN,
        holds_clear_personal_data=bool(inspection.findings),
        withheld=(),
    )


def _mask_root(
    bundle: Mapping[str, Any], request: RenderRequest, decision: Decision
) -> dict[str, Any]:
    """Return the root with everything personal masked, for title and summary.

    Lists, mails and searches show them, so they hold nothing clear where the rendition does.
    """
    masked = redact(bundle, replace(request, decision=replace(decision, treatments=(), circle="")))
    return _read_root(masked, _serialise(masked))


def _read_root(redaction: Redaction, bodies: tuple[bytes, ...]) -> dict[str, Any]:
    # Read from the bytes: only there are old ids replaced in prose as well.
    root: dict[str, Any] = orjson.loads(bodies[redaction.root]) if redaction.root >= 0 else {}
    return root


def _guard(
    bodies: tuple[bytes, ...], redaction: Redaction, inspection: Inspection, decision: Decision
) -> None:
    """Look at the rendition once more and raise LeakPrevented when anything is left in it.

    Skipped when the alert held nothing personal or everything in it may be shown.
    """
    if not any(_is_withheld(finding, decision) for finding in inspection.findings):
        return
    seen = [_as_seen(body, redaction.replacements) for body in bodies]
    # Who makes content is an organisation; that may be said by objects which are not shown.
    makers = [{"created_by_ref": maker} for maker in redaction.producers]
    bundle = {"objects": [*seen, *makers]}
    for finding in inspect_bundle(bundle):
        if _is_withheld(finding, decision) and not _is_replacement(bundle, finding, redaction):
            place = "/".join(finding.pointer.split("/")[:3])
            raise LeakPrevented(f"{finding.category} data left in {place}")


def _as_seen(body: bytes, replacements: frozenset[str]) -> Any:
    """Return an object with labels read as sentence ends.

    A label says "phone" or "account"; it must not lend its sense to the number that follows.
    """

    def read(label: re.Match[bytes]) -> bytes:
        return _SENTENCE_END.encode() if label.group().decode() in replacements else label.group()

    return orjson.loads(_LABEL.sub(read, body))


def _is_withheld(finding: Finding, decision: Decision) -> bool:
    """Tell whether the decision keeps a finding from the recipient; a token is one already."""
    treatment = decision.treatment_of(finding.category, finding.kind)
    if finding.type is DataType.SUBJECT_TOKEN and treatment is Treatment.TOKENISE:
        return False
    return treatment is not Treatment.CLEAR


def _is_replacement(bundle: Any, finding: Finding, redaction: Redaction) -> bool:
    """Tell whether what detection sees is what redaction wrote there itself."""
    if finding.in_key:
        return False
    node = bundle
    for step in finding.pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    shown = str(node) if finding.start is None else str(node)[finding.start : finding.end]
    if shown in redaction.replacements or shown == _SENTENCE_END:
        return True
    return any(shown in written for written in redaction.replacements)


def _assemble(
    bodies: tuple[bytes, ...],
    redaction: Redaction,
    decision: Decision,
    *,
    root: dict[str, Any],
    clear: bool,
) -> RedactedAlert:
    return RedactedAlert(
        _SEAL,
        objects=tuple(
            _describe(item, body, redaction.renamed)
            for item, body in zip(redaction.objects, bodies, strict=True)
        ),
        title=str(root.get("name", "")),
        summary=str(root.get("description", "")),
        profile=decision.profile,
        holds_clear_personal_data=clear,
        withheld=redaction.withheld,
    )


def _serialise(redaction: Redaction) -> tuple[bytes, ...]:
    """Serialise each object once; new ids are written into the bytes, wherever they stand."""
    renamed = {old.encode(): new.encode() for old, new in redaction.renamed.items()}
    bodies = (orjson.dumps(item) for item in redaction.objects)
    return tuple(rewrite(body, renamed) if renamed else body for body in bodies)


def _describe(item: Mapping[str, Any], body: bytes, renamed: Mapping[str, str]) -> RedactedObject:
    old = str(item.get("id", ""))
    return RedactedObject(
        id=renamed.get(old, old),
        type=str(item.get("type", "")),
        version=str(item.get("modified") or item.get("created") or ""),
        spec_version=str(item.get("spec_version", "")),
        body=body,
        origin=old,
    )
