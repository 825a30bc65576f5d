"""Words about incidents: their classes, laws, effects and reports."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

INCIDENTS: Final[Mapping[str, Mapping[str, object]]] = {
    "class": {
        "general": _("General incident"),
        "larger": _("Larger incident"),
        "major": _("Major incident"),
        "extraordinary": _("Extraordinary incident"),
    },
    "incident": {"open": _("Open"), "handled": _("Handled, reports left"), "closed": _("Closed")},
    "incident-operator": {
        "critical-infrastructure": _("Operator of critical infrastructure"),
        "central-organ": _("Central organ"),
        "receiving-authority": _("Receiving authority"),
        "other": _("Any other operator"),
    },
    "regime": {
        "cac": _("Cyberspace Administration (CAC)"),
        "pipl": _("PIPL"),
        "pboc": _("People's Bank of China"),
        "bank-data": _("Bank and insurance data security"),
        "network-data": _("Network data security"),
        "gdpr": _("GDPR"),
        "dora": _("DORA"),
        "pdpo": _("PDPO (Hong Kong)"),
        "pdpa": _("PDPA (Singapore)"),
        "other": _("Another law"),
    },
    "effect": {
        "national-security": _("National security"),
        "public-interest": _("Public interest"),
        "high-risk": _("High risk to persons"),
        "no-risk": _("No risk to persons"),
        "harm-avoided": _("Harm effectively avoided"),
        "processor": _("We process for another"),
        "critical-source": _("It came from critical infrastructure"),
        "confidentiality": _("Confidentiality"),
        "integrity": _("Integrity"),
        "availability": _("Availability"),
    },
    "report": {
        "bank-data.first": _("First report on bank data"),
        "bank-data.written": _("Written report on bank data"),
        "cac.closing": _("Closing report"),
        "cac.first": _("First report"),
        "cac.relay": _("Relay to the next authority"),
        "dora.final": _("Final DORA report"),
        "dora.initial": _("Initial DORA report"),
        "dora.intermediate": _("Intermediate DORA report"),
        "gdpr.authority": _("Report to the data protection authority"),
        "gdpr.controller": _("Report to the controller"),
        "gdpr.persons": _("Notice to the persons concerned"),
        "network-data.authority": _("Report on network data"),
        "pboc.first": _("Report to the People's Bank"),
        "pipl.authority": _("Report to the authority for personal information"),
        "pipl.persons": _("Notice to individuals"),
    },
    # As the rows of the clocks name them.
    "authority": {
        "People's Bank of China": _("People's Bank of China"),
        "authority for personal information": _("authority for personal information"),
        "competent authority": _("competent authority"),
        "competent department": _("competent department"),
        "controller": _("controller"),
        "data subjects": _("data subjects"),
        "financial regulatory administration": _("financial regulatory administration"),
        "individuals": _("individuals"),
        "national cyberspace office": _("national cyberspace office"),
        "national cyberspace office and Ministry of Public Security": _(
            "national cyberspace office and Ministry of Public Security"
        ),
        "own cyber office": _("own cyber office"),
        "protection department and police": _("protection department and police"),
        "provincial cyberspace office": _("provincial cyberspace office"),
        "supervisory authority": _("supervisory authority"),
        "who had the first report": _("who had the first report"),
    },
}
