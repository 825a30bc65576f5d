"""The sentences of policy: for each code, what it means and what can be done about it.

The article behind a reason comes from the rule row that gave it.
"""

from privacy.policy.types import Reason

MESSAGES = {
    "no_personal_data": "The alert holds no personal data.",
    "c3": (
        "Authentication data (card verification value, track data, PIN, password, one-time code) "
        "is never taken in or shared. Remove it and send the alert again."
    ),
    "core_data": "Core data of the state is never taken in or shared. Remove it.",
    "special_category": (
        "Alerts that declare special-category data are not accepted. "
        "Remove that data and declare what remains."
    ),
    "unknown_category": "No rule row grades a category of this alert. Ask the operator to add one.",
    "unknown_jurisdiction": (
        "No rule row covers the legal region of the reporter, so a privacy officer has to decide. "
        "Ask the operator to record the region, or remove the personal data."
    ),
    "unknown_destination": (
        "The legal region of the recipient is not known. Ask the operator to record it."
    ),
    "unknown_recipient": (
        "No rule row knows this kind of recipient, so personal data was masked. "
        "Ask the operator to add one."
    ),
    "unknown_declaration": (
        "The value of personal_data is not one of none, pseudonymous, personal, special-category. "
        "Correct it."
    ),
    "unknown_standing": (
        "Something is recorded of a person that no rule row knows, so a privacy officer decides."
    ),
    "no_purpose": (
        "No purpose is declared for personal data. State one of the purposes of the handling policy."
    ),
    "purpose_not_listed": (
        "A declared purpose is not in the closed list of the handling policy. Use a listed purpose."
    ),
    "purpose_not_agreed": (
        "The agreement does not cover every purpose of the alert, so personal data was masked. "
        "Narrow the purposes or extend the agreement."
    ),
    "purpose_locked": (
        "The alert holds data that the law locks to other purposes, so personal data was masked. "
        "Narrow the purposes."
    ),
    "not_needed": (
        "The purposes do not need every kind of identifier for this recipient; the other kinds were "
        "masked or generalised. Declare a purpose that needs them, if there is one."
    ),
    "no_agreement": (
        "No sharing agreement in force binds reporter and recipient, so personal data was masked. "
        "Sign an agreement that covers this kind of risk to share tokens."
    ),
    "no_arrangement": (
        "The act cites an information-sharing arrangement, and none under that law is complete and in "
        "date between reporter and recipient. Have it approved and assessed, and let both notify "
        "their authorities."
    ),
    "single_report": (
        "Unique identifiers travel under an arrangement only when several customers reported them, so "
        "a privacy officer has to decide. State how many customers are affected."
    ),
    "no_consent": (
        "The alert rests on consent, and no valid consent of the kind needed covers this act. "
        "Record the consent or name another basis."
    ),
    "no_separate_consent": (
        "The alert rests on consent, and no separate consent to the transfer abroad covers it. "
        "Record that consent or name another basis."
    ),
    "no_statute": (
        "The basis rests on a statute, and no named one covers this act. Name the statute in the "
        "sharing agreement or file it as a statute."
    ),
    "no_necessity": (
        "Vital interest needs a recorded necessity that covers this act. Record it or name another "
        "basis."
    ),
    "no_balancing": (
        "Legitimate interest needs a balancing assessment in date that covers this act. "
        "Have one approved."
    ),
    "no_notice": (
        "The basis needs a notice to the persons, or a recorded exception, that covers this act. "
        "Publish the notice or have an exception approved."
    ),
    "minor_no_guardian": (
        "A person is a minor and no consent of a guardian covers this act, so personal data was "
        "masked."
    ),
    "crim_no_law": (
        "Suspicion and offence data needs a law that allows it; none is declared, so everything "
        "about persons was masked."
    ),
    "not_public": "Natural persons are not named in public, so personal data was masked.",
    "restricted": "Personal data is restricted at the person's request and was masked.",
    "recall_unconfirmed": (
        "The recipient left a recall of this sender unconfirmed, so personal data was masked until it"
        " confirms."
    ),
    "objected": (
        "A person objected and no overriding ground is recorded, so personal data was masked."
    ),
    "redacted_by_officer": (
        "A privacy officer, with a second person, had personal data masked in this copy."
    ),
    "reconsent": (
        "A notice changed materially after the person consented, so a privacy officer decides. "
        "Ask the person again."
    ),
    "age_unknown": (
        "Something tells of a child and no age is known, so a privacy officer has to decide."
    ),
    "pia_missing": (
        "No approved impact assessment in date covers these purposes, categories and recipients, "
        "so a privacy officer has to decide. Have the programme assessed."
    ),
    "confidential": "The information is confidential by law and goes only to those the law names.",
    "confidential_release": (
        "Confidential information leaves under a statute only when a privacy officer releases it."
    ),
    "wording_unproven": (
        "The wording says that an authority confirmed the suspicion, but no reference of one is "
        "recorded; it counts as suspected."
    ),
    "foreign_authority": (
        "Personal data goes to a foreign authority only with an approval of the competent "
        "authority. Attach the approval record."
    ),
    "recipient_restricted": "The recipient is on the list of those who receive no personal data.",
    "critical_operator": (
        "An operator of critical infrastructure sends personal data abroad only after a security "
        "assessment."
    ),
    "export_restricted": (
        "Important data and suspicious-transaction information do not leave their legal region."
    ),
    "redacted_abroad": (
        "Personal data is masked because the recipient is in another legal region."
    ),
    "necessity_review": (
        "The transfer is said to be necessary for the person's own contract or for an emergency; "
        "a privacy officer has to agree."
    ),
    "statute_review": (
        "The transfer is said to be a statutory duty; a privacy officer has to agree."
    ),
    "derogation_review": (
        "The transfer rests on a derogation for single cases; a privacy officer has to agree."
    ),
    "transfer_allowed": "A transfer mechanism in force covers this act; tokens are preferred.",
    "tokenised_in_region": "Personal data is replaced by tokens of the sharing circle.",
    "stays_in_region": (
        "Important or confidential data goes only to those entitled to it in its legal region."
    ),
    "agreed_clear": (
        "An agreement in force and a lawful basis allow the listed categories in clear."
    ),
    "human_release": "A privacy officer released this act, with a second person.",
    "own_alert": "The submitter gets back what it sent.",
}
_LAWFUL_BASIS = "A lawful basis in force is declared."


def make_reason(code: str, source: str, rule: str) -> Reason:
    """Return the reason for a code, with the article and the rule row behind it."""
    return Reason(code, source, MESSAGES[code], rule)


def lawful_basis(code: str, source: str, rule: str) -> Reason:
    """Return the acceptance of one lawful basis."""
    return Reason(code, source, _LAWFUL_BASIS, rule)
