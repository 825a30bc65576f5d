"""The gauges of a week from what was delivered, told, read and answered; and again from the export."""

import csv
import io
from collections import Counter
from datetime import datetime, timedelta
from math import ceil

import pytest
from django.utils import timezone

from hub.accounts.services import add_person
from sharing.api.events import Order, read_batch
from sharing.api.reading import list_page, open_alert
from sharing.attention.events import load_receptions, load_shared
from sharing.attention.export import write_events
from sharing.attention.gauges import name_week, read_week
from sharing.attention.measuring import load_events, read_member, read_sectors
from sharing.channels.mail import send_digests
from sharing.errors import NotFound
from sharing.members.actors import SYSTEM, Role
from sharing.members.models import Institution
from sharing.response.codes import Disposition
from sharing.response.services import Opinion, acknowledge, give_feedback
from sharing.routing.wishes import MailPlan
from sharing.stix.timestamps import write_timestamp
from tests.conftest import make_member
from tests.factories.channels import push, subscribe
from tests.factories.envelopes import make_envelope_raw
from tests.factories.journeys import send, work
from tests.sharing.test_attention_ranking import report

pytestmark = pytest.mark.embedded


def minutes(count):
    return timedelta(minutes=count)


@pytest.fixture
def lived(exchange, now, settings):
    """A week of the platform: three alerts in, two of one case in a digest, the critical one mailed at once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    platform, bank = exchange["platform"], exchange["bank"]
    reader = add_person(
        actor=SYSTEM,
        now=now,
        email="li@platform.example",
        password="a-long-passphrase-of-li",
        institution=platform.institution,
        roles=frozenset({Role.ANALYST}),
    )
    mail = MailPlan(readers=(reader,), daily_budget=0, digest_hour=9, time_zone="UTC")
    subscribe(platform, "mail", now=now, mail=mail)
    first = report(bank, now)
    again = report(bank, now)
    other = report(bank, now, "flight")
    push(now + minutes(2))
    send_digests(clock=lambda: now + timedelta(days=1), end=now + timedelta(days=2))
    open_alert(actor=platform.actor, now=now + minutes(80), alert_id=again)
    acknowledge(actor=platform.actor, now=now + minutes(50), alert_id=first)
    give_feedback(
        actor=platform.actor,
        now=now + minutes(90),
        alert_id=other,
        opinion=Opinion(disposition=Disposition.ACTED_BLOCKED),
    )
    raw = make_envelope_raw(
        alert={
            "occurred_from": write_timestamp(now - minutes(300)),
            "occurred_to": write_timestamp(now - minutes(200)),
            "detected_at": write_timestamp(now - minutes(90)),
        }
    )
    send(platform, now=now, raw=raw)
    work(now)
    return {"first": first, "again": again, "other": other}


def read(member, now):
    return read_member(actor=member.actor, now=now, week=name_week(now)).gauges


def test_a_week_is_weighed_timed_and_compared(lived, exchange, now):
    gauges = read(exchange["platform"], now + timedelta(days=3))

    assert (gauges.overload.alerts, gauges.overload.cases) == (3, 2)
    assert gauges.overload.notifications == 2
    assert (gauges.overload.acted, gauges.overload.acted_share) == (1, 0.3333)
    assert gauges.asymmetry.entitled == 3
    assert gauges.asymmetry.knew_within_1h == pytest.approx(0.6667)
    assert gauges.asymmetry.knew_within_24h == 1.0
    assert (gauges.asymmetry.shared, gauges.asymmetry.reciprocity) == (1, 0.3333)
    steps = {(step.start, step.end): step for step in gauges.lag}
    assert steps["t5_delivered", "t7_acknowledged"].count == 1
    assert steps["t5_delivered", "t8_acted"].p50 == pytest.approx(5400, abs=5)
    assert steps["t0_occurred", "t1_detected"].p50 == 12600.0
    assert steps["t1_detected", "t2_submitted"].p50 == 5400.0


def test_the_same_figures_follow_from_the_export(lived, exchange, now):
    platform, later = exchange["platform"], now + timedelta(days=3)
    week = read_week(name_week(now), now=later)

    text = write_events(*load_events(actor=platform.actor, week=week))

    rows = list(csv.DictReader(io.StringIO(text)))
    assert recount(rows) == flatten(read(platform, later))
    assert Counter(row["event"] for row in rows) == {"received": 3, "shared": 1}
    assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row.values() if cell)


def recount(rows):
    """Return the figures from the export alone, by the definitions that the API gives."""
    received = [row for row in rows if row["event"] == "received"]
    shared = [row for row in rows if row["event"] == "shared"]
    known = [wait(row, *KNOWN) for row in received]
    letters = {name for row in received for name in row["letters"].split()}
    acted = sum(row["acted"] == "yes" for row in received)
    return {
        "alerts": len(received),
        "cases": len({row["case"] for row in received}),
        "notifications": len(letters),
        "acted_share": round(acted / len(received), 4),
        "1h": round(sum(one is not None and one <= 3600 for one in known) / len(received), 4),
        "24h": round(sum(one is not None and one <= 86400 for one in known) / len(received), 4),
        "shared": len(shared),
        "reciprocity": round(len(shared) / len(received), 4),
        "lag": [
            *(spread(span(row, start, end) for row in shared) for start, end in OF_SHARED),
            spread(wait(row, "notified_at", "fetched_at") for row in received),
            spread(wait(row, "acknowledged_at") for row in received),
            spread(wait(row, "judged_at") for row in received),
        ],
    }


KNOWN = ("notified_at", "fetched_at", "acknowledged_at", "judged_at")
OF_SHARED = (
    ("occurred_at", "detected_at"),
    ("detected_at", "submitted_at"),
    ("submitted_at", "accepted_at"),
    ("accepted_at", "decided_at"),
    ("decided_at", "delivered_at"),
    ("submitted_at", "delivered_at"),
)


def span(row, start, end):
    if not row[start] or not row[end]:
        return None
    seconds = (
        datetime.fromisoformat(row[end]) - datetime.fromisoformat(row[start])
    ).total_seconds()
    return max(0.0, round(seconds, 3))


def wait(row, *names):
    return min(
        (one for name in names if (one := span(row, "delivered_at", name)) is not None),
        default=None,
    )


def spread(waits):
    found = sorted(one for one in waits if one is not None)
    ranks = [found[max(1, ceil(len(found) * share)) - 1] if found else None for share in (0.5, 0.9)]
    return (len(found), *ranks)


def flatten(gauges):
    overload, asymmetry = gauges.overload, gauges.asymmetry
    return {
        "alerts": overload.alerts,
        "cases": overload.cases,
        "notifications": overload.notifications,
        "acted_share": overload.acted_share,
        "1h": asymmetry.knew_within_1h,
        "24h": asymmetry.knew_within_24h,
        "shared": asymmetry.shared,
        "reciprocity": asymmetry.reciprocity,
        "lag": [(step.count, step.p50, step.p90) for step in gauges.lag],
    }


def test_what_was_pulled_was_fetched_and_a_line_in_a_list_is_not(exchange, as_member):
    now = timezone.now()
    members = [exchange[slug] for slug in ("platform", "peer", "foreign", "regulator")]
    platform, peer, foreign, _regulator = members
    report(exchange["bank"], now)
    week = read_week(name_week(now), now=timezone.now())
    as_member(platform).get(
        f"/taxii2/{platform.slug}/collections/inbox/objects/",
        headers={"Accept": "application/taxii+json;version=2.1"},
    )
    order = Order(actor=peer.actor, after=0)
    read_batch(order=order, now=now + minutes(5))
    list_page(actor=foreign.actor, now=now + minutes(5), values={})

    found = {
        member.slug: load_receptions(members=[member.institution.id], week=week)[0].fetched_at
        for member in members
    }

    assert found["platform"] is not None
    assert found["peer"] == now + minutes(5)
    assert (found["foreign"], found["regulator"]) == (None, None)


def test_another_week_has_nothing_of_this_one(lived, exchange, now):
    later = now + timedelta(days=8)

    gauges = read_member(actor=exchange["platform"].actor, now=later, week=name_week(later)).gauges

    assert gauges is not None
    assert (gauges.overload.alerts, gauges.asymmetry.shared) == (0, 0)


def test_gauges_of_a_member_know_nothing_of_others(lived, exchange, now):
    peer = read(exchange["peer"], now + timedelta(days=3))

    assert peer.overload.notifications == 0
    assert (peer.overload.acted, peer.asymmetry.shared) == (0, 0)
    assert peer.asymmetry.knew_within_24h == 0.0


def test_sectors_are_for_who_oversees_them(lived, exchange, now):
    asked = {"now": now + timedelta(days=3), "week": name_week(now)}

    sectors = read_sectors(actor=exchange["regulator"].actor, **asked)

    assert [one.sector for one in sectors] == ["bank", "payment", "platform"]
    for slug in ("bank", "platform", "outsider"):
        with pytest.raises(NotFound):
            read_sectors(actor=exchange[slug].actor, **asked)


def test_a_sector_of_too_few_members_tells_nothing(lived, exchange, now):
    asked = {"now": now + timedelta(days=3), "week": name_week(now)}

    sectors = read_sectors(actor=exchange["regulator"].actor, **asked)

    # Three banks received anything, and one platform.
    assert [one.gauges is None for one in sectors] == [False, True, True]


def test_a_sector_of_three_tells_sums_and_no_step_of_fewer(lived, exchange, now):
    Institution.objects.filter(slug__in=("peer", "foreign")).update(kind="platform")
    asked = {"now": now + timedelta(days=3), "week": name_week(now)}

    sectors = read_sectors(actor=exchange["regulator"].actor, **asked)

    gauges = next(one.gauges for one in sectors if one.sector == "platform")
    assert gauges is not None
    assert gauges.members == 3
    assert gauges.overload.alerts == 3 * 3 + 2
    assert gauges.asymmetry.shared is None
    assert {step.count for step in gauges.lag} == {None}


def test_reading_gauges_takes_few_queries_whatever_there_is(
    lived, exchange, now, django_assert_num_queries
):
    week = read_week(name_week(now), now=now)
    one = [exchange["platform"].institution.id]

    with django_assert_num_queries(13):
        load_receptions(members=one, week=week)
    with django_assert_num_queries(2):
        load_shared(members=one, week=week)


def test_a_member_without_anything_has_gauges_of_nothing(exchange, now):
    stranger = make_member("stranger", "payment", "CN-BJ")

    gauges = read(stranger, now)

    assert (gauges.members, gauges.overload.alerts, gauges.asymmetry.entitled) == (0, 0, 0)
