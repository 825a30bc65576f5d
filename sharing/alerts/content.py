"""The content of an alert as its reporter sent it: what names people in it is kept apart, pure.

What was sent may be a bundle, an envelope or a bare object, while detection looks at objects. So it is
shown the objects, and what stands around them as one object more.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import orjson

from privacy.gate import Finding, Inspection, inspect
from privacy.subjects.cutting import Cut, cut

_OBJECTS = "/objects/"


def cut_content(
    raw: bytes, bundle: dict[str, Any] | None = None, inspection: Inspection | None = None
) -> Cut | None:
    """Take out of the JSON as it was sent what names people; None where nothing does.

    `inspection` is of `bundle`, which the alert was read as; detection looks again where that is not
    what was sent.
    """
    document = orjson.loads(raw)
    is_known = inspection is not None and document == bundle
    findings = [*_inspect(document, inspection if is_known else None)]
    return cut(raw.decode(), findings) if findings else None


def _inspect(document: dict[str, Any], inspection: Inspection | None) -> Iterator[Finding]:
    objects = document.get("objects")
    if not isinstance(objects, list):
        yield from _move(inspect({"objects": [document]}).findings)
        return
    yield from (inspection or inspect(document)).findings
    around = {name: value for name, value in document.items() if name != "objects"}
    yield from _move(inspect({"objects": [around]}).findings)


def _move(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what was found in the only object shown as found where that object stands."""
    for finding in findings:
        _, _, path = finding.pointer.removeprefix(_OBJECTS).partition("/")
        yield replace(finding, pointer=f"/{path}")
