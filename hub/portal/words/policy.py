"""Words about what policy decided: a sentence for each code of privacy.policy.reasons.

Whoever shares, decides or receives may read them. What tells of one person's own acts has the same
sentence for each of them: a recipient learns that something was masked, not what the person did (PC-25).
"""

from django.utils.translation import gettext_lazy as _

# A restriction and an objection must read alike.
_NOT_AT_PRESENT = _(
    "Some personal data may not be used at present and was masked. There is nothing you need to do."
)
INTAKE = {
    "no_personal_data": _("The alert holds no personal data."),
    "c3": _(
        "Authentication data (card verification value, track data, PIN, password, one-time code) is "
        "never taken in or shared. Remove it and send the alert again."
    ),
    "core_data": _(
        "Core data of the state is never taken in or shared. Remove it and send the alert again."
    ),
    "special_category": _(
        "Alerts that declare special-category data are not accepted. Remove that data and declare "
        "what remains."
    ),
    "unknown_category": _(
        "No rule grades some of the data in the alert, so a privacy officer has to decide. Ask the "
        "operator to add the rule."
    ),
    "unknown_jurisdiction": _(
        "No rule covers the legal region of the reporter, so a privacy officer has to decide. Ask "
        "the operator to record the region, or remove the personal data."
    ),
    "unknown_declaration": _(
        "The declaration of personal data must be one of none, pseudonymous, personal or "
        "special-category. Correct it and send the alert again."
    ),
    "no_purpose": _(
        "No purpose is declared for the personal data. State one of the purposes of the handling "
        "policy and send the alert again."
    ),
    "purpose_not_listed": _(
        "A declared purpose is not on the closed list of the handling policy. Use a listed purpose."
    ),
    "no_basis": _(
        "No lawful basis in force is declared for the personal data under the law of your region. "
        "Declare one in the handling policy, or remove the personal data."
    ),
}
# What a release lacked: something was masked, is refused, or waits for a privacy officer.
GAPS = {
    "unknown_destination": _(
        "The legal region of the recipient is not known. Ask the operator to record it."
    ),
    "unknown_recipient": _(
        "No rule knows this kind of recipient, so personal data was masked. Ask the operator to add "
        "the rule."
    ),
    "unknown_standing": _(
        "Something that no rule knows is recorded of the persons, so a privacy officer has to "
        "decide. Ask the operator to add the rule."
    ),
    "purpose_not_agreed": _(
        "The sharing agreement does not cover every purpose of the alert, so personal data was "
        "masked. The reporter can narrow the purposes or have the agreement extended."
    ),
    "purpose_locked": _(
        "The law locks some of the data to other purposes, so personal data was masked. The "
        "reporter can narrow the purposes of the alert."
    ),
    "not_needed": _(
        "The purposes of the alert do not need every kind of identifier at this recipient, so the "
        "others were masked or told in rough terms. The reporter can state a purpose that needs them."
    ),
    "no_agreement": _(
        "No sharing agreement in force binds reporter and recipient, so personal data was masked. "
        "Sign an agreement that covers this kind of risk to share tokens."
    ),
    "no_consent": _(
        "The alert rests on consent, and no valid consent of the kind needed covers this release. "
        "The reporter can record the consent or name another basis."
    ),
    "no_separate_consent": _(
        "The alert rests on consent, and no separate consent to the transfer abroad covers it. The "
        "reporter can record that consent or name another basis."
    ),
    "no_statute": _(
        "The basis rests on a law, and none that is named covers this release. Name it in the sharing "
        "agreement, or have it filed as a statute."
    ),
    "no_necessity": _(
        "Vital interest needs a recorded necessity that covers this release. The reporter can record "
        "it or name another basis."
    ),
    "no_balancing": _(
        "Legitimate interest needs an approved balancing assessment that is in date and covers this "
        "release. The reporter can have one approved."
    ),
    "no_notice": _(
        "The basis needs a notice to the persons, or a recorded exception, and none covers this "
        "release. The reporter can publish the notice or have an exception approved."
    ),
    "minor_no_guardian": _(
        "Data of minors goes on only with the consent of a guardian, and none covers this release, "
        "so personal data was masked. The reporter can record that consent."
    ),
    "crim_no_law": _(
        "Suspicions and offences of persons are shared only where a law allows it, and none is "
        "named, so everything about persons was masked. The reporter can name the law."
    ),
    "not_public": _(
        "Natural persons are not named in public, so personal data was masked. There is nothing you "
        "need to do."
    ),
    "restricted": _NOT_AT_PRESENT,
    "kept_back": _NOT_AT_PRESENT,
    "objected": _NOT_AT_PRESENT,
    "recall_unconfirmed": _(
        "The recipient has not confirmed that it deleted what the reporter took back, so personal data "
        "was masked until it does. The recipient confirms it on the page of what was taken back."
    ),
    "redacted_by_officer": _(
        "Two persons of the reporter had personal data masked in this copy. There is nothing you need "
        "to do."
    ),
    "reconsent": _(
        "A notice changed materially since consent was given, so a privacy officer has to decide. "
        "Ask the persons again, or name another basis."
    ),
    "age_unknown": _(
        "Something tells of a child and no age is known, so a privacy officer has to decide. State "
        "the age, or record the consent of a guardian."
    ),
    "pia_missing": _(
        "No approved impact assessment in date covers these purposes, categories and recipients, so "
        "a privacy officer has to decide. Have the programme assessed."
    ),
    "confidential": _(
        "Information on suspicious transactions is confidential and goes only to those whom the law "
        "names. Choose such a recipient, or remove that information."
    ),
    "confidential_release": _(
        "Confidential information leaves only when a privacy officer releases it under a statute. "
        "Wait for the decision, and tell nobody whom it concerns."
    ),
    "no_arrangement": _(
        "The alert cites an arrangement between institutions, and none under that law is complete and "
        "in date between you and the recipient. Have it approved and assessed; both notify their "
        "authorities."
    ),
    "single_report": _(
        "Account numbers and the like travel under an arrangement only when several customers reported "
        "them, so a privacy officer has to decide. State how many customers are affected."
    ),
    "wording_unproven": _(
        "The alert says that an authority confirmed the suspicion and gives no reference of one. "
        "Treat it as suspected; the reporter can add the reference."
    ),
}
# Across a border.
TRANSFERS = {
    "foreign_authority": _(
        "Personal data goes to a foreign authority only with an approval of the competent "
        "authority. Attach the approval record."
    ),
    "recipient_restricted": _(
        "The recipient is on the list of those who may receive no personal data from this legal "
        "region. Remove the personal data, or leave the recipient out."
    ),
    "critical_operator": _(
        "An operator of critical infrastructure sends personal data abroad only after a security "
        "assessment. Record the assessment that you passed, or remove the personal data."
    ),
    "export_restricted": _(
        "Important data and suspicious-transaction information do not leave their legal region."
    ),
    "redacted_abroad": _(
        "Personal data is masked because the recipient is in another legal region."
    ),
    "necessity_review": _(
        "The transfer is said to be necessary for the person's own contract or in an emergency. A "
        "privacy officer has to agree."
    ),
    "statute_review": _(
        "The transfer is said to be a statutory duty. A privacy officer has to agree."
    ),
    "derogation_review": _(
        "The transfer rests on an exception for single cases. A privacy officer has to agree."
    ),
    "transfer_allowed": _("A transfer mechanism in force covers this release."),
}
RELEASES = {
    "tokenised_in_region": _("Personal data is replaced by tokens of the sharing circle."),
    "stays_in_region": _(
        "Important or confidential data goes only to those entitled to it in its legal region. Do "
        "not pass it on."
    ),
    "agreed_clear": _(
        "An agreement in force and a lawful basis allow the listed categories in clear."
    ),
    "human_release": _("Two persons of the reporter decided to release this to you."),
    "own_alert": _("The submitter gets back what it sent."),
}
POLICY = INTAKE | GAPS | TRANSFERS | RELEASES
