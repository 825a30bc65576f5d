"""Where the hub places alerts: by evidence, in whatever order they come, with a ledger of each move."""

import random
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from sharing.alerts.models import Alert
from sharing.cases import services
from sharing.cases.arrange import View, arrange
from sharing.cases.models import CaseKey, CaseMembership, CaseMove, Hull
from sharing.cases.services import Entry, assign_cases
from sharing.cases.sketching import Seen, sketch
from sharing.delivery.models import Rendition
from sharing.scoring.score import Score
from tests.factories.bundles import make_bundle
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

SCORE = Score(50, (("severity", 50),), "test", (("severity", 50),))
SITES = 6


def make_entries(bank, now, count, *, chained=False):
    """Return alerts about a few sites, stored but not placed, and the site of each.

    Chained, each names the next site as well.
    """
    sites = {}
    entries = []
    for number in range(count):
        site, at = number % SITES, now + timedelta(minutes=number)
        named = [f"url:value = 'https://site-{site}.example/login'"]
        if chained:
            named.append(f"url:value = 'https://site-{site + 1}.example/login'")
        bundle = make_bundle(name=f"Page {number}", pattern=f"[{' OR '.join(named)}]")
        root = bundle["objects"][-1]["id"]
        alert = Alert.objects.create(
            id=uuid4(),
            reporter=bank.institution,
            root_id=root,
            root_modified="",
            content_digest=b"",
            body=b"",
            tlp=3,
            categories="",
            severity=50,
            likelihood=50,
            jurisdictions="",
            stage="",
            received_at=at,
            stored_at=at,
        )
        seen = Seen(bank.stix_id, root, exercise=False, at=at)
        entries.append(Entry(alert.id, at, sketch(bundle["objects"], seen), SCORE))
        sites[alert.id] = site
    return entries, sites


def read_partition():
    cases = defaultdict(set)
    for alert_id, case_id in CaseMembership.objects.values_list("alert_id", "case_id"):
        cases[case_id].add(alert_id)
    return frozenset(frozenset(case) for case in cases.values())


def check_sizes(count):
    """Each hull knows how many stand in it, and nobody stands in none."""
    told = dict(Hull.objects.values_list("id", "size"))
    found = Counter(CaseMembership.objects.values_list("hull_id", flat=True))
    assert told == found
    assert sum(told.values()) == count


def expect(sites):
    cases = defaultdict(set)
    for alert_id, site in sites.items():
        cases[site].add(alert_id)
    return frozenset(frozenset(case) for case in cases.values())


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_arrival_changes_nothing(bank, now, seed):
    entries, sites = make_entries(bank, now, 24)
    random.Random(seed).shuffle(entries)  # noqa: S311  # an order, not a secret

    for entry in entries:
        assign_cases(now=now, entries=[entry])

    assert read_partition() == expect(sites)
    earliest = {
        min(case, key=lambda one: next(e.at for e in entries if e.alert_id == one))
        for case in read_partition()
    }
    assert set(CaseMembership.objects.values_list("case_id", flat=True)) == earliest


def test_one_batch_places_as_one_by_one_does(bank, now):
    entries, sites = make_entries(bank, now, 24)

    assign_cases(now=now, entries=entries)

    assert read_partition() == expect(sites)
    check_sizes(24)


@pytest.mark.parametrize("known", [0, 60])
def test_a_batch_takes_the_same_statements_however_many_stand_there(bank, now, known):
    entries, _ = make_entries(bank, now, known + 12)
    if known:
        assign_cases(now=now, entries=entries[:known])

    with CaptureQueriesContext(
        connection,
    ) as few:
        assign_cases(now=now, entries=entries[known : known + 6])
    with CaptureQueriesContext(connection) as more:
        assign_cases(now=now, entries=entries[known + 6 :])

    assert len(few) <= 20
    assert len(more) <= 20


