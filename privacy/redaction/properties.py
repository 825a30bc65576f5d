"""The properties that STIX 2.1 defines, by object type; everything else is custom content."""

_COMMON_NAMES = (
    "confidence created created_by_ref defanged extensions external_references"
    " granular_markings id labels lang modified object_marking_refs revoked spec_version"
    " type"
)
COMMON = frozenset(_COMMON_NAMES.split())
_OWN: dict[str, str] = {
    "artifact": "decryption_key encryption_algorithm hashes mime_type payload_bin url",
    "attack-pattern": "aliases description kill_chain_phases name",
    "autonomous-system": "name number rir",
    "campaign": "aliases description first_seen last_seen name objective",
    "course-of-action": "description name",
    "directory": "atime contains_refs ctime mtime path path_enc",
    "domain-name": "resolves_to_refs value",
    "email-addr": "belongs_to_ref display_name value",
    "email-message": (
        "additional_header_fields bcc_refs body body_multipart cc_refs content_type date"
        " from_ref is_multipart message_id raw_email_ref received_lines sender_ref subject"
        " to_refs"
    ),
    "extension-definition": (
        "description extension_properties extension_types name schema version"
    ),
    "file": (
        "atime contains_refs content_ref ctime hashes magic_number_hex mime_type mtime name"
        " name_enc parent_directory_ref size"
    ),
    "grouping": "context description name object_refs",
    "identity": "contact_information description identity_class name roles sectors",
    "incident": "description kill_chain_phases name",
    "indicator": (
        "description indicator_types kill_chain_phases name pattern pattern_type"
        " pattern_version valid_from valid_until"
    ),
    "infrastructure": (
        "aliases description first_seen infrastructure_types kill_chain_phases last_seen name"
    ),
    "intrusion-set": (
        "aliases description first_seen goals last_seen name primary_motivation"
        " resource_level secondary_motivations"
    ),
    "ipv4-addr": "belongs_to_refs resolves_to_refs value",
    "ipv6-addr": "belongs_to_refs resolves_to_refs value",
    "language-content": "contents object_modified object_ref",
    "location": (
        "administrative_area city country description latitude longitude name postal_code"
        " precision region street_address"
    ),
    "mac-addr": "value",
    "malware": (
        "aliases architecture_execution_envs capabilities description first_seen"
        " implementation_languages is_family kill_chain_phases last_seen malware_types name"
        " operating_system_refs sample_refs"
    ),
    "malware-analysis": (
        "analysis_definition_version analysis_ended analysis_engine_version analysis_sco_refs"
        " analysis_started configuration_version host_vm_ref installed_software_refs modules"
        " operating_system_ref product result result_name sample_ref submitted version"
    ),
    "marking-definition": "definition definition_type name",
    "mutex": "name",
    "network-traffic": (
        "dst_byte_count dst_packets dst_payload_ref dst_port dst_ref encapsulated_by_ref"
        " encapsulates_refs end ipfix is_active protocols src_byte_count src_packets"
        " src_payload_ref src_port src_ref start"
    ),
    "note": "abstract authors content object_refs",
    "observed-data": "first_observed last_observed number_observed object_refs objects",
    "opinion": "authors explanation object_refs opinion",
    "process": (
        "child_refs command_line created_time creator_user_ref cwd environment_variables"
        " image_ref is_hidden opened_connection_refs parent_ref pid"
    ),
    "relationship": "description relationship_type source_ref start_time stop_time target_ref",
    "report": "description name object_refs published report_types",
    "sighting": (
        "count description first_seen last_seen observed_data_refs sighting_of_ref summary"
        " where_sighted_refs"
    ),
    "software": "cpe languages name swid vendor version",
    "threat-actor": (
        "aliases description first_seen goals last_seen name personal_motivations"
        " primary_motivation resource_level roles secondary_motivations sophistication"
        " threat_actor_types"
    ),
    "tool": "aliases description kill_chain_phases name tool_types tool_version",
    "url": "value",
    "user-account": (
        "account_created account_expires account_first_login account_last_login account_login"
        " account_type can_escalate_privs credential credential_last_changed display_name"
        " is_disabled is_privileged is_service_account user_id"
    ),
    "vulnerability": "description name",
    "windows-registry-key": "creator_user_ref key modified_time number_of_subkeys values",
    "x509-certificate": (
        "hashes is_self_signed issuer serial_number signature_algorithm subject"
        " subject_public_key_algorithm subject_public_key_exponent subject_public_key_modulus"
        " validity_not_after validity_not_before version x509_v3_extensions"
    ),
    "subject-token": "kind token token_domain role masked",
}
_BY_TYPE = {kind: COMMON | frozenset(own.split()) for kind, own in _OWN.items()}

_OBSERVABLE_TYPES = (
    "artifact autonomous-system directory domain-name email-addr email-message file ipv4-addr"
    " ipv6-addr mac-addr mutex network-traffic process software subject-token url user-account"
    " windows-registry-key x509-certificate"
)
OBSERVABLES = frozenset(_OBSERVABLE_TYPES.split())
# Our own extensions (profile f2), and TLP 2.0 (profile f9).
_EXTENSIONS = frozenset(
    "extension-definition--" + uuid
    for uuid in (
        "3f0c7a52-6a8e-4d1b-9c77-5f2e8b1d4a60",
        "8b2d9e14-0c5f-4e3a-a6d8-71c4f90b2e35",
        "c47e1f86-92ab-4b60-8d53-0e9a6c3f7d18",
        "5d96b0c3-e17f-4a82-b94c-2a8f6e0d1c79",
        "e2a81d4f-3b69-4c05-97fe-d860b5c7a142",
        "60a3c5c5-0d10-413e-aab3-9e08dde9e88d",
    )
)
_PREDEFINED = (
    "archive-ext ntfs-ext pdf-ext raster-image-ext windows-pebinary-ext http-request-ext icmp-ext"
    " socket-ext tcp-ext windows-process-ext windows-service-ext unix-account-ext"
)
_PREDEFINED_EXTENSIONS = frozenset(_PREDEFINED.split())


def is_known_type(kind: str) -> bool:
    """Tell whether the hub knows an object type."""
    return kind in _BY_TYPE


def is_known_property(kind: str, name: str) -> bool:
    """Tell whether a property belongs to a type by the specification or the profile."""
    return name in _BY_TYPE.get(kind, COMMON)


def is_known_extension(key: str) -> bool:
    """Tell whether the hub knows what an extension means."""
    return key in _EXTENSIONS or key in _PREDEFINED_EXTENSIONS
