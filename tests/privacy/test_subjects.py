"""Clear values lie under keys of the persons they name; without the key they are gone (PC-15, PC-30)."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.audit.models import AuditEvent
from privacy.detection import inspect_bundle
from privacy.keys.models import DataKey
from privacy.keys.services import destroy_subject_keys
from privacy.subjects.cutting import Cut, Value, cut
from privacy.subjects.identifiers import subject_key
from privacy.subjects.models import ClearValue, Mention, Restriction
from privacy.subjects.selectors import find_items, find_restricted, read_said, restore_many
from privacy.subjects.services import erase, keep, release, restrict
from privacy.subjects.types import Keep

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

BANK = "identity--5ff2e1a0-0d4f-4c3e-9f86-1f7e7b1c9a11"
MEI, LI = "13800138000", "13900139000"


def phone(number):
    return subject_key("phone", number)


def cut_text(*numbers, name="") -> Cut:
    said = "".join(f"电话{number}，" for number in numbers) + (f"姓名：{name}。" if name else "")
    text = f'{{"objects": [{{"type": "x", "note": "{said}"}}]}}'
    return cut(text, inspect_bundle(json.loads(text)))


def store(now, *cuts, confidential=False):
    """Keep cuts as items of one batch and return (id, skeleton) of each."""
    items = {uuid4(): one for one in cuts}
    keep(
        now=now,
        controller=BANK,
        items=[Keep("alert", item, one.values, confidential) for item, one in items.items()],
    )
    return [(item, one.skeleton) for item, one in items.items()]


def restored(item, skeleton):
    return restore_many("alert", {item: skeleton})[item]


def test_what_was_cut_comes_back_while_the_keys_stand(now):
    ((item, skeleton),) = store(now, cut_text(MEI, LI))

    assert MEI not in skeleton
    assert MEI in restored(item, skeleton)
    assert LI in restored(item, skeleton)
    assert all(MEI.encode() not in bytes(row.sealed) for row in ClearValue.objects.all())


def test_pc_15_erasing_one_person_leaves_the_other(now):
    ((item, skeleton),) = store(now, cut_text(MEI, LI))

    count = erase(actor="officer", now=now, items=find_items(subjects=frozenset({phone(MEI)})))

    assert count == 1
    text = restored(item, skeleton)
    assert MEI not in text
    assert "电话[erased]" in text
    assert LI in text
    assert not Mention.objects.filter(subject=phone(MEI)).exists()
    assert DataKey.objects.filter(kind="subject", state="destroyed").count() == 1
    events = AuditEvent.objects.filter(action="subjects.subject.erased")
    assert [event.subject for event in events] == [phone(MEI).hex()]


def test_pc_30_a_destroyed_key_reads_as_erased_and_is_no_error(now):
    ((item, skeleton),) = store(now, cut_text(MEI))

    destroy_subject_keys(actor="officer", now=now, subjects=[phone(MEI)])

    assert "电话[erased]" in restored(item, skeleton)


def test_a_value_of_several_persons_goes_with_any_of_them(now):
    value = Value(0, "QUJD", (("phone", MEI), ("phone", LI)))
    for one in (MEI, LI):
        ((item, skeleton),) = store(now, Cut('["\ue000a0\ue001"]', (value,)))
        assert restored(item, skeleton) == '["QUJD"]'

        destroy_subject_keys(actor="officer", now=now, subjects=[phone(one)])

        assert restored(item, skeleton) == '["W2VyYXNlZF0="]'
        ClearValue.objects.all().delete()
        Mention.objects.all().delete()


def test_a_name_finds_nobody_but_goes_where_a_strong_identifier_was_found(now):
    name = subject_key("person-name", "王秀兰")
    (mine, hers) = store(now, cut_text(MEI, name="王秀兰"), cut_text(LI, name="王秀兰"))

    assert find_items(subjects=frozenset({name})) == ()
    erase(actor="officer", now=now, items=find_items(subjects=frozenset({name, phone(MEI)})))

    assert "王秀兰" not in restored(*mine)
    assert "王秀兰" in restored(*hers)


def test_what_is_said_of_a_person_holds_nothing_of_others(now):
    store(now, cut_text(MEI, LI, name="王秀兰"))
    found = find_items(subjects=frozenset({phone(MEI)}))

    (said,) = read_said(found).values()

    assert [(one.kind, one.value) for one in said] == [("phone", MEI)]


def test_pc_25_confidential_items_are_not_found_and_survive_with_the_same_steps(now):
    store(now, cut_text(MEI))
    with CaptureQueriesContext(
        connection,
    ) as alone:
        assert len(find_items(subjects=frozenset({phone(MEI)}))) == 1
    ((item, skeleton),) = store(now, cut_text(MEI), confidential=True)

    with CaptureQueriesContext(connection) as beside:
        found = find_items(subjects=frozenset({phone(MEI)}))
    erase(actor="officer", now=now, items=found)

    assert len(beside) == len(alone)
    assert [one.item_id for one in found] != [item]
    assert MEI in restored(item, skeleton)
    assert DataKey.objects.filter(kind="subject", state="destroyed").count() == 1


def test_a_key_goes_with_the_last_item_that_mentions_its_person(now):
    (first, second) = store(now, cut_text(MEI), cut_text(MEI))
    one, other = find_items(subjects=frozenset({phone(MEI)}))

    erase(actor="officer", now=now, items=[one])
    assert not DataKey.objects.filter(kind="subject", state="destroyed").exists()
    erase(actor="officer", now=now, items=[other])

    assert DataKey.objects.filter(kind="subject", state="destroyed").count() == 1
    assert MEI not in restored(*first)
    assert MEI not in restored(*second)


def test_pc_16_a_restriction_stands_until_it_is_lifted(now):
    asked = frozenset({phone(MEI), phone(LI)})

    assert restrict(actor="officer", now=now, subjects=frozenset({phone(MEI)})) == 1
    assert restrict(actor="officer", now=now, subjects=frozenset({phone(MEI)})) == 0
    assert find_restricted(asked) == {("", phone(MEI))}

    assert release(actor="officer", now=now, subjects=asked) == 1
    assert release(actor="officer", now=now, subjects=asked) == 0
    assert find_restricted(asked) == frozenset()
    assert not Restriction.objects.exists()


def test_the_statements_do_not_grow_with_the_values(now):
    store(now, cut_text("13700137000"))
    counts = []
    for batch in (1, 40):
        cuts = [
            cut_text(f"138{batch:02}0{n:02}000", f"139{batch:02}0{n:02}000") for n in range(batch)
        ]
        with CaptureQueriesContext(connection) as written:
            kept = store(now, *cuts)
        with CaptureQueriesContext(connection) as read:
            restore_many("alert", dict(kept))
        counts.append((len(written), len(read)))

    assert counts[0] == counts[1]
    assert counts[0][1] == 2
