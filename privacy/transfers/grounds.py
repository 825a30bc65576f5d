"""What an act can rest on, pure: assessments and mechanisms in force, as evidence by exporter and recipient."""

from dataclasses import dataclass

from privacy.policy.types import Evidence, EvidenceKind

# Of assessments, by the kind of the record.
ASSESSMENTS = {
    "pipia": EvidenceKind.ASSESSMENT,
    "dpia": EvidenceKind.ASSESSMENT,
    "balancing": EvidenceKind.BALANCING,
    "transfer-impact": EvidenceKind.TRANSFER_ASSESSMENT,
}
MECHANISMS = (
    EvidenceKind.STANDARD_CONTRACT,
    EvidenceKind.CERTIFICATE,
    EvidenceKind.SECURITY_ASSESSMENT,
    EvidenceKind.FREE_TRADE_ZONE,
    EvidenceKind.TRANSIT,
    EvidenceKind.NECESSITY,
    EvidenceKind.STANDARD_CLAUSES,
    EvidenceKind.BINDING_RULES,
    EvidenceKind.STATUTE,
    EvidenceKind.AUTHORITY_APPROVAL,
    EvidenceKind.AUTHORITY_REFERENCE,
)
# An approval is for one recipient and for the alerts that it names (PC-20).
FOR_NAMED_ALERTS = frozenset({EvidenceKind.AUTHORITY_APPROVAL, EvidenceKind.AUTHORITY_REFERENCE})

# A contract binds who signed it (PIPL 38(1)(3); GDPR 46(2)(c)), an approval names who is to receive.
FOR_NAMED_IMPORTER = frozenset(
    {
        EvidenceKind.STANDARD_CONTRACT,
        EvidenceKind.STANDARD_CLAUSES,
        EvidenceKind.AUTHORITY_APPROVAL,
    }
)


@dataclass(frozen=True, slots=True)
class Ground:
    """One record: its evidence, and whose acts it is for; an empty set does not restrict."""

    evidence: Evidence
    exporters: frozenset[str] = frozenset()
    importers: frozenset[str] = frozenset()
    alerts: frozenset[str] = frozenset()

    def supports(self, exporter: str, recipient: str, alert: str) -> bool:
        """Say whether the record is for this act, whatever it covers."""
        named = self.evidence.kind in FOR_NAMED_ALERTS
        return (
            (not self.exporters or exporter in self.exporters)
            and (not self.importers or recipient in self.importers)
            and (alert in self.alerts if named else not self.alerts or alert in self.alerts)
        )


@dataclass(frozen=True, slots=True)
class Grounds:
    """All records in force at one moment, and who is designated (rows X4, X5)."""

    records: tuple[Ground, ...] = ()
    critical_operators: frozenset[str] = frozenset()
    restricted_recipients: frozenset[str] = frozenset()

    def for_act(self, *, exporter: str, recipient: str, alert: str = "") -> tuple[Evidence, ...]:
        """Return the evidence for one act; institutions by STIX id, the alert by its id.

        Whether it covers purpose, category and region is for policy to say.
        """
        return tuple(
            one.evidence for one in self.records if one.supports(exporter, recipient, alert)
        )
