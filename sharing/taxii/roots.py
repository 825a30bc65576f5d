"""API roots and collections as values: which there are for a caller, and what may be done with them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sharing.errors import NotFound
from sharing.groups.selectors import PlacedGroup, get_standing
from sharing.members.actors import Actor, Scope
from sharing.stix.limits import DEFAULT

TAXII = "application/taxii+json;version=2.1"
STIX = "application/stix+json;version=2.1"
# Collection ids are uuid5 of institution and alias under this namespace: the same for ever.
_NAMESPACE = UUID("5b0a8f4e-2c1d-4f6a-9c3e-7d8b1a2e4f60")


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as one caller sees it (5.2.1)."""

    id: str
    alias: str
    title: str
    description: str
    can_read: bool
    can_write: bool
    # The group whose collection it is; none for the institution's own two.
    group: PlacedGroup | None = None

    def show(self) -> dict[str, Any]:
        """Return the collection resource."""
        return {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "alias": self.alias,
            "can_read": self.can_read,
            "can_write": self.can_write,
            "media_types": [STIX],
        }


@dataclass(frozen=True, slots=True)
class ApiRoot:
    """An API root with its collections (4.2.1)."""

    slug: str
    title: str
    collections: tuple[Collection, ...]

    def show(self) -> dict[str, Any]:
        """Return the API root resource."""
        return {
            "title": self.title,
            "versions": [TAXII],
            "max_content_length": DEFAULT.bytes,
        }

    def collection(self, name: str) -> Collection:
        """Return a collection by id or alias. Raises NotFound."""
        for one in self.collections:
            if name.lower() == one.id or name == one.alias:
                return one
        raise NotFound("there is no such collection")


def list_roots(actor: Actor, now: datetime) -> tuple[ApiRoot, ...]:
    """Return the API roots of the caller's institution; the first is its default.

    Another root is there while the institution is in a group that stands in it.
    """
    standing = get_standing(institution_id=actor.institution_id, now=now)
    groups = standing.groups
    titles = {one.root: one.root_title or "" for one in groups if one.root}
    own = _own_collections(actor) + _group_collections(actor, groups, None)
    return (
        ApiRoot(standing.slug, standing.name, own),
        *(
            ApiRoot(slug, titles[slug], _group_collections(actor, groups, slug))
            for slug in sorted(titles)
        ),
    )


def find_root(actor: Actor, now: datetime, slug: str) -> ApiRoot:
    """Return one of the caller's API roots. Raises NotFound, also for the roots of others."""
    for root in list_roots(actor, now):
        if root.slug == slug:
            return root
    raise NotFound("there is no such API root")


def _own_collections(actor: Actor) -> tuple[Collection, ...]:
    return (
        Collection(
            id=_id_of(actor, "inbox"),
            alias="inbox",
            title="Inbox",
            description="Everything routed to the institution, as it may see it.",
            can_read=actor.may(Scope.TAXII_READ),
            can_write=False,
        ),
        Collection(
            id=_id_of(actor, "submit"),
            alias="submit",
            title="Submit",
            description="Alerts added here go to the audience that their markings allow.",
            can_read=False,
            can_write=actor.may(Scope.TAXII_WRITE),
        ),
    )


def _group_collections(
    actor: Actor, groups: tuple[PlacedGroup, ...], root: str | None
) -> tuple[Collection, ...]:
    return tuple(_group_collection(actor, one) for one in groups if one.root == root)


def _group_collection(actor: Actor, group: PlacedGroup) -> Collection:
    # A group may have the name of one of the two above; theirs came first.
    alias = f"group-{group.slug}" if group.slug in {"inbox", "submit"} else group.slug
    return Collection(
        id=_id_of(actor, alias),
        alias=alias,
        title=group.name,
        description=(
            "What the group shares. What is added here goes to its members, and its sender reads it"
            " back as it was sent. Content without a TLP marking counts as TLP:AMBER+STRICT within"
            " the group; a stricter marking holds."
        ),
        can_read=actor.may(Scope.TAXII_READ),
        can_write=actor.may(Scope.TAXII_WRITE),
        group=group,
    )


def _id_of(actor: Actor, alias: str) -> str:
    return str(uuid5(_NAMESPACE, f"{actor.institution_id}/{alias}"))
