"""What a desk looks at first: ranked by what it sees, explained, and blind to what it does not see."""

from datetime import timedelta
from uuid import UUID

import pytest

from privacy.subjects.identifiers import subject_key
from sharing.attention import review
from sharing.attention.ranking import rank_cases
from sharing.attention.review import register_review
from sharing.attention.selectors import load_tracks
from sharing.attention.services import mark_seen
from sharing.channels.services import take_back
from sharing.delivery.models import Cause
from sharing.delivery.withdrawal import TakeBack
from sharing.errors import Unusable
from sharing.members.actors import SYSTEM
from sharing.members.models import Institution
from sharing.response.codes import Disposition
from sharing.response.models import Feedback
from sharing.scoring.track import Track
from sharing.stix.markings import Tlp
from tests.factories.channels import subscribe
from tests.factories.journeys import send, work

pytestmark = pytest.mark.embedded

KINDS = {
    "leak": ("category:data-breach", "severity:low"),
    "page": ("category:phishing", "severity:high"),
    "flight": ("category:platform-absconding", "severity:critical"),
}


def report(member, now, kind="page", *, host="", **changes):
    """Let a member report something that no other report is about."""
    host = host or f"{kind}-{member.slug}.example"
    sent = send(
        member,
        now=now,
        name=changes.pop("name", f"{kind} at {host}"),
        labels=KINDS[kind],
        pattern=f"[domain-name:value = '{host}']",
        **{"description": f"Seen at {host}.", **changes},
    )
    work(now)
    return sent.id


def rank(member, now, **changes):
    return rank_cases(actor=member.actor, now=now, **{"limit": 50, **changes})


def points(case):
    return dict(case.score.parts)


def judge(member, alert, now, disposition=Disposition.CONFIRMED):
    Feedback.objects.create(
        alert_id=alert,
        recipient=member.institution,
        disposition=disposition,
        given_at=now,
        given_by=member.actor.name,
    )


def test_the_most_urgent_case_stands_first_whatever_is_newest(exchange, now):
    flight = report(exchange["bank"], now, "flight")
    leak = report(exchange["bank"], now + timedelta(minutes=5), "leak")

    found = rank(exchange["platform"], now + timedelta(minutes=6))

    assert [case.id for case in found.cases] == [flight, leak]
    assert found.cases[0].score.value > found.cases[1].score.value
    assert found.cases[0].score.version == "score-2"
    assert set(found.alerts) == {flight, leak}


@pytest.fixture
def _one_case(monkeypatch):
    """Let all alerts be about one event."""

    def find(*, institution_id, alerts):
        return dict.fromkeys(alerts, min(alerts, default=None))

    monkeypatch.setattr("sharing.delivery.listing.find_cases", find)


@pytest.mark.usefixtures("_one_case")
@pytest.mark.parametrize(("group", "shown", "reporters"), [("", 2, 2), ("one-holding", None, 1)])
def test_reporters_corroborate_each_other_unless_one_owns_them_both(
    exchange, now, group, shown, reporters
):
    Institution.objects.filter(slug__in=("bank", "peer")).update(owner_group=group)
    report(exchange["bank"], now)
    report(exchange["peer"], now)

    (case,) = rank(exchange["platform"], now).cases

    assert case.corroboration == shown
    assert dict(case.score.inputs)["reporters"] == reporters
    assert case.alert_count == 2


def test_what_is_old_gives_way_to_what_is_new(exchange, now):
    report(exchange["bank"], now, host="old.example", name="Page old.example")
    later = now + timedelta(days=10)
    fresh = report(exchange["bank"], later, host="fresh.example", name="Page fresh.example")

    found = rank(exchange["platform"], later)

    assert found.cases[0].id == fresh
    assert points(found.cases[0])["recency"] == 16
    assert "recency" not in points(found.cases[1])


def test_a_watched_token_a_name_a_place_and_a_subscription_make_a_case_ones_own(exchange, now):
    platform = exchange["platform"]
    plain = report(exchange["bank"], now)
    before = points(rank(platform, now).cases[0])
    subscribe(platform, "stream", now=now, name="pages", categories=frozenset({"phishing"}))
    mine = report(
        exchange["bank"],
        now,
        host="other.example",
        name="Page other.example imitates Platform Institution",
    )

    cases = {case.id: points(case) for case in rank(platform, now).cases}

    assert "subscribed" not in before
    assert cases[plain].get("subscribed") == cases[mine]["subscribed"] == 3
    assert cases[mine]["named"] == 5
    assert "named" not in cases[plain]


def test_a_watched_token_in_the_rendition_counts(exchange, now):
    platform = exchange["platform"]
    token = "Wm9uZTEyMzQ1Njc4OTAxMg"
    report(exchange["bank"], now, description=f"It is about tok-{token}.")
    subscribe(platform, "stream", now=now, name="ours", watch=frozenset({token}))

    (case,) = rank(platform, now).cases

    assert points(case)["watched"] == 8


def test_a_subscription_to_everything_says_nothing(exchange, now):
    subscribe(exchange["platform"], "stream", now=now)
    report(exchange["bank"], now)

    (case,) = rank(exchange["platform"], now).cases

    assert "subscribed" not in points(case)
    assert "watched" not in points(case)


def test_hidden_reports_change_nothing_of_a_ranking(exchange, now):
    report(exchange["bank"], now, host="seen.example", name="Page seen.example")
    platform, later = exchange["platform"], now + timedelta(minutes=1)
    before = rank(platform, later)

    hidden = report(
        exchange["peer"], now, host="seen.example", name="Page seen.example", tlp=Tlp.RED
    )
    judge(exchange["regulator"], hidden, now)

    assert rank(platform, later) == before


