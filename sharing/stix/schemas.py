"""The OASIS JSON Schemas of STIX 2.1, compiled once per object type, and what they tell of types.

They ship inside the installed ``stix2-validator`` package (BSD-3-Clause); nothing is fetched.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson
from jsonschema_rs import Draft202012Validator, RegexOptions, Registry, ValidationError

Schema = dict[str, Any]

_FOLDERS = ("common", "sdos", "sros", "observables")
# Types that are no domain, relation or observable object, with their own schema.
_META_TYPES = frozenset({"marking-definition", "language-content", "extension-definition"})


def _read_schemas() -> dict[str, Schema]:
    """Return the schemas by the path under ``schemas``, such as ``sdos/indicator``."""
    # Found, not imported: the package itself takes seconds and memory that nobody needs here.
    package = find_spec("stix2validator")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("stix2-validator, which ships the STIX schemas, is missing")
    top = Path(package.submodule_search_locations[0]) / "schemas-2.1" / "schemas"
    return {
        f"{folder}/{file.name.removesuffix('.json')}": orjson.loads(file.read_bytes())
        for folder in _FOLDERS
        for file in (top / folder).iterdir()
        if file.name.endswith(".json")
    }


_SCHEMAS: Final = _read_schemas()
_PATHS: Final[Mapping[str, str]] = MappingProxyType(
    {
        path.partition("/")[2]: path
        for path in _SCHEMAS
        if not path.startswith("common/") or path.partition("/")[2] in _META_TYPES
    }
)

OBSERVABLE_TYPES: Final = frozenset(
    kind for kind, path in _PATHS.items() if path.startswith("observables/")
)


def _collect(schema: Schema, path: str, *, nested: bool = False) -> Iterator[tuple[str, Schema]]:
    """Yield (name, schema) of each property that the schema or a part of it mentions.

    ``nested`` also goes into the values of properties and the schema's own definitions.
    """
    for name, member in schema.get("properties", {}).items():
        yield name, member
        if nested and isinstance(member, dict):
            yield from _collect(member, path, nested=True)
    for group in ("allOf", "anyOf", "oneOf"):
        for member in schema.get(group, ()):
            yield from _collect(_resolve(member, path), path, nested=nested)
    if nested:
        yield from _collect_inner(schema, path)


def _collect_inner(schema: Schema, path: str) -> Iterator[tuple[str, Schema]]:
    inner = [*schema.get("definitions", {}).values(), *schema.get("patternProperties", {}).values()]
    if isinstance(schema.get("items"), dict):
        inner.append(schema["items"])
    for member in inner:
        yield from _collect(member, path, nested=True)


def _resolve(member: Schema, path: str) -> Schema:
    reference = member.get("$ref", "")
    if reference.startswith("../"):
        return _SCHEMAS[reference.removeprefix("../").removesuffix(".json")]
    if reference.startswith("#/definitions/"):
        definition: Schema = _SCHEMAS[path]["definitions"][reference.rpartition("/")[2]]
        return definition
    return member


def _list_timestamps(path: str) -> frozenset[str]:
    listed = [*_collect(_SCHEMAS[path], path, nested=True)]
    return frozenset(name for name, member in listed if "timestamp.json" in str(member))


def _list_extensions(path: str) -> frozenset[str]:
    """Return the names of the extensions that the type predefines, such as ``ntfs-ext``."""
    for name, member in _SCHEMAS[path].get("definitions", {}).items():
        if name.endswith("-extensions-dictionary"):
            return frozenset(key.strip("^$") for key in member.get("patternProperties", ()))
    return frozenset()


KNOWN_PROPERTIES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        kind: frozenset(name for name, _ in _collect(_SCHEMAS[path], path))
        for kind, path in _PATHS.items()
    }
)
# Names that hold a timestamp wherever they stand in an object of the type.
TIMESTAMP_PROPERTIES: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {kind: _list_timestamps(path) for kind, path in _PATHS.items()}
)
PREDEFINED_EXTENSIONS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {kind: _list_extensions(path) for kind, path in _PATHS.items()}
)


def _accept_host(name: object) -> bool:
    """Tell whether a domain name is well formed; the absolute form with a last dot is (RFC 1034)."""
    return not isinstance(name, str) or _HOST.is_valid(name.removesuffix("."))


_HOST = Draft202012Validator({"format": "idn-hostname"}, validate_formats=True)


def _make_shared_names() -> Schema:
    """Return a schema for names that mean the same wherever they stand, defined there or not."""
    core = _SCHEMAS["common/core"]
    words: Schema = {"type": "array", "items": {"type": "string"}}
    phases: Schema = {"type": "array", "items": {"$ref": "../common/kill-chain-phase.json"}}
    own = {"name": {"type": "string"}, "description": {"type": "string"}}
    types = dict.fromkeys(("report_types", "indicator_types", "incident_types"), words)
    return {
        "$id": core["$id"].replace("core.json", "shared-names.json"),
        "properties": {**core["properties"], **own, **types, "kill_chain_phases": phases},
    }


_SCHEMAS["common/shared-names"] = _make_shared_names()
_REGISTRY: Final = Registry([(schema["$id"], schema) for schema in _SCHEMAS.values()])


@cache
def _compile(path: str) -> Draft202012Validator:
    return Draft202012Validator(
        {"$ref": _SCHEMAS[path]["$id"]},
        registry=_REGISTRY,
        formats={"idn-hostname": _accept_host},
        validate_formats=True,
        pattern_options=RegexOptions(),
        offline=True,
    )


def find_schema_errors(stix_object: Mapping[str, Any], kind: str) -> Iterable[ValidationError]:
    """Yield the errors of one object under the schema of its type.

    Types that STIX does not define are held to the properties that all objects share, and names
    that STIX defines elsewhere keep their form, so that a reader may trust them.
    """
    if kind in _PATHS:
        yield from _compile(_PATHS[kind]).iter_errors(stix_object)
    else:
        is_domain_object = "created" in stix_object
        core = "common/core" if is_domain_object else "common/cyber-observable-core"
        yield from _compile(core).iter_errors(stix_object)
    if not stix_object.keys() <= KNOWN_PROPERTIES.get(kind, frozenset()):
        yield from _compile("common/shared-names").iter_errors(stix_object)
