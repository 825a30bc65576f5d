"""Natural persons sign in by a one-time code; no answer tells whether an address was known before.

A person comes to be with the first code that is answered: that proves the address, and nothing else; after
a long silence not even that, for numbers are given to others.
Codes and tokens are random and kept as keyed digests only.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from privacy.audit.events import Action, Event
from privacy.audit.services import record
from privacy.keys.keyring import keyed_digest
from privacy.rights.contacts import Contact, read_contact
from privacy.rights.errors import SignInRefused
from privacy.rights.letters import send_code
from privacy.rights.models import Person, PersonIdentifier, PersonSession, SignInCode
from privacy.rights.sealing import owner_of_person, seal_text
from privacy.rights.selectors import find_proofs

CODE_LIFE = timedelta(minutes=10)
TRIES = 5
# Of one address that wait for an answer, asked for from one place, and from all: whoever wants to guess,
# or to keep somebody out, gets no more than these.
MOST_CODES = 5
MOST_CODES_OF_ALL = 25
SESSION_LIFE = timedelta(minutes=30)
LONGEST_SESSION = timedelta(hours=12)
# A session is prolonged at most so often: reading must not write each time.
PROLONGED_EVERY = timedelta(minutes=1)
TOKEN_PREFIX = "person_"  # noqa: S105  # a name


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person in action: by id, and by the keys of what was verified to be theirs.

    `subjects` count everywhere; `proofs` by who saw them, and count for what that controller holds.
    """

    person_id: UUID
    language: str
    subjects: frozenset[bytes]
    proofs: Mapping[str, frozenset[bytes]] = field(default_factory=dict)

    def known_at(self, controller: str) -> frozenset[bytes]:
        """Return by what keys the person is known to one controller."""
        return self.subjects | self.proofs.get(controller, frozenset())

    @property
    def everything(self) -> frozenset[bytes]:
        """Return all keys, whoever saw them; whose items they open has to be asked for each."""
        return self.subjects.union(*self.proofs.values())

    @property
    def name(self) -> str:
        """Return what the audit log writes: an id, never a name."""
        return f"person:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Opened:
    """A bearer token, shown this once."""

    token: str
    expires_at: datetime


def start_sign_in(*, now: datetime, contact: str, language: str, source: str = "") -> str:
    """Send a one-time code to an address, known or not; return the attempt that it is good for.

    `source` is the network address of who asks. Where too many wait for an answer no further one is
    sent; those that were sent remain valid. Raises Unfit for what is no address.
    """
    reached = read_contact(contact)
    code, attempt = f"{secrets.randbelow(10**8):08d}", secrets.token_urlsafe(24)
    asked_from = keyed_digest("person-source", source.encode())
    with transaction.atomic():
        live = SignInCode.objects.filter(contact=reached.subject, used_at=None, expires_at__gt=now)
        waiting = [bytes(one) for one in live.values_list("source", flat=True)]
        is_enough = len(waiting) >= MOST_CODES_OF_ALL or waiting.count(asked_from) >= MOST_CODES
        if not is_enough:
            SignInCode.objects.create(
                contact=reached.subject,
                digest=_digest_code(reached, code),
                attempt=_digest_attempt(attempt),
                source=asked_from,
                sent_at=now,
                expires_at=now + CODE_LIFE,
            )
    if not is_enough:
        send_code(contact=reached, code=code, language=language)
    return attempt


def open_session(*, now: datetime, contact: str, code: str, language: str, attempt: str) -> Opened:
    """Answer the code of an attempt and get a token. Raises Unfit, and SignInRefused without saying why."""
    reached = read_contact(contact)
    # Tries are counted for good, whatever becomes of the rest.
    answered = _match_code(reached, code, attempt, now)
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=answered, used_at=None).update(used_at=now):
            raise SignInRefused
        person = _ensure_person(reached, language, now)
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        PersonSession.objects.create(
            digest=_digest_token(token), person=person, opened_at=now, expires_at=now + SESSION_LIFE
        )
        name = f"person:{person.id}"
        record(Event(Action.PERSON_SIGNED_IN, name, name, now))
    return Opened(token, now + SESSION_LIFE)


