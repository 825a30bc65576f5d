"""Reports of one event in many writings, and their sketches."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from uuid import UUID

from sharing.cases.matching.partition import Member
from sharing.cases.matching.sketch import make_sketch

START = datetime(2026, 10, 14, 8, tzinfo=UTC)


def digest(text):
    """Return a digest of 64 bits."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def identity(name, number=1):
    return {
        "type": "identity",
        "id": f"identity--{UUID(int=number)}",
        "name": name,
        "identity_class": "organization",
    }


def report(title, text, *others, kind="", **members):
    """Return the objects of an alert whose author stands apart."""
    return [
        {
            "type": "report",
            "id": members.pop("id", f"report--{UUID(int=digest(title + text))}"),
            "created_by_ref": f"identity--{UUID(int=0)}",
            "created": "2026-10-14T02:00:00.000Z",
            "name": title,
            "description": text,
            "labels": [f"risk-type:{kind}"] if kind else [],
            **members,
        },
        *others,
    ]


def sketch(title, text="", *others, reporter="R1", exercise=False, at=START, **members):
    """Return the sketch of a report."""
    objects = report(title, text, *others, **members)
    return make_sketch(
        objects,
        reporter=reporter,
        root_id=objects[0]["id"],
        exercise=exercise,
        at=at,
        digest=digest,
    )


def member(number, made, hours=0):
    """Return an alert to be placed."""
    return Member(UUID(int=number), START + timedelta(hours=hours or number), made)


def shuffled(members, seed):
    """Return the members in another order."""
    return random.Random(seed).sample(members, len(members))  # noqa: S311  # no secret
