"""Places that no specification describes, and open lists: a value counts there by its shape alone.

In a typed field the field says what a number is. A custom property, an unknown extension, a label or
the id of a reference says nothing, so what has the shape of an identifier is somebody's (PC-03).
"""

import re
from enum import Enum

from privacy.detection.people.western_words import GIVEN
from privacy.detection.types import DataType

# Every property that STIX 2.1 or the profile gives to any object, but for the observables' values.
_DESCRIBED_NAMES = """
 abstract account_created account_expires account_first_login account_last_login account_login
 account_type administrative_area aliases analysis_definition_version analysis_ended
 analysis_engine_version analysis_started architecture_execution_envs atime authors body
 body_multipart can_escalate_privs capabilities city command_line confidence configuration_version
 contact_information content content_type contents context count country cpe created created_time
 credential credential_last_changed ctime cwd date decryption_key defanged definition
 definition_type description display_name dst_byte_count dst_packets dst_port
 encryption_algorithm end explanation extension_properties extension_types extensions
 external_references first_observed first_seen goals granular_markings hashes id identity_class
 implementation_languages incident_types indicator_types infrastructure_types ipfix is_active
 is_disabled is_family is_hidden is_multipart is_privileged is_self_signed is_service_account issuer
 key kill_chain_phases kind labels lang languages last_observed last_seen latitude longitude
 magic_number_hex malware_types masked message_id mime_type modified modified_time modules mtime name
 name_enc number number_observed number_of_subkeys object_modified objective objects opinion path
 path_enc pattern pattern_type pattern_version payload_bin personal_motivations pid postal_code
 precision primary_motivation product protocols published received_lines region relationship_type
 report_types resource_level result result_name revoked rir role roles schema secondary_motivations
 sectors serial_number signature_algorithm size sophistication spec_version src_byte_count
 src_packets src_port start start_time stop_time street_address subject
 subject_public_key_algorithm subject_public_key_exponent subject_public_key_modulus submitted
 summary swid threat_actor_types token token_domain tool_types tool_version type url user_id
 valid_from valid_until validity_not_after validity_not_before value values vendor version
 x509_v3_extensions
"""
_DESCRIBED = frozenset(_DESCRIBED_NAMES.split())
_COMMON_NAMES = """
 confidence created defanged extensions external_references granular_markings id labels lang modified
 revoked spec_version type
"""
_COMMON = frozenset(_COMMON_NAMES.split())
# The profile's own extensions and TLP 2.0: their schemas say what each member is.
_KNOWN_EXTENSION = re.compile(
    r"[a-z0-9\-]{3,30}-ext|extension-definition--(?:3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60"
    r"|8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35|c47e1f86-92ab-4b60-8d53-0e9a6c3f7d18"
    r"|5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79|e2a81d4f-3b69-4c05-97fe-d860b5c7a142"
    r"|60a3c5c5-0d10-413e-aab3-9e08dde9e88d)"
)
_REFERENCE_ENDS = ("_ref", "_refs")
# Open dictionaries: whoever sends them names their members.
_FREE = frozenset({"environment_variables", "additional_header_fields", "document_info_dict"})
_OPEN = frozenset({"labels", "aliases", "external_id", "source_name"})


class Place(Enum):
    """What the specification says about a place."""

    DESCRIBED = "described"
    OPEN = "open"
    CUSTOM = "custom"


def place_of(pointer: str, owner: str, name: str) -> Place:
    """Return what kind of place a JSON pointer into a bundle leads to."""
    steps = pointer.split("/")[3:]
    top = steps[0] if steps else name
    if any(step.startswith("x_") or step in _FREE for step in steps) or _is_custom(steps, owner):
        return Place.CUSTOM
    return Place.OPEN if {top, name} & _OPEN else Place.DESCRIBED


def _is_custom(steps: list[str], owner: str) -> bool:
    if not steps or steps[0].endswith(_REFERENCE_ENDS):
        return False
    if steps[0] == "extensions":
        return len(steps) > 2 and not _KNOWN_EXTENSION.fullmatch(steps[1])
    return steps[0] not in (_COMMON if owner.startswith("x-") else _DESCRIBED)


