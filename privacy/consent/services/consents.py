"""Record consents and end them: each change is a further row, an event and an entry of the audit log."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from privacy.audit.events import Action, Event
from privacy.audit.services import record, record_many
from privacy.consent.acts import (
    BUNDLED,
    NewConsent,
    Shown,
    check_consent,
    digest_act,
    identify_act,
)
from privacy.consent.errors import ConsentDiffers, ConsentUnusable
from privacy.consent.models import (
    ConsentEvent,
    ConsentRecord,
    ConsentSubject,
    Notice,
    NoticeVersion,
)
from privacy.consent.records import find_difference, make_record
from privacy.consent.relations import (
    Relation,
    find_repetitions,
    find_superseded,
    find_withdrawals,
)
from privacy.consent.selectors import get_consent, get_consent_of_subject
from privacy.consent.services.standing import move_standing
from privacy.consent.vocabulary import Occurrence

AT_ONCE = 500
Versions = Mapping[tuple[UUID, int], NoticeVersion]
# For one proof and one person: the kind that was consented to.
Kinds = dict[tuple[bytes, bytes], str]


@dataclass(frozen=True, slots=True)
class Given:
    """A consent on record; `is_new` is false where the same act was recorded before."""

    record: ConsentRecord
    is_new: bool


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A consent that is withdrawn, with its events; `is_new` is false where it was before.

    `receipts` are the ids of all that ended with it: nothing may rest on them any more.
    """

    record: ConsentRecord
    is_new: bool
    receipts: tuple[str, ...] = ()


def give_consent(*, actor: str, now: datetime, controller: str, new: NewConsent) -> Given:
    """Record one consent; the same act again returns the record of the first.

    Raises ConsentUnusable, and ConsentDiffers where the first record says otherwise.
    """
    (result,) = give_consents(actor=actor, now=now, controller=controller, new=[new])
    if isinstance(result, ConsentUnusable):
        raise result
    return result


@transaction.atomic
def give_consents(
    *, actor: str, now: datetime, controller: str, new: Sequence[NewConsent]
) -> list[Given | ConsentUnusable]:
    """Record the good consents of at most AT_ONCE and return how each went, in their order.

    Nobody consents to several kinds by one act: what shares proof and person with another kind is
    refused (PC-05). A consent to a later version supersedes those of that kind to earlier ones.
    """
    versions = _lock_versions(controller, new)
    known = _find_acts(identify_act(controller, one) for one in new)
    kinds = _find_kinds(controller, new)
    withdrawn = find_withdrawals(controller, new)
    results: list[Given | ConsentUnusable] = []
    for one in new:
        act = identify_act(controller, one)
        try:
            if act not in known:
                version = _admit(one, versions, kinds, now)
                _check_withdrawals(one, withdrawn)
                known[act] = Given(make_record(actor, now, controller, one, version), is_new=True)
                results.append(known[act])
            else:
                results.append(_repeat(known[act].record, one))
        except ConsentUnusable as error:
            results.append(error)
    _write(actor, now, controller, new, results)
    return results


def give_for_subject(
    *, actor: str, now: datetime, subjects: frozenset[bytes], new: NewConsent
) -> Given:
    """Record the consent that a signed-in person gives before the hub, whose act is its own evidence.

    `subjects` are the person's verified identifiers and replace those of `new`. Raises ConsentUnusable.
    """
    own = replace(new, subjects=subjects, given_at=now)
    own = replace(own, evidence_digest=digest_act(own))
    notice = Notice.objects.filter(id=new.notice_id).first()
    controller = notice.controller if notice else ""
    return give_consent(actor=actor, now=now, controller=controller, new=own)


@transaction.atomic
def withdraw_consent(*, actor: str, now: datetime, controller: str, consent_id: UUID) -> Withdrawal:
    """Withdraw a consent that the controller collected; again changes nothing. Raises ConsentNotFound.

    What the person consented to once more in the same words, or in narrower ones, ends with it. Acts that are decided later do not rest on it; earlier ones stay lawful (PIPL 15; GDPR 7(3)).
    """
    row = get_consent(controller=controller, consent_id=consent_id)
    return _withdraw(actor, now, row, by="controller")


@transaction.atomic
def withdraw_for_subject(
    *, actor: str, now: datetime, subjects: frozenset[bytes], consent_id: UUID
) -> Withdrawal:
    """Withdraw a consent of a signed-in person; again changes nothing. Raises ConsentNotFound."""
    row = get_consent_of_subject(subjects=subjects, consent_id=consent_id)
    return _withdraw(actor, now, row, by="subject")


