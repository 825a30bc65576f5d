"""A table of indicators as one alert: a report of what its good rows hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import uuid4

from sharing.imports.columns import check_mapping
from sharing.imports.reading import Imported, Made, Refused, read_made
from sharing.imports.rows import Row, read_rows
from sharing.imports.tables import Table
from sharing.stix.faults import Fault
from sharing.stix.markings import TLP_2_IDS, StixObject, Tlp
from sharing.stix.timestamps import write_timestamp
from sharing.stix.vocabulary import SEVERITY_WORDS

MOST_CATEGORIES: Final = 5


@dataclass(frozen=True)
class Wanted:
    """What the sender says of the whole table; what is not marked is RED."""

    mapping: Mapping[str, str]
    name: str
    tlp: Tlp = Tlp.RED


def import_table(table: Table, wanted: Wanted, *, received_at: datetime) -> Imported:
    """Return the alert of the good rows and the rows that were refused.

    Raises StixRejected when the mapping cannot be used or no row can.
    """
    check_mapping(wanted.mapping, table)
    rows = read_rows(table, wanted.mapping, least=wanted.tlp, now=received_at)
    return read_made([_make(rows, wanted, received_at)], received_at=received_at)


def _make(rows: list[Row], wanted: Wanted, now: datetime) -> Made:
    refused = [Refused(f"/rows/{row.place}", "", row.faults) for row in rows if row.faults]
    good: dict[str, StixObject] = {}
    places: list[str] = []
    warnings: list[Fault] = []
    for row in rows:
        if row.indicator is None:
            continue
        if row.indicator["pattern"] in good:
            message = "An earlier row says the same; this one was left out."
            warnings.append(Fault(f"/rows/{row.place}", "repeated-row", message))
            continue
        good[row.indicator["pattern"]] = row.indicator
        places.append(f"/rows/{row.place}")
        warnings += row.warnings
    if not good:
        return Made(refused=refused)
    indicators = list(good.values())
    return Made(
        objects=[_make_report(indicators, wanted, now), *indicators],
        sources=["", *places],
        warnings=warnings,
        refused=refused,
    )


def _make_report(indicators: list[StixObject], wanted: Wanted, now: datetime) -> StixObject:
    at = write_timestamp(now)
    labels = _join_labels(indicators)
    return {
        "type": "report",
        "spec_version": "2.1",
        "id": f"report--{uuid4()}",
        "created": at,
        "modified": at,
        "name": wanted.name,
        "report_types": ["indicator"],
        "published": at,
        "object_refs": [one["id"] for one in indicators],
        "object_marking_refs": [TLP_2_IDS[wanted.tlp]],
        **({"labels": labels} if labels else {}),
    }


def _join_labels(indicators: list[StixObject]) -> list[str]:
    """Return the categories of the rows and the highest severity of them."""
    found = dict.fromkeys(label for one in indicators for label in one.get("labels", ()))
    categories = [label for label in found if label.startswith("category:")]
    severities = [label for label in found if label.startswith("severity:")]
    highest = max(
        severities, key=lambda label: SEVERITY_WORDS[label.partition(":")[2]], default=None
    )
    return [*categories[:MOST_CATEGORIES], *([highest] if highest else [])]
