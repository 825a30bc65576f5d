"""Cases under attack: floods of one key, decisions at once, main objects that are not shown."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from sharing.cases import arrange as arranging
from sharing.cases import crowds
from sharing.cases.arrange import View, arrange
from sharing.cases.decisions import AWAY, BESIDE, MOVED, Act, Named, Reason
from sharing.cases.meeting import REMEMBERED, meet, sign
from sharing.cases.models import CaseKey, Ruling
from sharing.cases.sketching import Seen, sketch
from sharing.delivery.caseviews import find_cases
from sharing.delivery.casework import Word, merge_cases, split_case, undo_ruling
from sharing.delivery.models import Rendition, RenditionObject
from sharing.delivery.resketching import sketch_again
from sharing.errors import NotFound
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work
from tests.sharing.test_cases_placing import make_entries

pytestmark = pytest.mark.embedded
SITE = "url:value = 'https://flooded.example/login'"
KEY = 7


def store(member, now, count):
    """Return the ids of stored alerts of a member."""
    return [one.alert_id for one in make_entries(member, now, count)[0]]


def test_who_floods_a_key_makes_it_forget_nobody_else(exchange, now):
    (early,) = store(exchange["bank"], now, 1)
    meet({early: [KEY]})
    for one in store(exchange["platform"], now, REMEMBERED + 8):
        meet({one: [KEY]})
    meet({one: [KEY] for one in store(exchange["platform"], now, REMEMBERED + 8)})

    (late,) = store(exchange["peer"], now, 1)

    assert early in meet({late: [KEY]})[late]
    row = CaseKey.objects.get(digest=sign(KEY))
    assert row.uses == 2 + 2 * (REMEMBERED + 8)
    assert len(row.recent) == REMEMBERED * 32


def make_view(number, now, *, pattern=f"[{SITE}]", **changes):
    at = now + timedelta(seconds=number)
    objects = make_bundle(pattern=pattern, **{"name": f"Page {number}", **changes})["objects"]
    seen = Seen("identity--x", objects[-1]["id"], exercise=False, at=at)
    return View(UUID(int=number + 1), at, sketch(objects, seen))


def count_comparisons(monkeypatch, views):
    calls = [0]
    for room, name in ((crowds, "compare"), (arranging, "hull_link")):
        original = getattr(room, name)

        def counted(*pair, original=original):
            calls[0] += 1
            return original(*pair)

        monkeypatch.setattr(room, name, counted)
    placed = arrange(views)
    monkeypatch.undo()
    return calls[0], placed


def test_a_flood_costs_its_length_and_not_its_square(monkeypatch, now):
    views = [make_view(number, now) for number in range(400)]
    monkeypatch.setattr(arranging, "LARGEST_PART", 20)
    half, _ = count_comparisons(monkeypatch, views[:200])
    monkeypatch.setattr(arranging, "LARGEST_PART", 20)

    whole, placed = count_comparisons(monkeypatch, views)

    assert whole < 2.3 * half
    assert {one.case_id for one in placed.values()} == {views[0].alert_id}


def test_reports_before_and_after_a_flood_stay_one_case(monkeypatch, now):
    """The flood shares the site with both, and is about another vulnerability."""
    monkeypatch.setattr(arranging, "LARGEST_PART", 20)
    mine = {"description": "Exploits CVE-2026-11111 on the page."}
    theirs = {"description": "Exploits CVE-2026-22222 on the page."}
    first, last = make_view(0, now, **mine), make_view(200, now, **mine)
    flood = [make_view(number, now, **theirs) for number in range(1, 200)]

    placed = arrange([first, *flood, last])

    cases = {one.alert_id: placed[one.alert_id].case_id for one in (first, *flood, last)}
    assert cases[last.alert_id] == first.alert_id
    assert {cases[one.alert_id] for one in flood} == {flood[0].alert_id}
    assert placed[last.alert_id].joined == first.alert_id


def test_what_people_decided_holds_in_a_flood(monkeypatch, now):
    monkeypatch.setattr(arranging, "LARGEST_PART", 20)
    views = [make_view(number, now) for number in range(40)]
    alien = make_view(50, now, pattern="[url:value = 'https://other.example/x']", name="Other")
    *_, one, two = (view.alert_id for view in views)
    away = (Named(one, MOVED), *(Named(view.alert_id, AWAY) for view in views[:5]))
    beside = (Named(alien.alert_id, MOVED), Named(two, BESIDE))

    placed = arrange([*views, alien], [Act(uuid4(), now, away), Act(uuid4(), now, beside)])

    assert placed[one].case_id == one
    assert placed[alien.alert_id].case_id == placed[two].case_id
    assert placed[alien.alert_id].ruled


def test_two_without_their_main_objects_are_no_versions_of_each_other(exchange, now):
    sent = []
    for number in range(2):
        at = now + timedelta(days=30 * number)
        pattern = f"[domain-name:value = 'site-{number}.example']"
        sent.append(send(exchange["bank"], now=at, pattern=pattern, name=f"Page {number}").id)
        work(at)
    RenditionObject.objects.filter(object_type="report").update(withdrawn=True)

    sketch_again(now=now, rendition_ids=list(Rendition.objects.values_list("id", flat=True)))

    found = find_cases(institution_id=exchange["peer"].institution.id, alerts=sent)
    assert found == {one: one for one in sent}


@pytest.fixture
def pair(exchange, now):
    """Two alerts of two events, as the peer sees them."""
    found = []
    for number in range(2):
        at = now + timedelta(minutes=number)
        pattern = f"[url:value = 'https://site-{number}.example/a']"
        found.append(send(exchange["bank"], now=at, pattern=pattern, name=f"Page {number}").id)
        work(at)
    return found


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_decide_the_same_at_once_one_does(exchange, now, pair):
    actor, start = exchange["peer"].actor, Barrier(8)

    def merge(_number):
        try:
            start.wait()
            word = Word(Reason.SAME_EVENT)
            return merge_cases(actor=actor, now=now, case_id=pair[0], other=pair[1], word=word)
        except NotFound:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = [one for one in pool.map(merge, range(8)) if one is not None]

    assert len(done) == Ruling.objects.count() == 1
    undone = undo_ruling(actor=actor, now=now, ruling_id=done[0].ruling)
    assert undone.cases == ((pair[0], (pair[0],)), (pair[1], (pair[1],)))


def test_decisions_that_contradict_each_other_leave_the_later_and_its_undoing_the_earlier(
    exchange, now, pair
):
    actor, word = exchange["peer"].actor, Word(Reason.SAME_EVENT)
    merge_cases(actor=actor, now=now, case_id=pair[0], other=pair[1], word=word)
    later = now + timedelta(minutes=5)
    split = split_case(actor=actor, now=later, case_id=pair[0], alerts=[pair[1]], word=word)

    assert split.ruling is not None
    undone = undo_ruling(actor=actor, now=later, ruling_id=split.ruling)

    assert [case for case, _ in split.cases] == pair
    assert undone.cases == ((pair[0], tuple(pair)),)