def recognise(*, now: datetime, token: str) -> SignedIn:
    """Return who bears a token and prolong it. Raises SignInRefused."""
    session = (
        PersonSession.objects.select_related("person")
        .filter(digest=_digest_token(token))
        .filter(expires_at__gt=now)
        .first()
    )
    if session is None:
        raise SignInRefused
    until = min(now + SESSION_LIFE, session.opened_at + LONGEST_SESSION)
    if until - session.expires_at >= PROLONGED_EVERY:
        PersonSession.objects.filter(pk=session.pk).update(expires_at=until)
    person = session.person
    proofs = find_proofs(person_id=person.id)
    return SignedIn(person.id, person.language, proofs.get("", frozenset()), proofs)


def close_session(*, token: str) -> None:
    """End a session at once."""
    PersonSession.objects.filter(digest=_digest_token(token)).delete()


def clear_sign_ins(*, now: datetime) -> int:
    """Delete codes and sessions whose time is over; return how many."""
    codes, _ = SignInCode.objects.filter(expires_at__lte=now).delete()
    sessions, _ = PersonSession.objects.filter(expires_at__lte=now).delete()
    return codes + sessions


def _match_code(contact: Contact, code: str, attempt: str, now: datetime) -> int:
    """Return the code that was answered; each look at one uses up a try of it.

    Only that of the attempt is looked at: nobody else can spoil it.
    """
    wanted, found = _digest_code(contact, code), 0
    live = SignInCode.objects.filter(contact=contact.subject, attempt=_digest_attempt(attempt))
    live = live.filter(used_at=None, expires_at__gt=now)
    for one in live.order_by("id"):
        counted = live.filter(pk=one.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
        if counted and hmac.compare_digest(bytes(one.digest), wanted):
            found = one.pk
    if not found:
        raise SignInRefused
    return found


def _ensure_person(contact: Contact, language: str, now: datetime) -> Person:
    known = PersonIdentifier.objects.select_related("person").filter(
        subject=contact.subject, method=PersonIdentifier.BY_CODE
    )
    found = known.first()
    if found is not None and _is_stale(found, now):
        return _begin_anew(found, contact, language, now)
    if found is None:
        try:
            with transaction.atomic():
                return _add_person(contact, language, now)
        except IntegrityError:
            # Two codes of one address were answered at once.
            found = known.get()
    PersonIdentifier.objects.filter(pk=found.pk).update(shown_at=now)
    if found.person.language != language:
        found.person.language = language
        found.person.save(update_fields=["language"])
    return found.person


def _is_stale(known: PersonIdentifier, now: datetime) -> bool:
    """Say whether the address was not used for so long that it may be another's by now."""
    shown_at = known.shown_at or known.claimed_at
    return now - shown_at > timedelta(days=settings.PERSON_STALE_DAYS)


def _begin_anew(known: PersonIdentifier, contact: Contact, language: str, now: datetime) -> Person:
    """Return a new person for an address that may have passed to another; it proves nothing yet.

    The earlier one is known by it no more and gets no letters there. Whoever signs in has papers seen, by
    a request, before anything is told (PC-17).
    """
    addressed = PersonIdentifier.objects.filter(pk=known.pk, method=PersonIdentifier.BY_CODE)
    if not addressed.update(method="", verified_at=None):
        # Two codes of one address were answered at once.
        raise SignInRefused
    Person.objects.filter(pk=known.person_id, contact_kind=contact.kind).update(contact=b"")
    PersonSession.objects.filter(person_id=known.person_id).delete()
    return _add_person(contact, language, now, is_proof=False)


def _add_person(contact: Contact, language: str, now: datetime, *, is_proof: bool = True) -> Person:
    person_id = uuid4()
    sealed = seal_text(
        owner=owner_of_person(person_id),
        place=f"rights_person.contact:{person_id}",
        text=contact.value,
        now=now,
    )
    person = Person.objects.create(
        id=person_id,
        contact=sealed,
        contact_kind=contact.kind,
        language=language,
        created_at=now,
    )
    PersonIdentifier.objects.create(
        person=person,
        subject=contact.subject,
        kind=contact.kind,
        claimed_at=now,
        verified_at=now if is_proof else None,
        shown_at=now,
        method=PersonIdentifier.BY_CODE,
    )
    return person


def _digest_code(contact: Contact, code: str) -> bytes:
    return keyed_digest("person-code", contact.subject + code.encode())


def _digest_attempt(attempt: str) -> bytes:
    return keyed_digest("person-attempt", attempt.encode())


def _digest_token(token: str) -> bytes:
    return keyed_digest("person-session", token.encode())
