"""TAXII 2.1 as a reader: my collections, and pages of one in the order in which objects were added."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlsplit

from riskhub.errors import ConfigurationRefused, Problem, UnexpectedAnswer
from riskhub.transport import Answer, Transport
from riskhub.values import Checkpoint, Collection, Page, text_of

MEDIA_TYPE = "application/taxii+json;version=2.1"
LARGEST_PAGE = 1_000


def list_collections(transport: Transport) -> list[Collection]:
    """Return the collections of my default API root. Raises Problem, UnexpectedAnswer."""
    discovery = _get(transport, "/taxii2/").document()
    # Only the path: whatever host it names, the secret goes to the hub alone.
    root = urlsplit(text_of(discovery, "default")).path.rstrip("/")
    listed = _get(transport, f"{root}/collections/").document().get("collections", [])
    return [_read_collection(root, item) for item in listed]


def find_collection(transport: Transport, name: str) -> Collection:
    """Return a readable collection by id, alias or title.

    Raises ConfigurationRefused with the names there are, Problem, UnexpectedAnswer.
    """
    readable = [one for one in list_collections(transport) if one.can_read]
    for one in readable:
        if name in (one.id, one.alias, one.title):
            return one
    names = ", ".join(one.alias or one.id for one in readable)
    raise ConfigurationRefused(f"There is no collection {name!r} to read. There is: {names}.")


def read_pages(
    transport: Transport, collection: Collection, checkpoint: Checkpoint, limit: int
) -> Iterator[Page]:
    """Yield what was added after a checkpoint, page by page, until there is no more.

    Raises Problem, HubUnreachable, UnexpectedAnswer.
    """
    more = True
    while more:
        answer, asked = _ask(transport, collection, checkpoint, limit)
        page = _read_page(answer, asked)
        if page.more and page.checkpoint == checkpoint:
            raise UnexpectedAnswer("The hub's pages do not move on.")
        yield page
        checkpoint, more = page.checkpoint, page.more


def _ask(
    transport: Transport, collection: Collection, checkpoint: Checkpoint, limit: int
) -> tuple[Answer, Checkpoint]:
    path = f"{collection.path}/objects/"
    try:
        return _get(transport, path, _write_query(checkpoint, limit)), checkpoint
    except Problem as problem:
        # A server may forget a `next` (TAXII 2.1, 3.4.1): the date of the last page serves as well.
        if problem.status != 400 or not checkpoint.next:
            raise
        older = Checkpoint(added_after=checkpoint.last or checkpoint.added_after)
        return _get(transport, path, _write_query(older, limit)), older


def _write_query(checkpoint: Checkpoint, limit: int) -> dict[str, str | int]:
    query: dict[str, str | int] = {"limit": limit, "match[version]": "all"}
    if checkpoint.added_after:
        query["added_after"] = checkpoint.added_after
    if checkpoint.next:
        query["next"] = checkpoint.next
    return query


def _read_page(answer: Answer, asked: Checkpoint) -> Page:
    envelope = answer.document()
    objects = envelope.get("objects", [])
    if not isinstance(objects, list) or not all(isinstance(item, dict) for item in objects):
        raise UnexpectedAnswer("The hub's envelope cannot be read.")
    last = answer.headers.get("X-TAXII-Date-Added-Last") or asked.last or asked.added_after
    if objects and not answer.headers.get("X-TAXII-Date-Added-Last"):
        raise UnexpectedAnswer("The hub does not say when the objects were added.")
    following = str(envelope.get("next") or "")
    if envelope.get("more") and following:
        return Page(tuple(objects), Checkpoint(asked.added_after, following, last), True)
    return Page(tuple(objects), Checkpoint(added_after=last), bool(envelope.get("more")))


def _get(transport: Transport, path: str, params: dict[str, str | int] | None = None) -> Answer:
    return transport.get(path, params=params, accept=MEDIA_TYPE)


def _read_collection(root: str, item: Any) -> Collection:
    if not isinstance(item, dict):
        raise UnexpectedAnswer("The hub's collections cannot be read.")
    identifier = text_of(item, "id")
    return Collection(
        id=identifier,
        alias=str(item.get("alias", "")),
        title=str(item.get("title", "")),
        can_read=bool(item.get("can_read")),
        can_write=bool(item.get("can_write")),
        path=f"{root}/collections/{quote(identifier, safe='')}",
    )