def test_new_is_what_came_since_one_looked(exchange, now):
    platform = exchange["platform"]
    old = report(exchange["bank"], now)
    first = rank(platform, now)
    mark_seen(actor=platform.actor, now=now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    new = report(exchange["bank"], later, "flight")

    found = rank(platform, later, only_new=True)
    everything = rank(platform, later)

    assert first.seen_at is None
    assert [case.is_new for case in first.cases] == [True]
    assert found.seen_at == now + timedelta(minutes=1)
    assert [(case.id, case.is_new, case.new_alerts) for case in found.cases] == [(new, True, 1)]
    assert {case.id: case.new_alerts for case in everything.cases} == {new: 1, old: 0}


def test_what_was_taken_back_since_one_looked_is_counted_and_gone(exchange, now):
    platform = exchange["platform"]
    alert = report(exchange["bank"], now)
    mark_seen(actor=platform.actor, now=now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    take_back(actor=SYSTEM, now=later, orders=[TakeBack(alert, Cause.RECALLED)])

    found = rank(platform, later)

    assert (found.cases, found.taken_back) == ((), 1)


def test_a_mark_never_moves_back_nor_ahead_of_time(exchange, now):
    actor = exchange["platform"].actor
    mark_seen(actor=actor, now=now)

    held = mark_seen(actor=actor, now=now, until=now - timedelta(hours=1))
    with pytest.raises(Unusable):
        mark_seen(actor=actor, now=now, until=now + timedelta(seconds=1))

    assert held == now
    assert rank(exchange["platform"], now).seen_at == now


def test_the_mark_of_one_member_is_not_that_of_another(exchange, now):
    mark_seen(actor=exchange["platform"].actor, now=now)

    assert rank(exchange["peer"], now).seen_at is None


def test_a_source_is_trusted_by_the_own_opinion_of_its_reader(exchange, now):
    platform, bank = exchange["platform"], exchange["bank"]
    alert = report(bank, now)
    newcomer = rank(platform, now).cases[0]
    judge(platform, alert, now)

    tracks = load_tracks(actor=platform.actor, now=now, sources={bank.stix_id})

    assert tracks == {bank.stix_id: Track(1, 1)}
    assert dict(newcomer.score.inputs)["judged"] == 0
    assert dict(rank(platform, now).cases[0].score.inputs)["useful"] == 1


def test_others_opinions_count_from_three_on_and_only_of_what_one_received(exchange, now):
    platform, bank = exchange["platform"], exchange["bank"]
    alert = report(bank, now)
    asked = {"actor": platform.actor, "now": now, "sources": {bank.stix_id}}
    judge(exchange["peer"], alert, now)
    judge(exchange["foreign"], alert, now, Disposition.REFUTED)
    of_two = load_tracks(**asked)
    judge(exchange["regulator"], alert, now)
    judge(exchange["outsider"], alert, now, Disposition.ALREADY_KNOWN)
    elsewhere = report(bank, now, "flight", tlp=Tlp.RED)
    judge(exchange["regulator"], elsewhere, now, Disposition.REFUTED)

    of_three = load_tracks(**asked)

    assert of_two == {bank.stix_id: Track(0, 0)}
    assert of_three == {bank.stix_id: Track(2, 3)}


def test_what_was_said_long_ago_counts_no_more(exchange, now):
    platform, bank = exchange["platform"], exchange["bank"]
    judge(platform, report(bank, now), now)

    late = load_tracks(actor=platform.actor, now=now + timedelta(days=366), sources={bank.stix_id})

    assert late == {}


def test_a_flood_about_one_event_hides_no_other(exchange, now, monkeypatch):
    monkeypatch.setattr("sharing.attention.ranking.MOST_ALERTS", 2)
    flight = report(exchange["bank"], now, "flight")
    for minute in range(1, 6):
        at = now + timedelta(minutes=minute)
        report(exchange["peer"], at, "leak", host="flood.example")

    found = rank(exchange["platform"], now + timedelta(minutes=9))

    assert [case.alert_count for case in found.cases] == [1, 5]
    assert found.cases[0].id == flight


@pytest.fixture
def _no_finders(monkeypatch):
    monkeypatch.setattr(review, "_finders", [])


@pytest.mark.usefixtures("_no_finders")
def test_pc_11_a_granted_refusal_shows_on_the_next_alert_about_that_person(exchange, now):
    platform = exchange["platform"]
    about = report(exchange["bank"], now, description="Call 13800138000.")
    other = report(exchange["bank"], now, "flight", description="Call 13900139000.")
    asked = subject_key("phone", "13800138000")
    before = {case.id: case.human_review_requested for case in rank(platform, now).cases}
    register_review(lambda subjects: frozenset(("", one) for one in {asked} & set(subjects)))

    after = {case.id: case.human_review_requested for case in rank(platform, now).cases}

    assert before == {about: False, other: False}
    assert after == {about: True, other: False}


def test_the_number_of_queries_does_not_grow_with_the_cases(
    exchange, now, django_assert_max_num_queries
):
    platform = exchange["platform"]
    subscribe(platform, "stream", now=now, name="pages", categories=frozenset({"phishing"}))
    for number in range(6):
        report(exchange["bank"], now, host=f"p{number}.example", name=f"Page p{number}.example")

    with django_assert_max_num_queries(16):
        found = rank(platform, now)

    assert len(found.cases) == 6
    assert all(isinstance(case.id, UUID) for case in found.cases)