def test_every_move_is_in_the_ledger(bank, now):
    entries, _ = make_entries(bank, now, SITES + 1)
    early, late = entries[0], entries[SITES]

    assign_cases(now=now, entries=[late])
    assign_cases(now=now, entries=[early])

    moves = CaseMove.objects.order_by("id").values_list("alert_id", "came_from", "went_to")
    assert set(moves) == {
        (late.alert_id, None, late.alert_id),
        (early.alert_id, None, early.alert_id),
        (late.alert_id, late.alert_id, early.alert_id),
    }
    reasons = CaseMove.objects.get(came_from=late.alert_id).reasons
    assert "same-host" in {code for code, _ in reasons}
    assert set(CaseMove.objects.values_list("by", flat=True)) == {"hub"}


def test_rebuilding_places_all_as_they_stood_and_again_does_nothing(exchange, now, capsys):
    for minute in range(6):
        at = now + timedelta(minutes=minute)
        pattern = f"[url:value = 'https://site-{minute % 2}.example/login']"
        send(exchange["bank"], now=at, pattern=pattern, name=f"Page {minute}")
        work(at)
    before = read_partition()
    keys = set(CaseKey.objects.values_list("digest", "uses", "recent"))
    sketches = dict(Rendition.objects.values_list("id", "sketch"))
    CaseMembership.objects.update(sketch=b"", sketch_version=0, hull=None)
    Rendition.objects.update(sketch=b"", sketch_version=0)
    CaseKey.objects.all().delete()
    Hull.objects.all().delete()

    call_command("rebuild_cases", batch=4)

    assert capsys.readouterr().out == f"alerts: 6\nrenditions: {len(sketches)}\n"
    assert read_partition() == before
    assert len(before) == 2
    assert dict(Rendition.objects.values_list("id", "sketch")) == sketches
    assert {row[:2] for row in CaseKey.objects.values_list("digest", "uses")} == {
        row[:2] for row in keys
    }
    call_command("rebuild_cases")
    assert capsys.readouterr().out == "alerts: 0\nrenditions: 0\n"
    call_command("rebuild_cases", afresh=True)
    assert read_partition() == before


def test_after_a_change_of_the_form_no_key_of_the_old_one_is_left(exchange, now, capsys):
    for minute in range(2):
        at = now + timedelta(minutes=minute)
        send(exchange["bank"], now=at, pattern="[url:value = 'https://one.example/a']")
        work(at)
    before, keys = read_partition(), set(CaseKey.objects.values_list("digest"))
    CaseMembership.objects.filter(case_id=F("alert_id")).update(sketch_version=1)
    CaseKey.objects.create(digest=1, recent=uuid4().hex)

    call_command("rebuild_cases")

    assert capsys.readouterr().out.startswith("alerts: 2\n")
    assert (read_partition(), set(CaseKey.objects.values_list("digest"))) == (before, keys)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("size", [1, 5])
def test_eight_workers_at_once_make_the_same_cases(bank, now, size, chained):
    """Also where hulls that several of them hold become one."""
    entries, _ = make_entries(bank, now, 96, chained=chained)
    random.Random(size).shuffle(entries)  # noqa: S311  # an order, not a secret
    start = Barrier(8)

    def place(mine):
        try:
            start.wait()
            for first in range(0, len(mine), size):
                with transaction.atomic():
                    assign_cases(now=now, entries=mine[first : first + size])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(place, entries[number::8]) for number in range(8)]:
            done.result()

    alone = arrange(View(one.alert_id, one.at, one.sketch) for one in entries)
    placed = dict(CaseMembership.objects.values_list("alert_id", "case_id"))
    assert placed == {alert_id: one.case_id for alert_id, one in alone.items()}
    check_sizes(96)


def test_who_comes_to_a_hull_that_is_too_large_stands_beside_its_best_link(bank, now, monkeypatch):
    monkeypatch.setattr(services, "LARGEST_HULL", 3)
    entries, sites = make_entries(bank, now, 4 * SITES)

    for entry in entries:
        assign_cases(now=now, entries=[entry])

    assert read_partition() == expect(sites)
    assert CaseMove.objects.count() == len(entries)
    check_sizes(len(entries))


def test_the_ledger_is_added_to_and_never_changed(bank, now):
    entries, _ = make_entries(bank, now, 1)
    assign_cases(now=now, entries=entries)

    with pytest.raises(DatabaseError), transaction.atomic():
        CaseMove.objects.update(by="somebody")

    assert CaseMove.objects.get().by == "hub"
