"""The generated corpus is accepted, fair and hard; nothing here looks at the clusterer."""

import json
import re
from collections import Counter
from datetime import date, datetime
from itertools import pairwise

import pytest

from sharing.stix.alert import read_alerts
from tests.factories.incidents import make_corpus
from tests.factories.incidents.__main__ import main
from tests.factories.incidents.amounts import spell_zh, write_amount
from tests.factories.incidents.echoes import sight
from tests.factories.incidents.reports import Newsroom
from tests.factories.incidents.score import score
from tests.factories.incidents.traces import Trace
from tests.factories.incidents.world import World
from tests.unit.patience import linear_time

_SAME = {"cross_language_en_zh", "hans_hant", "exact_resend_new_ids", "revision", "defanged"} | {
    *("no_common_observable", "text_only_side", "late_report_over_7_days", "relative_date"),
    *("sighting_of_others_indicator", "forwarded_copy", "corrected_amount", "partial_amount"),
    *("masked_account", "date_window", "date_off_by_one", "abbreviated_party", "mixed_language"),
    *("mentions_second_event", "sets_apart_another_event", "public_host"),
}
_DIFFERENT = {"kit_reuse", "mule_same_name", "subnet", "equal_title", "malware_family"} | {
    *("same_reporter_same_template", "shared_benign_infrastructure", "cve_other_platform"),
    *("same_platform_other_date", "same_platform_3_days_apart", "same_day_other_kind"),
    *("sister_party", "exercise", "named_as_another_event", "same_day_same_amount"),
    "account_next_door",
}


@pytest.fixture(scope="module")
def corpus():
    return make_corpus(20260901, 720)


@pytest.fixture(scope="module")
def accepted(corpus):
    """Return what intake makes of each alert, by its number."""
    found = {}
    for alert in corpus.alerts:
        raw = json.dumps(alert["bundle"]).encode()
        received = datetime.fromisoformat(alert["received_at"])
        (found[alert["alert_id"]],) = read_alerts(raw, received_at=received, split=False)
    return found


def test_a_seed_gives_one_corpus_and_another_seed_another():
    assert make_corpus(5, 40) == make_corpus(5, 40)
    assert make_corpus(5, 40) != make_corpus(6, 40)


def test_a_corpus_beyond_the_supply_of_last_four_digits_is_refused():
    with pytest.raises(ValueError, match="12,000"):
        make_corpus(1, 12_001)


def test_two_thousand_alerts_are_made_within_seconds():
    with linear_time():
        made = make_corpus(3, 720)

    assert len(made.alerts) > 1800


def test_intake_accepts_every_bundle_as_one_alert(corpus, accepted):
    assert len(accepted) == len(corpus.alerts) == len(corpus.labels)
    assert {one.facts.root_type for one in accepted.values()} == {
        *("incident", "report", "grouping", "indicator", "sighting"),
    }


def test_alerts_come_in_order_of_receipt(corpus):
    received = [datetime.fromisoformat(alert["received_at"]) for alert in corpus.alerts]

    assert received == sorted(received)


def test_almost_half_of_the_incidents_have_one_alert_and_some_have_fifteen(corpus):
    sizes = Counter(Counter(corpus.labels.values()).values())

    assert sum(sizes.values()) == 720
    assert 0.40 < sizes[1] / 720 < 0.52
    assert max(sizes) == 15


def test_every_class_of_hard_pairs_is_there_and_true(corpus):
    found: dict[str, set[str]] = {"same": set(), "different": set()}
    for pair in corpus.hard:
        found[pair["polarity"]].add(pair["case"])
        joined = corpus.labels[pair["a"]] == corpus.labels[pair["b"]]
        assert joined == (pair["polarity"] == "same"), pair

    assert found["same"] >= _SAME
    assert found["different"] >= _DIFFERENT


def test_a_drill_is_marked_as_the_profile_states_and_nothing_else_is(corpus, accepted):
    drills = {event.label for event in World.of_seed(20260901, 720).events if event.drill}

    for key, alert in accepted.items():
        assert alert.facts.exercise == (corpus.labels[key] in drills), key


def test_every_report_names_its_firm_or_its_account():
    world = World.of_seed(7, 300)
    newsroom = Newsroom(world)

    for event in world.events:
        report = newsroom.report_anew(event, [])
        said = report.told.text
        if event.kind == "mule-account":
            assert event.details["account"][-4:] in re.sub(r"[ -]", "", said)
        elif report.reporter.script in ("hans", "en"):
            party = event.party
            names = (party.zh, party.en, party.zh_short, party.en_short)
            assert any(name.lower() in said.lower() for name in names), said


