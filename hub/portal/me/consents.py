"""A person's consents: as they read them, and what their switches do.

Turning a part off ends the whole consent and gives what remains anew: nothing may rest on the old one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from hub.portal.me.names import name_of, name_place
from hub.portal.me.sessions import language_of_page
from hub.portal.me.words import consents as words
from hub.portal.me.words import held, say, say_all
from hub.remedies.withdrawing import withdraw_own
from privacy.consent.acts import NewConsent
from privacy.consent.selectors import list_versions, read_consent
from privacy.consent.services.consents import give_for_subject
from privacy.consent.vocabulary import ConsentKind, Method, State
from privacy.rights.holdings import find_consent
from privacy.rights.persons import SignedIn

if TYPE_CHECKING:
    from privacy.consent.models import ConsentRecord, NoticeVersion

# Nothing given at the moment of a withdrawal outlives it; what remains is given a moment later.
_NEXT = timedelta(microseconds=1)
_AGAIN = (State.WITHDRAWN, State.EXPIRED, State.RECONSENT)


@dataclass(frozen=True, slots=True)
class Switch:
    """A part of a consent that can be on or off: its code, and its words."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The text that a consent rests on: its version, its day, and its items with their headings."""

    id: UUID
    number: int
    published_at: datetime
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A consent in words. `can_choose`: part of it can be turned off; `can_give`: all can be given again."""

    id: UUID
    controller: str
    institution: str
    name: str
    state: str
    state_name: str
    tone: str
    purposes: tuple[Switch, ...]
    recipients: tuple[Switch, ...]
    categories: tuple[str, ...]
    places: tuple[str, ...]
    method: str
    given_at: datetime
    expires_at: datetime | None
    ended_at: datetime | None
    is_for_child: bool

    @property
    def is_on(self) -> bool:
        """Say whether data may be shared on it now."""
        return self.state == State.VALID

    @property
    def can_end(self) -> bool:
        """Say whether there is anything left to withdraw."""
        return self.state in (State.VALID, State.RECONSENT)

    @property
    def can_choose(self) -> bool:
        """Say whether a part of it can be turned off; what a child's guardian said goes as a whole."""
        parts = max(len(self.purposes), len(self.recipients))
        return self.is_on and not self.is_for_child and parts > 1

    @property
    def can_give(self) -> bool:
        """Say whether the person can consent to the same again, here."""
        return self.state in _AGAIN and not self.is_for_child


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person leaves on, by code."""

    purposes: frozenset[str]
    recipients: frozenset[str]


def describe_consent(
    row: "ConsentRecord", names: Mapping[str, str], *, now: datetime
) -> ConsentLine:
    """Return a consent in the words of the page."""
    state = read_consent(row).state(now).value
    ended = [one.at for one in row.events.all() if one.event == state]
    return ConsentLine(
        id=row.id,
        controller=row.controller,
        institution=name_of(row.controller, names),
        name=say(words.KINDS, row.kind),
        state=state,
        state_name=say(words.STATES, state),
        tone=words.TONES.get(state, "calm"),
        purposes=tuple(Switch(code, say(held.PURPOSES, code)) for code in row.purposes),
        recipients=_list_recipients(row.recipient_classes, names),
        categories=say_all(words.CATEGORIES, row.categories),
        places=tuple(name_place(code) for code in row.regions),
        method=say(words.METHODS, row.method),
        given_at=row.given_at,
        expires_at=row.expires_at,
        ended_at=ended[0] if ended else None,
        is_for_child=row.kind == ConsentKind.GUARDIAN,
    )


def describe_notice(version: "NoticeVersion") -> Notice:
    """Return a notice in the language of the page; items that it does not have are left out."""
    texts = version.content["texts"].get(language_of_page(), {})
    known = [(heading, texts.get(item, "")) for item, heading in words.NOTICE_ITEMS.items()]
    items = tuple((str(heading), text) for heading, text in known if text.strip())
    return Notice(version.notice_id, version.number, version.published_at, items)


def find_latest(row: "ConsentRecord") -> "NoticeVersion":
    """Return the latest version of the notice of a consent."""
    notice_id = row.notice_version.notice_id
    return list_versions(controller=row.controller, notice_id=notice_id)[0]


def find_offer(row: "ConsentRecord", latest: "NoticeVersion") -> Choice:
    """Return what of a consent the latest notice still offers; nothing where it has left that kind out."""
    content = latest.content
    if row.kind not in content["kinds"] or not set(row.regions) <= set(content["regions"]):
        return Choice(frozenset(), frozenset())
    return Choice(
        frozenset(row.purposes) & frozenset(content["purposes"]),
        frozenset(row.recipient_classes) & frozenset(content["recipient_classes"]),
    )


@transaction.atomic
def keep_only(*, actor: SignedIn, now: datetime, consent_id: UUID, choice: Choice) -> UUID:
    """Turn the rest of a consent off; return the id of what stands now.

    What is off for all purposes or all recipients is withdrawn. Raises RecordNotFound, ConsentUnusable.
    """
    row = find_consent(actor=actor, consent_id=consent_id)
    whole = Choice(frozenset(row.purposes), frozenset(row.recipient_classes))
    left = Choice(choice.purposes & whole.purposes, choice.recipients & whole.recipients)
    if left == whole:
        return row.id
    withdraw_own(actor=actor, now=now, consent_id=consent_id)
    if not left.purposes or not left.recipients:
        return row.id
    return _give(actor, now + _NEXT, row, row.notice_version, left)


@transaction.atomic
def give_again(*, actor: SignedIn, now: datetime, consent_id: UUID, choice: Choice) -> UUID:
    """Consent to the latest version of a notice, as once before; return the id of the new consent.

    Raises RecordNotFound, ConsentUnusable.
    """
    row = find_consent(actor=actor, consent_id=consent_id)
    latest = find_latest(row)
    offer = find_offer(row, latest)
    wanted = Choice(choice.purposes & offer.purposes, choice.recipients & offer.recipients)
    return _give(actor, now, row, latest, wanted)


def _give(
    actor: SignedIn,
    now: datetime,
    row: "ConsentRecord",
    version: "NoticeVersion",
    choice: Choice,
) -> UUID:
    new = NewConsent(
        kind=ConsentKind(row.kind),
        subjects=frozenset(),
        notice_id=version.notice_id,
        notice_version=version.number,
        notice_digest=bytes(version.digest),
        purposes=tuple(sorted(choice.purposes)),
        recipient_classes=tuple(sorted(choice.recipients)),
        categories=tuple(row.categories),
        method=Method.WEB,
        language=language_of_page(),
        jurisdiction=row.jurisdiction,
        given_at=now,
        evidence_digest=b"",
        regions=tuple(row.regions),
        expires_at=row.expires_at if row.expires_at and row.expires_at > now else None,
    )
    own = frozenset(bytes(one.subject) for one in row.subjects.all())
    subjects = own & actor.known_at(row.controller)
    return give_for_subject(actor=actor.name, now=now, subjects=subjects, new=new).record.id


def _list_recipients(codes: Iterable[str], names: Mapping[str, str]) -> tuple[Switch, ...]:
    # Besides classes, a recipient may be named by its STIX identity.
    return tuple(Switch(code, names.get(code) or say(words.RECIPIENTS, code)) for code in codes)
