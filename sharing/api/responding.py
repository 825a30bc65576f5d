"""What endpoints of responses share: members as they are shown, and lists of two directions."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict
from rest_framework import serializers

from sharing.api import parameters, schema
from sharing.members.actors import Actor
from sharing.response.selectors import DIRECTIONS, Narrowed

DIRECTION = schema.query(
    "direction", "What came to me (the default), or what I caused.", enum=list(DIRECTIONS)
)


class MemberOutput(serializers.Serializer[Any]):
    """A member that I may know."""

    id = serializers.CharField(source="stix_id", help_text="Its STIX identity.")
    name = serializers.CharField()
    kind = serializers.CharField()


class KindCountOutput(serializers.Serializer[Any]):
    """Members that are told to me by their number only."""

    kind = serializers.CharField()
    count = serializers.IntegerField(min_value=1)
    done = serializers.IntegerField(min_value=0, help_text="How many of them have done it.")


def read_list(query: QueryDict, actor: Actor, name: str, states: Sequence[str]) -> Narrowed:
    """Return what a list is narrowed to; one row more than its page, to know whether more follow."""
    readers: dict[str, Callable[[str], Any]] = {
        "direction": parameters.choose(*DIRECTIONS),
        "state": parameters.choose(*states),
        **parameters.page_readers(actor, name),
    }
    values = parameters.read_parameters(query, readers)
    place = values.get("cursor")
    return Narrowed(
        direction=values.get("direction", "received"),
        state=values.get("state", ""),
        before=(datetime.fromisoformat(place[0]), UUID(place[1])) if place else None,
        limit=values.get("limit", parameters.DEFAULT_PAGE) + 1,
    )