_TIME_NAME = re.compile(
    r"time|date|created|modified|updated|published|seen|observed|valid|expir|since|until"
    r"|(?:^|_)(?:at|ts|day)(?:$|_)",
    re.IGNORECASE,
)
_BIRTH_NAME = re.compile(r"birth|born|dob", re.IGNORECASE)
_PERSON_NAME = re.compile(
    r"customer|client|user|person|card|account|acct|holder|member|phone|mobile|victim|payee|contact",
    re.IGNORECASE,
)
# A name that says the value is a sum, a count, a digest or the number of a thing.
_THING_NAME = re.compile(
    r"amount|count|size|total|balance|bytes|length|port|version|build|score|hash|sum|sha|md5|digest"
    r"|order|txn|transaction|trace|case|ticket|batch|invoice|merchant|swift|bic|asn|cve|cpe|event"
    r"|uuid|offset|serial|entropy|timestamp",
    re.IGNORECASE,
)
_THREAT_NAME = re.compile(
    r"c2|attack|malicious|malware|ioc|indicator|dst|dest|server|scanner|threat|infra|resolv|dns|host",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[ \-·_()]")
_NUMBER = re.compile(r"[0-9]{7,20}")
_LETTERED = re.compile(
    r"(?!(?:KB|CVE|CWE)[0-9])[A-Za-z]{1,3}[0-9]{6,12}[A-Za-z]?|[0-9]{6,14}[A-Za-z]"
)
_DAY = re.compile(r"(?:19|20)[0-9]{2}([\-/.])[0-9]{1,2}\1[0-9]{1,2}")
_IPV4 = re.compile(
    r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
)
# RFC 1918 and the carriers' shared space of RFC 6598: behind it stands a customer's line.
_INNER = re.compile(
    r"10\.|192\.168\.|172\.(?:1[6-9]|2[0-9]|3[01])\.|100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\."
)
_IPV6 = re.compile(r"(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]{1,4}:){7})[0-9A-Fa-f:]{3,39}")
_DEVICE = re.compile(
    r"(?=[^A-Fa-f]*[A-Fa-f])(?=[^0-9]*[0-9])[0-9A-Fa-f]{12,20}"
    r"|[0-9A-Fa-f]{2}(?:[:\-][0-9A-Fa-f]{2}){5,7}"
)


def read_bare_value(text: str, place: Place, name: str) -> DataType | None:
    """Return what a value of a place may be by its shape, None when it identifies nobody.

    `text` is folded. A name that says the value is a moment, a sum or the number of a thing is
    believed, unless it speaks of a person too.
    """
    if place is Place.DESCRIBED:
        return None
    for value in dict.fromkeys((text.strip(), re.split(r"[:=]", text)[-1].strip())):
        found = _read_shape(value, place, name)
        if found is not None:
            return found
    return None


def _read_shape(value: str, place: Place, name: str) -> DataType | None:
    is_time = _TIME_NAME.search(name) is not None and not _BIRTH_NAME.search(name)
    if _DAY.fullmatch(value):
        return None if is_time else DataType.DOB
    if _IPV4.fullmatch(value) or _IPV6.fullmatch(value):
        return _read_address(value, place, name)
    is_person = _PERSON_NAME.search(name) is not None
    if (is_time or _THING_NAME.search(name)) and not is_person:
        return None
    compact = _SEPARATORS.sub("", value)
    if _NUMBER.fullmatch(compact) or _LETTERED.fullmatch(compact):
        return DataType.PASSPORT
    return DataType.DEVICE_ID if _DEVICE.fullmatch(value) else None


def _read_address(value: str, place: Place, name: str) -> DataType | None:
    if place is Place.OPEN:
        return DataType.IP if _INNER.match(value) else None
    return None if _THREAT_NAME.search(name) else DataType.IP


_MOST_DIGITS = 6
_OPAQUE = re.compile(
    r"[0-9a-f]{8}(?:[\-_][0-9a-f]{4}){3}[\-_][0-9a-f]{12}"
    r"|(?<![0-9a-z])(?=[0-9]*[a-f])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])",
    re.IGNORECASE,
)
# A given name and one more word; what is an ordinary word too is not taken for a name.
_FULL_NAME = re.compile(r"x_([a-z]{3,12})_(?:[a-z]{1,2}_)?[a-z]{4,16}", re.IGNORECASE)
_ORDINARY_WORDS = """
 bill dale dawn faith frank grace grant hope iris jack jade joy mark max may pat ray rob robin rose ruby
 said sue will
"""
_ORDINARY = frozenset(_ORDINARY_WORDS.split())
_GIVEN = GIVEN - _ORDINARY
_MEMBER_SHAPE = re.compile(
    r"wxid_|(?:^|[_\-.])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{12,20}(?:$|[_\-.])"
    r"|[a-z0-9]_(?:gmail|qq|163|126|139|sina|foxmail|outlook|hotmail|yahoo|icloud)_[a-z]{2,3}(?:_[a-z]{2})?$"
    r"|[a-z0-9]_[a-z0-9]{2,30}_[a-z0-9]{2,63}_(?:com|net|org|edu|example)$",
    re.IGNORECASE,
)


def is_identifying_name(name: str) -> bool:
    """Tell whether the name of a member holds an identifier, whatever stands around it."""
    if name in _DESCRIBED:
        return False
    plain = _OPAQUE.sub("", name)
    return (
        sum(letter.isdigit() for letter in plain) > _MOST_DIGITS
        or _MEMBER_SHAPE.search(plain) is not None
        or _is_name_of_person(name)
    )


def _is_name_of_person(name: str) -> bool:
    found = _FULL_NAME.fullmatch(name)
    return found is not None and found[1].lower() in _GIVEN
