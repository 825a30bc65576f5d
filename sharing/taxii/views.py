"""The TAXII endpoints."""

from typing import Any, ClassVar, cast

import orjson
from django.utils import timezone
from rest_framework.exceptions import NotFound as NoSuchAddress
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sharing.delivery.pages import Page
from sharing.errors import NotPermitted
from sharing.members.actors import Actor, Scope
from sharing.response.deletion import delete_object
from sharing.tasks import wake_workers
from sharing.taxii.adding import add_objects, read_status
from sharing.taxii.filters import ALL, read_query, write_next
from sharing.taxii.media import TaxiiNegotiation, TaxiiRenderer, shape_problem
from sharing.taxii.reading import read_objects, read_versions, version_of, write_date
from sharing.taxii.roots import STIX, ApiRoot, Collection, find_root, list_roots


class TaxiiView(APIView):
    """What all endpoints share: media types, errors as TAXII messages, the scope to read."""

    schema = None
    http_method_names = ["get", "post", "delete", "head"]
    content_negotiation_class = TaxiiNegotiation
    renderer_classes = [TaxiiRenderer]
    required_scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.TAXII_READ}
    shape_problem = staticmethod(shape_problem)

    @property
    def actor(self) -> Actor:
        """Return who acts: hub.api leaves nothing else there."""
        return cast(Actor, self.request.auth)

    def find_root(self, slug: str) -> ApiRoot:
        """Return one of the caller's API roots. Raises NotFound."""
        return find_root(self.actor, timezone.now(), slug)

    def ask(
        self, root: str, collection: str, object_id: str = "", **otherwise: frozenset[str]
    ) -> dict[str, Any]:
        """Return the arguments of a read. Raises NotFound, NotPermitted, ValidationError."""
        found = self.find_root(root).collection(collection)
        if not found.can_read:
            raise NotPermitted("this collection cannot be read")
        query = read_query(
            self.request.query_params, salt=_salt(found), object_id=object_id, **otherwise
        )
        return {"actor": self.actor, "now": timezone.now(), "collection": found, "query": query}


class DiscoveryView(TaxiiView):
    """Discovery (4.1): the caller's own API roots."""

    def get(self, request: Request) -> Response:
        """Return absolute addresses, on the host that the client used."""
        roots = [
            request.build_absolute_uri(f"/taxii2/{one.slug}/")
            for one in list_roots(self.actor, timezone.now())
        ]
        return Response({"title": "RiskHub", "default": roots[0], "api_roots": roots})


class RootView(TaxiiView):
    """API root information (4.2)."""

    def get(self, request: Request, root: str) -> Response:
        """Return the API root resource."""
        return Response(self.find_root(root).show())


class StatusView(TaxiiView):
    """Status of an addition (4.3): whoever may add may ask."""

    required_scopes: ClassVar[dict[str, Scope]] = {"GET": Scope.TAXII_WRITE}

    def get(self, request: Request, root: str, status: str) -> Response:
        """Return the status resource."""
        found = self.find_root(root)
        return Response(read_status(actor=self.actor, root=found.slug, name=status))


class CollectionsView(TaxiiView):
    """The collections of an API root (5.1)."""

    def get(self, request: Request, root: str) -> Response:
        """Return the collections resource."""
        found = self.find_root(root).collections
        return Response({"collections": [one.show() for one in found]})


class CollectionView(TaxiiView):
    """One collection (5.2)."""

    def get(self, request: Request, root: str, collection: str) -> Response:
        """Return the collection resource."""
        return Response(self.find_root(root).collection(collection).show())


class ManifestView(TaxiiView):
    """What a collection holds, without the content (5.3)."""

    def get(self, request: Request, root: str, collection: str) -> Response:
        """Return a page of manifest records."""
        asked = self.ask(root, collection)
        page = read_objects(**asked, bodies=False)
        records = [
            {
                "id": item.object_id,
                "date_added": write_date(item.position),
                "version": version_of(item),
                "media_type": STIX,
            }
            for item in page.items
        ]
        return _answer(asked, page, "objects", orjson.dumps(records))


class ObjectsView(TaxiiView):
    """The objects of a collection (5.4, 5.5)."""

    required_scopes: ClassVar[dict[str, Scope]] = {
        "GET": Scope.TAXII_READ,
        "POST": Scope.TAXII_WRITE,
    }

    def get(self, request: Request, root: str, collection: str) -> Response:
        """Return a page of objects."""
        asked = self.ask(root, collection)
        page = read_objects(**asked)
        return _answer(asked, page, "objects", _join(page))

    def post(self, request: Request, root: str, collection: str) -> Response:
        """Accept objects; the status tells how they fare."""
        found = self.find_root(root).collection(collection)
        if not found.can_write:
            raise NotPermitted("this collection cannot be written")
        status = add_objects(
            actor=self.actor,
            now=timezone.now(),
            root=root,
            collection=found,
            request=request._request,
        )
        wake_workers()
        return Response(status, status=202)


class ObjectView(TaxiiView):
    """One object (5.6, 5.7)."""

    required_scopes: ClassVar[dict[str, Scope]] = {
        "GET": Scope.TAXII_READ,
        "DELETE": Scope.TAXII_WRITE,
    }

    def get(self, request: Request, root: str, collection: str, object_id: str) -> Response:
        """Return the versions asked for."""
        asked = self.ask(root, collection, object_id)
        page = read_versions(**asked)
        return _answer(asked, page, "objects", _join(page))

    def delete(self, request: Request, root: str, collection: str, object_id: str) -> Response:
        """Take back what the caller's institution added: all versions, or those asked for."""
        asked = self.ask(root, collection, object_id, otherwise=ALL)
        found = asked["collection"]
        if not (found.can_write and found.group):
            raise NotPermitted("nothing can be deleted from this collection")
        wanted = asked["query"].wanted
        delete_object(actor=self.actor, now=asked["now"], group=found.group.id, wanted=wanted)
        wake_workers()
        return Response({})


class VersionsView(TaxiiView):
    """The versions of one object (5.8)."""

    def get(self, request: Request, root: str, collection: str, object_id: str) -> Response:
        """Return a page of versions."""
        asked = self.ask(root, collection, object_id, otherwise=ALL)
        page = read_versions(**asked, bodies=False)
        versions = [version_of(item) for item in page.items]
        return _answer(asked, page, "versions", orjson.dumps(versions))


class NothingView(TaxiiView):
    """Whatever else lies below the discovery address."""

    def get(self, request: Request) -> Response:
        """Answer that nothing is here, as TAXII says it."""
        raise NoSuchAddress


def _salt(collection: Collection) -> str:
    return f"taxii.next:{collection.id}"


def _join(page: Page) -> bytes:
    return b"[" + b",".join(item.body for item in page.items) + b"]"


def _answer(asked: dict[str, Any], page: Page, name: str, members: bytes) -> Response:
    head: dict[str, Any] = {"more": page.more}
    if page.more:
        head["next"] = write_next(page.end, salt=_salt(asked["collection"]))
    body = orjson.dumps(head)
    if not page.items:
        return Response(body)
    headers = {
        "X-TAXII-Date-Added-First": write_date(page.items[0].position),
        "X-TAXII-Date-Added-Last": write_date(page.end),
    }
    return Response(body[:-1] + b',"' + name.encode() + b'":' + members + b"}", headers=headers)
