"""Which alerts a bundle holds: its connected parts, and the object each part is about (f13)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sharing.stix.markings import StixObject
from sharing.stix.references import list_references
from sharing.stix.timestamps import order_key

CONTAINERS = ("incident", "grouping", "report")
_REPORTED = frozenset({"indicator", "sighting", "observed-data"})
_RELATIONS = frozenset({"relationship", "sighting"})
# Who, where and under which rules: shared by unrelated alerts, so they connect nothing.
_CONTEXT = frozenset({"identity", "location", "marking-definition", "extension-definition"})


@dataclass(frozen=True)
class Part:
    """One alert's objects in the order they were sent, and the object it is about."""

    root: StixObject
    objects: tuple[StixObject, ...]


def split_parts(objects: list[StixObject]) -> tuple[Part, ...]:
    """Return one part for each alert; a bundle that tells one story stays whole.

    One incident, grouping or report makes everything beside it part of its story. Several, or
    none and several unrelated objects, make one alert of each connected component.
    """
    graph = _Graph(objects)
    components = graph.find_components()
    stories = graph.list_stories(components)
    if len(stories) == 1:
        return (Part(graph.choose_root(stories[0]), tuple(objects)),)
    return tuple(graph.make_part(part) for part in components)


def join_parts(objects: list[StixObject]) -> tuple[Part, ...]:
    """Return one part when the bundle tells one story or none, else the stories that compete."""
    graph = _Graph(objects)
    components = graph.find_components()
    stories = graph.list_stories(components)
    if len(stories) > 1:
        return tuple(graph.make_part(part) for part in stories)
    main = (stories or components)[0]
    return (Part(graph.choose_root(main), tuple(objects)),)


class _Graph:
    """The objects by id (versions of one object are one node) and their references."""

    def __init__(self, objects: list[StixObject]) -> None:
        self._objects = objects
        self._versions: dict[str, list[StixObject]] = {}
        self._places: dict[str, list[int]] = {}
        for place, member in enumerate(objects):
            self._versions.setdefault(member["id"], []).append(member)
            self._places.setdefault(member["id"], []).append(place)
        self._refs = {
            node: {target for member in versions for _, target in list_references(member)}
            & self._versions.keys()
            for node, versions in self._versions.items()
        }

    def find_components(self) -> list[set[str]]:
        """Return sets of ids, in order of appearance; context travels with what refers to it."""
        nodes = [node for node in self._versions if not self._is_context(node)]
        neighbours: dict[str, set[str]] = {node: set() for node in nodes}
        for node in nodes:
            for target in self._refs[node] & neighbours.keys():
                neighbours[node].add(target)
                neighbours[target].add(node)
        components = [self._add_context(part) for part in _connect(neighbours)]
        return components + list(self._find_unused_context(components))

    def list_stories(self, components: list[set[str]]) -> list[set[str]]:
        """Return the components with an incident, grouping or report, else with any claim at all.

        Observables alone claim nothing: they are what a story is about.
        """
        told = [part for part in components if any(self._type(n) in CONTAINERS for n in part)]
        return told or [part for part in components if any(map(self._is_claim, part))]

    def make_part(self, part: set[str]) -> Part:
        """Return the part of these ids with its root."""
        places = sorted(place for node in part for place in self._places[node])
        return Part(self.choose_root(part), tuple(self._objects[place] for place in places))

    def choose_root(self, part: set[str]) -> StixObject:
        """Return the object that the part is about, in the order of profile f13."""
        for kind in CONTAINERS:
            if found := [node for node in part if self._type(node) == kind]:
                return self._pick(self._keep_unreferred(found, part) or found)
        domain = [node for node in part if self._is_domain_object(node)]
        if len(alone := self._keep_unreferred(domain, part)) == 1:
            return self._latest(alone[0])
        reported = [node for node in part if self._type(node) in _REPORTED]
        told = [node for node in part if not self._is_context(node)]
        return self._pick(reported or domain or told or list(part))

    def _find_unused_context(self, components: list[set[str]]) -> Iterator[set[str]]:
        used: set[str] = set().union(*components)
        unused = [node for node in self._versions if node not in used]
        referred = {target for node in unused for target in self._refs[node] - {node}}
        for node in sorted(unused, key=referred.__contains__):
            if node not in used:
                part = self._add_context({node})
                used |= part
                yield part

    def _add_context(self, part: set[str]) -> set[str]:
        pending = list(part)
        while pending:
            context = {node for node in self._refs[pending.pop()] if self._is_context(node)}
            pending.extend(context - part)
            part |= context
        return part

    def _keep_unreferred(self, nodes: list[str], part: set[str]) -> list[str]:
        referred = {
            target for node in part for target in self._refs[node] if self._points_at(node, target)
        }
        return [node for node in nodes if node not in referred]

    def _points_at(self, node: str, target: str) -> bool:
        """Tell whether the node is about the target: a relation speaks from its source."""
        return node != target and self._latest(node).get("source_ref") != target

    def _pick(self, nodes: list[str]) -> StixObject:
        return max(map(self._latest, nodes), key=lambda member: (_age_key(member), member["id"]))

    def _latest(self, node: str) -> StixObject:
        return max(self._versions[node], key=_age_key)

    def _type(self, node: str) -> str:
        return node.partition("--")[0]

    def _is_context(self, node: str) -> bool:
        return self._type(node) in _CONTEXT

    def _is_claim(self, node: str) -> bool:
        return not self._is_context(node) and "created" in self._latest(node)

    def _is_domain_object(self, node: str) -> bool:
        return self._is_claim(node) and self._type(node) not in _RELATIONS


def _age_key(member: StixObject) -> tuple[str, str]:
    return order_key(member.get("modified") or member.get("created") or "")


def _connect(neighbours: dict[str, set[str]]) -> Iterable[set[str]]:
    seen: set[str] = set()
    for start in neighbours:
        if start in seen:
            continue
        part, pending = {start}, [start]
        while pending:
            fresh = neighbours[pending.pop()] - part
            part |= fresh
            pending.extend(fresh)
        seen |= part
        yield part
