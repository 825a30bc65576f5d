"""Keep what was cut out of items, under keys of those it names; restrict, and destroy."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from privacy.audit.events import Action, Event
from privacy.audit.services import record_many
from privacy.keys.services import destroy_subject_keys, make_subject_keys
from privacy.subjects.cutting import Value
from privacy.subjects.identifiers import scope_to_item
from privacy.subjects.models import ClearValue, Mention, Objection, Restriction, place_of_value
from privacy.subjects.seals import seal_values
from privacy.subjects.selectors import split_subjects
from privacy.subjects.types import Keep, Mentioning, know

WRITTEN_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Naming:
    """A value of an item, and how the item knows those whom it names: (kind, strong) by digest."""

    item: Keep
    value: Value
    subjects: Mapping[bytes, tuple[str, bool]]

    def list_keys(self) -> list[bytes]:
        """Return whose keys seal the value.

        Confidential items have keys of their own: the erasure of everything else, in the same steps,
        leaves them readable (PC-25).
        """
        if not self.item.confidential:
            return list(self.subjects)
        return [scope_to_item(one, str(self.item.item_id)) for one in self.subjects]


@transaction.atomic
def keep(*, now: datetime, controller: str, items: Sequence[Keep]) -> None:
    """Seal the values of items of one controller under keys of the subjects that they name.

    A handful of statements, whatever the number of items and values.
    """
    naming = [
        _Naming(item, value, _know(item.item_id, value.named))
        for item in items
        for value in item.values
    ]
    if not naming:
        return
    wanted = {key for one in naming for key in one.list_keys()}
    keys = make_subject_keys(now=now, owner=controller, subjects=wanted)
    Mention.objects.bulk_create(_list_mentions(now, controller, naming), batch_size=WRITTEN_AT_ONCE)
    ClearValue.objects.bulk_create(_list_sealed(naming, keys), batch_size=WRITTEN_AT_ONCE)


@transaction.atomic
def restrict(*, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = "") -> int:
    """Let nothing that names these subjects go on; return how many were not restricted before.

    Of one controller's items, or of everybody's.
    """
    rows = Restriction.objects.filter(subject__in=list(subjects), controller=controller)
    fresh = sorted(subjects - {bytes(one) for one in rows.values_list("subject", flat=True)})
    Restriction.objects.bulk_create(
        (Restriction(subject=one, controller=controller, since=now) for one in fresh),
        ignore_conflicts=True,
    )
    _note(Action.SUBJECT_RESTRICTED, actor, now, fresh)
    return len(fresh)


@transaction.atomic
def object_to(
    *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
) -> int:
    """Let nothing that names these subjects go on a controller's interests alone (GDPR 21; PIPL 24, 44).

    Return how many had not objected before; "" means everybody's interests.
    """
    rows = Objection.objects.filter(subject__in=list(subjects), controller=controller)
    fresh = sorted(subjects - {bytes(one) for one in rows.values_list("subject", flat=True)})
    Objection.objects.bulk_create(
        (Objection(subject=one, controller=controller, since=now) for one in fresh),
        ignore_conflicts=True,
    )
    _note(Action.SUBJECT_OBJECTED, actor, now, fresh)
    return len(fresh)


@transaction.atomic
def end_objection(
    *, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = ""
) -> int:
    """Lift the objection of these subjects at that controller; return how many there were."""
    rows = Objection.objects.filter(subject__in=list(subjects), controller=controller)
    found = sorted(bytes(one) for one in rows.values_list("subject", flat=True))
    rows.delete()
    _note(Action.SUBJECT_OBJECTION_ENDED, actor, now, found)
    return len(found)


@transaction.atomic
def release(*, actor: str, now: datetime, subjects: frozenset[bytes], controller: str = "") -> int:
    """Lift the restriction of these subjects at that controller; return how many there were."""
    rows = Restriction.objects.filter(subject__in=list(subjects), controller=controller)
    found = sorted(bytes(one) for one in rows.values_list("subject", flat=True))
    rows.delete()
    _note(Action.SUBJECT_RELEASED, actor, now, found)
    return len(found)


@transaction.atomic
def erase(*, actor: str, now: datetime, items: Collection[Mentioning]) -> int:
    """Destroy what these items say of the person they were found for; return how many values.

    The rows go, and so do the keys of subjects that no other item of its controller mentions (PC-15,
    PC-30): what must be kept elsewhere, under a hold, stays readable there.
    """
    wanted = {item.item_id: item.subjects for item in items}
    values = [
        row.pk
        for row in ClearValue.objects.filter(item_id__in=list(wanted)).only("item_id", "subjects")
        if not wanted[row.item_id].isdisjoint(split_subjects(bytes(row.subjects)))
    ]
    mentions = [
        row.pk
        for row in Mention.objects.filter(item_id__in=list(wanted)).only("item_id", "subject")
        if bytes(row.subject) in wanted[row.item_id]
    ]
    ClearValue.objects.filter(id__in=values).delete()
    Mention.objects.filter(id__in=mentions).delete()
    for controller in sorted({item.controller for item in items}):
        named = {one for item in items if item.controller == controller for one in item.subjects}
        gone = _find_unmentioned(controller, named)
        destroy_subject_keys(actor=actor, now=now, subjects=gone, owners=[controller])
        _note(Action.SUBJECT_ERASED, actor, now, gone)
    return len(values)


@transaction.atomic
def destroy_values(*, actor: str, now: datetime, items: Collection[UUID]) -> int:
    """Destroy what these items say in clear, of anybody; return how many values.

    The keys that open nothing any more go as well (PC-30). That an item mentions somebody stays known, so
    that the person still finds it (PC-18).
    """
    values = ClearValue.objects.filter(item_id__in=list(items))
    counts = dict(values.order_by().values_list("item_id").annotate(Count("id")))
    values.delete()
    mentions = list(Mention.objects.filter(item_id__in=list(counts)))
    for controller in sorted({row.controller for row in mentions}):
        idle = _list_idle(controller, [row for row in mentions if row.controller == controller])
        destroy_subject_keys(actor=actor, now=now, subjects=idle, owners=[controller])
    record_many(
        Event(Action.VALUES_DESTROYED, actor, str(item_id), now, {"values": count})
        for item_id, count in sorted(counts.items())
    )
    return sum(counts.values())


def _know(item_id: UUID, identifiers: Iterable[tuple[str, str]]) -> dict[bytes, tuple[str, bool]]:
    found: dict[bytes, tuple[str, bool]] = {}
    for kind, normalised in identifiers:
        subject, strong = know(item_id, kind, normalised)
        found.setdefault(subject, (kind, strong))
    return found


def _list_mentions(now: datetime, controller: str, naming: Iterable[_Naming]) -> Iterator[Mention]:
    seen: set[tuple[UUID, bytes]] = set()
    for one in naming:
        for subject, (kind, strong) in one.subjects.items():
            if (one.item.item_id, subject) in seen:
                continue
            seen.add((one.item.item_id, subject))
            yield Mention(
                subject=subject,
                item_kind=one.item.item_kind,
                item_id=one.item.item_id,
                controller=controller,
                kind=kind,
                strong=strong,
                confidential=one.item.confidential,
                at=now,
            )


def _list_sealed(naming: Sequence[_Naming], keys: Mapping[bytes, UUID]) -> Iterator[ClearValue]:
    sealed = seal_values(
        (
            place_of_value(one.item.item_kind, one.item.item_id, one.value.index),
            [keys[key] for key in one.list_keys()],
            one.value.text.encode(),
        )
        for one in naming
    )
    for one, value in zip(naming, sealed, strict=True):
        yield ClearValue(
            item_kind=one.item.item_kind,
            item_id=one.item.item_id,
            index=one.value.index,
            subjects=b"".join(one.subjects),
            sealed=value,
        )


def _find_unmentioned(controller: str, subjects: Collection[bytes]) -> list[bytes]:
    left = Mention.objects.filter(subject__in=list(subjects), controller=controller)
    left = left.filter(confidential=False)
    return sorted({*subjects} - {bytes(one) for one in left.values_list("subject", flat=True)})


def _list_idle(controller: str, mentions: Iterable[Mention]) -> list[bytes]:
    """Return by what the keys are known that sealed values of these mentions, and open none now."""
    scoped = {
        scope_to_item(bytes(row.subject), str(row.item_id)) for row in mentions if row.confidential
    }
    shared = sorted({bytes(row.subject) for row in mentions if not row.confidential})
    left = ClearValue.objects.filter(item_kind=OuterRef("item_kind"), item_id=OuterRef("item_id"))
    used = {
        bytes(one)
        for start in range(0, len(shared), WRITTEN_AT_ONCE)
        for one in Mention.objects.filter(subject__in=shared[start : start + WRITTEN_AT_ONCE])
        .filter(controller=controller)
        .filter(confidential=False)
        .filter(Exists(left))
        .values_list("subject", flat=True)
        .distinct()
    }
    return sorted(scoped | {*shared} - used)


def _note(action: Action, actor: str, now: datetime, subjects: Iterable[bytes]) -> None:
    record_many(Event(action, actor, one.hex(), now) for one in subjects)
