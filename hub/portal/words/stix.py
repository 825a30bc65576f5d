"""Words for STIX object types and their properties (STIX 2.1, sections 4 to 7)."""

from django.utils.translation import gettext_lazy as _

from hub.portal.words.plain import spell_out

TYPES = {
    "incident": _("Incidents"),
    "report": _("Reports"),
    "grouping": _("Groupings"),
    "indicator": _("Indicators"),
    "sighting": _("Sightings"),
    "observed-data": _("Observed data"),
    "campaign": _("Campaigns"),
    "intrusion-set": _("Intrusion sets"),
    "threat-actor": _("Threat actors"),
    "attack-pattern": _("Techniques"),
    "malware": _("Malware"),
    "malware-analysis": _("Malware analyses"),
    "tool": _("Tools"),
    "vulnerability": _("Vulnerabilities"),
    "infrastructure": _("Infrastructure"),
    "course-of-action": _("Response plans"),
    "subject-token": _("Pseudonymous subjects"),
    "identity": _("Organisations and persons"),
    "location": _("Places"),
    "url": _("Web addresses"),
    "domain-name": _("Domain names"),
    "ipv4-addr": _("IPv4 addresses"),
    "ipv6-addr": _("IPv6 addresses"),
    "email-addr": _("E-mail addresses"),
    "email-message": _("E-mail messages"),
    "file": _("Files"),
    "user-account": _("User accounts"),
    "network-traffic": _("Network traffic"),
    "software": _("Software"),
    "x509-certificate": _("Certificates"),
    "note": _("Notes"),
    "opinion": _("Opinions"),
    "relationship": _("Relationships"),
    "marking-definition": _("Markings"),
    "extension-definition": _("Extension definitions"),
}
# What a person reads first comes first; what only machines need comes last.
ORDER = tuple(TYPES)
PROPERTIES = {
    "description": _("Description"),
    "pattern": _("Pattern"),
    "pattern_type": _("Pattern language"),
    "valid_from": _("Valid from"),
    "valid_until": _("Valid until"),
    "first_seen": _("First seen"),
    "last_seen": _("Last seen"),
    "first_observed": _("First observed"),
    "last_observed": _("Last observed"),
    "number_observed": _("Times observed"),
    "count": _("Count"),
    "published": _("Published"),
    "confidence": _("Confidence"),
    "labels": _("Labels"),
    "aliases": _("Other names"),
    "hashes": _("Hashes"),
    "size": _("Size in bytes"),
    "mime_type": _("Media type"),
    "identity_class": _("Kind"),
    "sectors": _("Sectors"),
    "malware_types": _("Kinds"),
    "indicator_types": _("Kinds"),
    "report_types": _("Kinds"),
    "infrastructure_types": _("Kinds"),
    "threat_actor_types": _("Kinds"),
    "tool_types": _("Kinds"),
    "kind": _("Kind"),
    "role": _("Role"),
    "masked": _("Last digits"),
    "token_domain": _("Token domain"),
    "country": _("Country"),
    "region": _("Region"),
    "administrative_area": _("Province or state"),
    "city": _("City"),
    "account_type": _("Kind of account"),
    "content": _("Text"),
    "abstract": _("In short"),
    "opinion": _("Opinion"),
    "explanation": _("Explanation"),
    "subject": _("Subject"),
    "issuer": _("Issuer"),
    "version": _("Version"),
    "vendor": _("Vendor"),
    "protocols": _("Protocols"),
    "dst_port": _("Destination port"),
    "context": _("Context"),
}


def name_type(code: str) -> str:
    """Return the plural name of an object type."""
    return str(TYPES.get(code, spell_out(code)))


def name_property(code: str) -> str:
    """Return the name of a property."""
    return str(PROPERTIES.get(code, spell_out(code)))


def order_of_type(code: str) -> tuple[int, str]:
    """Return where a type stands on a page; unknown ones before the markings, by name."""
    last = len(ORDER)
    place = ORDER.index(code) if code in TYPES else last
    return (last + 1 if code.endswith("-definition") else place, code)
