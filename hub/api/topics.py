"""The topics of the API in the order in which a member meets them, each with what it is for."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag of the OpenAPI document: its title, and what to know before its operations."""

    title: str
    text: str


TOPICS = {
    "alerts": Topic(
        "Alerts",
        "Send alerts and read those that you may see, as rules and agreements form them for you."
        " Begin with a preview: it says who would see what, and sends nothing. An alert with the label"
        " suspicious-transaction-report (or str), or with tip_off_risk in its handling policy, is"
        " confidential: it goes to supervisors only, and the persons it is about are never told.",
    ),
    "imports": Topic("Imports", "Turn a table into alerts; the preview shows them first."),
    "submissions": Topic(
        "Submissions", "How what you sent stands: checked, held, refused or delivered, and why."
    ),
    "cases": Topic(
        "Cases", "Alerts about the same thing, joined, with one explained score of their risk."
    ),
    "attention": Topic(
        "Attention",
        "Which cases to look at first and why, what is new since you looked, and the gauges of a week:"
        " overload, lag and asymmetry, with the events to count them again.",
    ),
    "response": Topic(
        "Responses",
        "Acknowledge what you received and say what you made of it; sources learn of it.",
    ),
    "requests": Topic(
        "Requests", "Other members ask for information: answer, or refuse with a reason."
    ),
    "recalls": Topic(
        "Recalls", "Take an alert back from all who hold it, and confirm that your copies are gone."
    ),
    "channels": Topic(
        "Subscriptions and webhooks",
        "Say which alerts are pushed to you, where and how; what is pushed is described under"
        " Messages to webhooks.",
    ),
    "privacy": Topic(
        "What waits for officers",
        "How much waits for you: holds, approvals, requests of persons, recalls and incidents.",
    ),
    "holds": Topic(
        "Holds",
        "What the rules do not let go by themselves waits for two persons of your institution: one"
        " proposes, another decides. Machines may look, never decide.",
    ),
    "registers": Topic(
        "Registers",
        "To whom each alert went or did not, on what grounds and under which rules; the records of"
        " processing and the register of transfers made from these acts.",
    ),
    "consent": Topic(
        "Notices and consents",
        "Publish a notice first, then record consents to a version of it, one by one or as lines. The"
        " id of a consent is what alerts name as the receipt they rest on; withdrawing it takes them"
        " back. Where the law spares people from being told, one person asks for the exception and"
        " another of the institution grants it.",
    ),
    "assessments": Topic(
        "Impact assessments",
        "What was assessed before data about persons is shared. A draft proves nothing until another"
        " person of the institution approves it.",
    ),
    "mechanisms": Topic(
        "Mechanisms of transfer",
        "What your institution filed so that data may cross a border: contracts, certificates,"
        " assessments by an authority. It proves nothing until another person approves it.",
    ),
    "arrangements": Topic(
        "Contacts and arrangements",
        "Who answers for personal information at your institution: without a contact in date no notice"
        " is published. Arrangements between members under a named law: each member tells its own"
        " authority first. And certificates of what was destroyed when an agreement ended.",
    ),
    "rights": Topic(
        "Requests of persons",
        "A person asks for access, correction, erasure or the like; the institution proves who it is,"
        " and answers before the due date. Both read the same record.",
    ),
    "complaints": Topic(
        "Complaints",
        "Anybody may complain without a name, and follows the complaint by its receipt number and"
        " secret; whoever has to answer moves it on.",
    ),
    "persons": Topic(
        "Natural persons",
        "Doors for persons themselves: a one-time code opens a session, whose token begins with"
        " person_. Credentials of institutions open nothing here.",
    ),
    "retention": Topic(
        "Retention and legal holds",
        "How long each class of records stays, what is due now, and what must be kept nevertheless.",
    ),
    "audit": Topic(
        "The audit log",
        "Keep a signed tree head, and nobody can rewrite what happened before it: proofs show that an"
        " event is in the log and that the log only grew. deploy/verify_log.py checks them without the"
        " hub. And the events that show how a control is kept.",
    ),
    "incidents": Topic(
        "Incidents",
        "An incident of your institution with a clock for each report that a law asks for.",
    ),
}


def list_tags() -> list[dict[str, Any]]:
    """Return the topics as the tags of the OpenAPI document, in their order."""
    return [{"name": name, "description": topic.text} for name, topic in TOPICS.items()]