def _withdraw(actor: str, now: datetime, row: ConsentRecord, *, by: str) -> Withdrawal:
    # The lock keeps out consents to this notice that were given before and arrive at this moment.
    Notice.objects.select_for_update().get(id=row.notice_version.notice_id)
    _, is_new = ConsentEvent.objects.get_or_create(
        record=row, event=Occurrence.WITHDRAWN, defaults={"at": now, "actor": actor}
    )
    ended = [row, *find_repetitions(row)] if is_new else []
    ConsentEvent.objects.bulk_create(
        ConsentEvent(record=one, event=Occurrence.WITHDRAWN, at=now, actor=actor)
        for one in ended[1:]
    )
    if ended:
        move_standing()
    details = {"controller": row.controller, "kind": row.kind, "by": by}
    record_many(Event(Action.CONSENT_WITHDRAWN, actor, str(one.id), now, details) for one in ended)
    # Read again: what was read before does not know of the event.
    fresh = get_consent(controller=row.controller, consent_id=row.id)
    return Withdrawal(fresh, is_new, tuple(str(one.id) for one in ended))


def _repeat(first: ConsentRecord, again: NewConsent) -> Given:
    if place := find_difference(first, again):
        raise ConsentDiffers(place)
    return Given(first, is_new=False)


def _lock_versions(controller: str, new: Sequence[NewConsent]) -> Versions:
    """Return the versions named, locked against further consents and versions until the end."""
    wanted = {one.notice_id for one in new}
    own = Notice.objects.select_for_update().filter(controller=controller, id__in=wanted)
    notices = {notice.id: notice for notice in own.order_by("id")}
    versions = NoticeVersion.objects.filter(notice_id__in=notices)
    return {(version.notice_id, version.number): version for version in versions}


def _find_acts(acts: Iterable[bytes]) -> dict[bytes, Given]:
    rows = ConsentRecord.objects.filter(act__in=set(acts))
    return {bytes(row.act): Given(row, is_new=False) for row in rows}


def _find_kinds(controller: str, new: Sequence[NewConsent]) -> Kinds:
    proofs = {one.evidence_digest for one in new}
    rows = ConsentSubject.objects.filter(
        record__controller=controller, record__evidence_digest__in=proofs
    ).values_list("record__evidence_digest", "subject", "record__kind")
    return {(bytes(proof), bytes(subject)): kind for proof, subject, kind in rows}


def _admit(new: NewConsent, versions: Versions, kinds: Kinds, now: datetime) -> NoticeVersion:
    version = versions.get((new.notice_id, new.notice_version))
    if version is None:
        raise ConsentUnusable("notice", "Give a published version of one of your notices.")
    check_consent(new, Shown(version.content, bytes(version.digest)), now=now)
    # Institutions tell the time of an act to the second.
    if new.given_at < version.published_at.replace(microsecond=0):
        raise ConsentUnusable("given_at", "Nobody consents to a notice before it is published.")
    own = {(new.evidence_digest, subject): str(new.kind) for subject in new.subjects}
    if any(kinds.get(place, kind) != kind for place, kind in own.items()):
        raise ConsentUnusable(
            "kind", "Each kind of consent takes an act and a proof of its own.", BUNDLED
        )
    kinds |= own
    return version


def _check_withdrawals(new: NewConsent, withdrawn: Mapping[Relation, datetime]) -> None:
    """Refuse what the person has withdrawn since: the withdrawal is the last word."""
    moments = (withdrawn.get((one, new.notice_id, new.kind)) for one in new.subjects)
    if any(moment is not None and new.given_at <= moment for moment in moments):
        raise ConsentUnusable("given_at", "The person withdrew since.", "withdrawn-since")


def _write(
    actor: str,
    now: datetime,
    controller: str,
    new: Sequence[NewConsent],
    results: Sequence[Given | ConsentUnusable],
) -> None:
    made = [
        (one, result.record)
        for one, result in zip(new, results, strict=True)
        if isinstance(result, Given) and result.is_new
    ]
    rows = [row for _, row in made]
    ConsentRecord.objects.bulk_create(rows)
    ConsentSubject.objects.bulk_create(
        ConsentSubject(record=row, subject=subject) for one, row in made for subject in one.subjects
    )
    ConsentEvent.objects.bulk_create(
        ConsentEvent(record=row, event=Occurrence.GIVEN, at=row.given_at, actor=actor)
        for row in rows
    )
    _supersede(actor, now, rows)
    record_many(_tell(actor, now, row) for row in rows)
    _record_refusals(actor, now, controller, results)


def _supersede(actor: str, now: datetime, rows: Sequence[ConsentRecord]) -> None:
    older = find_superseded([row.id for row in rows])
    ConsentEvent.objects.bulk_create(
        ConsentEvent(record_id=one, event=Occurrence.SUPERSEDED, at=now, actor=actor)
        for one in older
    )
    if older:
        move_standing()


def _tell(actor: str, now: datetime, row: ConsentRecord) -> Event:
    details = {
        "controller": row.controller,
        "kind": row.kind,
        "notice": str(row.notice_version.notice_id),
        "version": row.notice_version.number,
    }
    return Event(Action.CONSENT_GIVEN, actor, str(row.id), now, details)


def _record_refusals(
    actor: str, now: datetime, controller: str, results: Sequence[Given | ConsentUnusable]
) -> None:
    refused = Counter(
        f"{result.place}: {result.code}"
        for result in results
        if isinstance(result, ConsentUnusable)
    )
    if refused:
        record(Event(Action.CONSENT_REFUSED, actor, controller, now, {"refused": dict(refused)}))
