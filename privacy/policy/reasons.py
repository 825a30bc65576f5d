"""The sentences of policy: one place for codes, sources and what the sender can do."""

from privacy.policy.types import Reason, Regime

RULES_VERSION = "2026-11-1"

NO_PERSONAL_DATA = Reason(
    "no_personal_data", "control matrix X1", "The alert holds no personal data."
)
AUTHENTICATION_DATA = Reason(
    "c3",
    "JR/T 0171-2020; control matrix PC-04, X2",
    "Authentication data (card verification value, track data, PIN, password, one-time code) "
    "is never taken in or shared. Remove it and send the alert again.",
)
SPECIAL_CATEGORY = Reason(
    "special_category",
    "PIPL 28, 29; GDPR 9; profile f3",
    "Alerts that declare special-category data are not accepted. "
    "Remove that data and declare what remains.",
)
UNKNOWN_JURISDICTION = Reason(
    "unknown_jurisdiction",
    "control matrix, fail closed",
    "No rule row covers the legal region of the reporter, so a privacy officer has to decide. "
    "Ask the operator to record the region, or remove the personal data.",
)
NO_AGREEMENT = Reason(
    "no_agreement",
    "control matrix PC-21",
    "No sharing agreement in force binds reporter and recipient, so personal data was masked. "
    "Sign an agreement that covers this kind of risk to share tokens.",
)
UNKNOWN_DESTINATION = Reason(
    "unknown_destination",
    "control matrix PC-19, X20",
    "The legal region of the recipient is not known. Ask the operator to record it.",
)
UNKNOWN_DECLARATION = Reason(
    "unknown_declaration",
    "profile f3; control matrix, fail closed",
    "The value of personal_data is not one of none, pseudonymous, personal, special-category. "
    "Correct it.",
)
NO_PURPOSE = Reason(
    "no_purpose",
    "PIPL 6; GDPR 5(1)(b); control matrix PC-02",
    "No purpose is declared for personal data. State one of the purposes of the handling policy.",
)
PURPOSE_NOT_LISTED = Reason(
    "purpose_not_listed",
    "PIPL 6; GDPR 5(1)(b); control matrix PC-02",
    "A declared purpose is not in the closed list of the handling policy. Use a listed purpose.",
)
FOREIGN_AUTHORITY = Reason(
    "foreign_authority",
    "PIPL 41; GDPR 48; control matrix PC-20",
    "Personal data goes to a foreign authority only with an approval of the competent authority. "
    "Attach the approval record.",
)
EXPORT_RESTRICTED = Reason(
    "export_restricted",
    "DSL 21, 31; AML Law; control matrix X5, X6",
    "Important data and suspicious-transaction information do not leave their legal region.",
)
SAME_REGION = Reason(
    "tokenised_in_region",
    "control matrix PC-03, PC-31",
    "Personal data is replaced by tokens of the sharing circle.",
)
AGREED_CLEAR = Reason(
    "agreed_clear",
    "PIPL 23; GDPR 6; control matrix PC-21",
    "An agreement in force and a lawful basis allow the listed categories in clear.",
)
CROSS_BORDER = Reason(
    "redacted_abroad",
    "PIPL 38-40; GDPR 44; control matrix X1",
    "Personal data is masked because the recipient is in another legal region.",
)
OWN_ALERT = Reason("own_alert", "profile f13", "The submitter gets back what it sent.")


def no_basis(regime: Regime) -> Reason:
    """Return the refusal for a missing lawful basis, with the remedy of that law."""
    return Reason("no_basis", f"{regime.law}; control matrix PC-01", regime.remedy)


def lawful_basis(code: str, source: str) -> Reason:
    """Return the acceptance of one lawful basis."""
    return Reason(code, source, "A lawful basis in force is declared.")