def test_firms_of_different_names_differ_in_both_languages():
    platforms = World.of_seed(23, 4000).platforms

    assert len({one.zh_short for one in platforms}) == len(platforms)
    assert len({one.en_short for one in platforms}) == len(platforms)
    assert len({one.slug for one in platforms}) == len(platforms)


def test_a_sighting_shows_what_another_report_shows():
    world = World.of_seed(11, 200)
    newsroom = Newsroom(world)

    for event in world.events:
        first = newsroom.report_anew(event, [])
        found = sight(newsroom, event, [first])
        assert found is None or found.shown <= first.shown


def test_no_two_incidents_share_a_trace_but_kits_free_hosts_and_drills():
    world = World.of_seed(13, 700)
    owners: dict[Trace, set[int]] = {}
    for event in world.events:
        for trace in event.traces:
            if not event.drill and trace.value != event.details.get("kit"):
                owners.setdefault(trace, set()).add(event.number)

    assert [trace for trace, events in owners.items() if len(events) > 1] == []


def test_events_of_a_kind_at_a_firm_lie_apart_unless_they_are_told_exactly():
    days: dict[tuple[str, str], list[date]] = {}
    for event in World.of_seed(17, 700).events:
        if event.twin is None and event.kind != "mule-account":
            days.setdefault((event.party.slug, event.kind), []).append(event.day)

    for found in days.values():
        found.sort()
        assert all((b - a).days >= 15 for a, b in pairwise(found))


def test_an_account_has_a_wrong_check_digit():
    for event in World.of_seed(19, 200).events:
        for trace in event.traces:
            if trace.kind == "account":
                digits = [int(digit) for digit in reversed(trace.value)]
                doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
                assert (sum(digits[::2]) + sum(doubled)) % 10 != 0


@pytest.mark.parametrize(
    ("number", "plain", "formal"),
    [
        (1_200_000, "一百二十万", "壹佰贰拾万"),
        (10_050_000, "一千零五万", "壹仟零伍万"),
        (350_000, "三十五万", "叁拾伍万"),
        (90_000_000, "九千万", "玖仟万"),
        (12_034, "一万二千零三十四", "壹万贰仟零叁拾肆"),
    ],
)
def test_sums_are_spelt_as_people_do(number, plain, formal):
    assert spell_zh(number) == plain
    assert spell_zh(number, formal=True) == formal


def test_every_rendering_of_a_sum_is_the_sum():
    class First:
        """A generator that chooses each form in turn."""

        def __init__(self, number):
            self.number = number

        def choice(self, items):
            return items[self.number % len(items)]

    told = {write_amount(1_200_000, "CNY", First(number), "en") for number in range(30)}
    assert {re.sub(r"[^0-9.]", "", text).removesuffix(".00").rstrip(".") for text in told} == {
        *("1200000", "1.2"),
    }


def test_scores_of_a_known_partition():
    labels = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3"}
    hard = [
        {"case": "x", "polarity": "same", "a": "a", "b": "b"},
        {"case": "x", "polarity": "same", "a": "a", "b": "c"},
        {"case": "y", "polarity": "different", "a": "c", "b": "d"},
    ]

    found = score(labels, {"a": 1, "b": 1, "c": 2, "d": 2}, hard)

    assert (found.pairwise.precision, found.pairwise.recall) == (1 / 2, 1 / 3)
    assert found.bcubed.precision == pytest.approx((1 + 1 + 0.5 + 0.5 + 1) / 5)
    assert found.bcubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert (found.over_merged, found.exact) == (1 / 2, 1 / 3)
    assert found.hard == {"different:y": (1, 0.0), "same:x": (2, 0.5)}


def test_the_labels_themselves_score_one(corpus):
    found = score(corpus.labels, corpus.labels, corpus.hard)

    assert (found.pairwise.f1, found.bcubed.f1, found.over_merged, found.exact) == (1, 1, 0, 1)
    assert {share for _, share in found.hard.values()} == {1.0}


def test_the_script_writes_three_files(tmp_path):
    main("2", "30", tmp_path / "out")

    made = make_corpus(2, 30)
    for name, rows in (("alerts", made.alerts), ("labels", made.labels), ("cases", made.hard)):
        lines = (tmp_path / "out" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(rows)
