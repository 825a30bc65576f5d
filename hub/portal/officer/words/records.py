"""Words about members, holds, recalls and what is kept for how long."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from hub.portal.words.holds import ACTIONS, STATES

RECORDS: Final[Mapping[str, Mapping[str, object]]] = {
    "hold": {code: words[0] for code, words in STATES.items()},
    "action": ACTIONS,
    "member": {
        "platform": _("Internet finance platform"),
        "bank": _("Bank"),
        "payment": _("Payment institution"),
        "association": _("Association"),
        "operator": _("Operator of the hub"),
        "regulator": _("Supervisory authority"),
        "foreign-authority": _("Foreign authority"),
        "public": _("The public"),
    },
    "recall": {
        "open": _("Not confirmed yet"),
        "kept": _("Copies are kept"),
        "confirmed": _("Confirmed"),
        "overdue": _("Overdue"),
    },
    "language": {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"},
    "assessment": {
        "pipia": _("Impact assessment (PIPL)"),
        "dpia": _("Impact assessment (GDPR)"),
        "balancing": _("Balancing assessment"),
        "transfer-impact": _("Transfer impact assessment"),
    },
    "assessment-state": {
        "draft": _("Draft"),
        "approved": _("Approved"),
        "ended": _("Ended"),
    },
    "class-of-records": {
        "alert.clear-identifiers": _("Clear identifiers in alerts"),
        "alert.impersonal": _("Alerts without persons"),
        "assessment": _("Assessments"),
        "audit-event": _("Audit log"),
        "complaint": _("Complaints"),
        "consent": _("Consents"),
        "exported-person": _("Persons counted for exports"),
        "identity-evidence": _("Evidence of identity"),
        "incident": _("Incidents"),
        "refused-payload": _("Refused content"),
        "rights-request": _("Requests of persons"),
        "sharing-act": _("Acts of sharing"),
        "token.confirmed-by-authority": _("Tokens confirmed by an authority"),
        "token.suspected": _("Tokens of suspected persons"),
    },
    "starts": {
        "closed": _("closing"),
        "created": _("creation"),
        "entry": _("entry"),
        "last-valid-use": _("the last valid use"),
        "modified": _("the last change"),
        "refused": _("refusal"),
        "reliance-ended": _("the end of reliance"),
        "valid-until-or-modified": _("the end of validity or the last change"),
        "year-of-counting-ended": _("the end of the year of counting"),
    },
    "retention": {
        "destroy-key": _("destroy the key"),
        "delete": _("delete"),
        "archive": _("archive"),
        "restrict": _("restrict"),
    },
    "approval": {
        "holds.decide": _("What becomes of a hold"),
        "consent.notice-exception": _("Exception from telling people"),
        "retention.end-hold": _("End of a legal hold"),
        "keys.destroy": _("Destruction of a key"),
    },
}
