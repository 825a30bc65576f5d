"""What an import asks for: its content, its format, and for a table what its sender says of it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import msgspec
import orjson
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from sharing.api.parameters import UnusableValue, choose, read_parameters
from sharing.imports.columns import guess_mapping
from sharing.imports.report import Wanted
from sharing.imports.rows import UnusableCell, read_tlp
from sharing.imports.tables import Table
from sharing.ingest.bodies import read_body
from sharing.stix.faults import reject
from sharing.stix.markings import Tlp

MOST_MAPPED = 50
LONGEST_NAME = 200
LONGEST_MAPPING = 20_000
DEFAULT_NAME = "Imported indicators"
_FORM = "multipart/form-data"
_BY_TYPE = {"text/csv": "csv", "application/csv": "csv"}
_JSON = frozenset({"application/json", "application/stix+json", "application/misp+json"})


@dataclass(frozen=True)
class Asked:
    """One import as asked for; ``format`` "" is told from the content."""

    content: bytes
    format: str
    mapping: dict[str, str] | None
    tlp: Tlp
    name: str
    partial: bool

    def wanted(self, table: Table) -> Wanted:
        """Return what the sender says of the table, its columns guessed where they are not stated."""
        mapping = guess_mapping(table) if self.mapping is None else self.mapping
        return Wanted(mapping, self.name, self.tlp)

    def digest_source(self) -> bytes:
        """Return all that decides what the import becomes, for the Idempotency-Key."""
        said = [self.format, self.mapping, int(self.tlp), self.name, self.partial]
        return orjson.dumps(said) + b"\n" + self.content


def read_asked(request: HttpRequest) -> Asked:
    """Return what a request asks to import. Raises StixRejected and ValidationError."""
    readers = {
        "format": choose("csv", "misp", "stix"),
        "partial": choose("true", "false"),
        **_TABLE_READERS,
    }
    values = read_parameters(request.GET, readers)
    kind = request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind not in {_FORM, *_BY_TYPE, *_JSON}:
        message = "Send application/json, text/csv or multipart/form-data."
        raise reject("", "unsupported-media-type", message)
    content = read_body(request.META)
    if kind == _FORM:
        content, said = _read_form(request, content)
        values = {**values, **said}
    return Asked(
        content=content,
        format=values.get("format") or _BY_TYPE.get(kind) or _tell_format(kind, content),
        mapping=values.get("mapping"),
        tlp=values.get("tlp", Tlp.RED),
        name=values.get("name", DEFAULT_NAME),
        partial=values.get("partial") == "true",
    )


def _tell_format(kind: str, content: bytes) -> str:
    is_table = kind == _FORM and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return "csv" if is_table else ""


class _InMemory(MemoryFileUploadHandler):
    """Keep files of any size in memory: the body is bounded, and a disk remembers what it held."""

    def handle_raw_input(self, *_args: Any, **_kwargs: Any) -> None:
        """Take every file."""
        self.activated = True


def _read_form(request: HttpRequest, raw: bytes) -> tuple[bytes, dict[str, Any]]:
    """Return the file of a form and what its other parts say."""
    meta = {**request.META, "CONTENT_LENGTH": str(len(raw))}
    try:
        parts, files = MultiPartParser(meta, BytesIO(raw), [_InMemory()]).parse()
    except (MultiPartParserError, BadRequest, SuspiciousOperation):
        raise reject("", "not-a-form", "The form cannot be read.") from None
    if len(files) != 1 or "file" not in files:
        raise reject("", "no-file", "Send one file, in the part named file.")
    upload: Any = files["file"]
    return upload.read(), read_parameters(parts, _TABLE_READERS)


def read_mapping(text: str) -> dict[str, str]:
    """Return the meaning of columns by heading."""
    try:
        mapping = msgspec.json.decode(text[: LONGEST_MAPPING + 1], type=dict[str, str])
    except (msgspec.DecodeError, UnicodeError):
        raise UnusableValue(
            "Give a JSON object: the meaning of each column by its heading."
        ) from None
    if len(mapping) > MOST_MAPPED:
        raise UnusableValue(f"Name at most {MOST_MAPPED} columns.")
    return mapping


def read_name(text: str) -> str:
    """Return the name of an alert."""
    name = text.strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise UnusableValue(f"Give 1 to {LONGEST_NAME} printable characters.")
    return name


def _read_level(text: str) -> Tlp:
    try:
        return read_tlp(text)
    except UnusableCell as rule:
        raise UnusableValue(str(rule)) from None


_TABLE_READERS = {"mapping": read_mapping, "tlp": _read_level, "name": read_name}
