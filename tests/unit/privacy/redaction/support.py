"""Redaction without policy: a verdict that says one thing of everything, and the hub's own eye on STIX."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import orjson
import stix2

from privacy import PERSONAL, Category, Treatment
from privacy.detection import inspect_bundle
from privacy.redaction import Redaction, RenderRequest, Reporter, redact, rewrite
from sharing.stix.alert import read_alerts
from tests.unit.privacy.bundles import HUB, NOW, tokenise

CIRCLE = "CN:2026q4"
SOURCE = "PIPL 28, 29"
SUBJECT_TOKEN = "extension-definition--8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35"
TREATMENTS = [Treatment.TOKENISE, Treatment.GENERALISE, Treatment.MASK, Treatment.DROP]


@dataclass(frozen=True)
class Verdict:
    """A decision that treats every personal category alike, but for exceptions."""

    treatment: Treatment
    attribution: bool = True
    unknown_content: bool = True
    circle: str = CIRCLE
    exceptions: Mapping[Category, Treatment] = field(default_factory=dict)
    kinds: Mapping[str, Treatment] = field(default_factory=dict)
    sources: Mapping[Category, str] = field(default_factory=dict)

    def treatment_of(self, category: Category, kind: str = "") -> Treatment:
        default = self.treatment if category in PERSONAL else Treatment.CLEAR
        return self.kinds.get(kind) or self.exceptions.get(category, default)

    def source_of(self, category: Category, kind: str = "") -> str:
        return self.sources.get(category, "")


@dataclass(frozen=True)
class Found:
    """A finding as a test wants it."""

    pointer: str
    start: int | None
    end: int | None
    normalised: str
    in_key: bool
    category: Category
    kind: str


def redacted(
    bundle, treatment, *, findings=None, hub: str = HUB, reporter: Reporter | None = None, **facts
) -> tuple[Redaction, list[dict[str, Any]]]:
    """Return the redaction of a bundle and its objects as a recipient reads them."""
    request = RenderRequest(
        findings=inspect_bundle(bundle) if findings is None else findings,
        decision=Verdict(treatment, **facts),
        tokenise=tokenise,
        source=SOURCE,
        hub_identity=hub,
        reporter=reporter,
    )
    redaction = redact(bundle, request)
    renamed = {old.encode(): new.encode() for old, new in redaction.renamed.items()}
    bodies = [rewrite(orjson.dumps(item), renamed) for item in redaction.objects]
    return redaction, [orjson.loads(body) for body in bodies]


def by_type(objects) -> dict[str, dict[str, Any]]:
    return {item["type"]: item for item in objects}


def assert_whole(objects) -> None:
    """Have the hub's door and the reference library read the objects; ids are unique."""
    ids = [item["id"] for item in objects]
    assert all(first != second for first, second in pairwise(sorted(ids)))
    bundle = {"type": "bundle", "id": f"bundle--{'0' * 8}-0000-4000-8000-{'0' * 12}"}
    read_alerts(orjson.dumps({**bundle, "objects": objects}), received_at=NOW, split=True)
    for item in objects:
        stix2.parse(orjson.dumps(item).decode(), allow_custom=True)
