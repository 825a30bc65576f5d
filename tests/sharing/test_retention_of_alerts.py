"""What alerts say of people goes by the schedules: clear values first, then tokens and mentions (PC-18)."""

from datetime import datetime, timedelta
from io import StringIO

import orjson
import pytest
import time_machine
from django.core.management import call_command

from privacy.audit.models import AuditEvent
from privacy.audit.services import find_break
from privacy.keys.models import DataKey
from privacy.retention.applying import Line, apply_class
from privacy.retention.registry import Erased, list_holders, list_keepers
from privacy.retention.scopes import HoldScope
from privacy.retention.services import place_hold
from privacy.subjects.models import ClearValue, Mention
from privacy.subjects.selectors import find_items
from privacy.tasks import retain
from sharing.alerts.models import Alert
from sharing.alerts.selectors import get_own_alert, open_original
from sharing.cases.arrange import open_sketch
from sharing.cases.models import CaseMembership
from sharing.delivery.models import Delivery, Rendition, RenditionObject
from sharing.delivery.pages import Wanted, read_page
from sharing.delivery.sequencer import publish
from sharing.groups.models import SharingGroup
from sharing.response.models import RecallOrder
from tests.factories.bundles import make_bundle, make_policy, make_raw
from tests.factories.conversations import holders, share, told_revoked
from tests.factories.holdings import LI, MEI, TELLING, TEXT, known_as, share_about
from tests.factories.journeys import send, work
from tests.factories.retention import new_hold

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

CLEAR, SUSPECTED = "alert.clear-identifiers", "token.suspected"
CONFIRMED = "token.confirmed-by-authority"
ERASED = "Call [erased] or [erased]."
OFFICER = "user:1@bank"
TOLD = {"peer", "platform", "regulator"}


def days(count: int) -> timedelta:
    return timedelta(days=count)


def apply(item_class: str, now: datetime, *, dry_run: bool = False) -> Line:
    (keeper,) = [one for one in list_keepers() if one.item_class == item_class]
    line = apply_class(actor="hub", now=now, keeper=keeper, dry_run=dry_run)
    publish(now=now)
    return line


def original(exchange, alert) -> str:
    found = get_own_alert(actor=exchange["bank"].actor, alert_id=alert.id)
    return open_original(found).decode()


def read_own(exchange) -> str:
    """Return what the bank sees of its own copies in the circle."""
    circle = SharingGroup.objects.get().id
    page = read_page(actor=exchange["bank"].actor, group=circle, wanted=Wanted(), limit=50)
    return b"".join(item.body for item in page.items).decode()


def person_keys() -> list[str]:
    rows = DataKey.objects.filter(kind="subject").order_by("state")
    return list(rows.values_list("state", flat=True))


def stored() -> list[object]:
    """Return all that a run could change."""
    models = (Alert, ClearValue, Mention, DataKey, Delivery, Rendition, RenditionObject, AuditEvent)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def keep_for_a_lawsuit(exchange, now, scope: HoldScope, ref: str) -> None:
    place_hold(actor=OFFICER, now=now, new=new_hold(exchange["bank"].stix_id, scope, ref))
    publish(now=now)


@pytest.fixture
def alert(exchange, now):
    """An alert about Mei and Li that took the whole way."""
    submission = send(exchange["bank"], now=now, description=TEXT)
    work(now)
    publish(now=now)
    return Alert.objects.get(id=submission.id)


@pytest.mark.parametrize(("after", "done", "text"), [(89, 0, TEXT), (90, 0, TEXT), (91, 1, ERASED)])
def test_pc_18_clear_values_go_when_the_ninetieth_day_is_over(
    exchange, now, alert, after, done, text
):
    line = apply(CLEAR, now + days(after))

    assert line == Line(CLEAR, "destroy-key", due=done, done=done, held=0)
    assert text in original(exchange, alert)
    assert ClearValue.objects.exists() is (not done)


def test_pc_30_the_keys_that_open_nothing_more_go_and_the_person_still_finds_the_alert(
    exchange, now, alert
):
    apply(CLEAR, now + days(91))

    assert person_keys() == ["destroyed", "destroyed"]
    assert [one.item_id for one in find_items(subjects=known_as())] == [alert.id]
    events = AuditEvent.objects.filter(action="subjects.values.destroyed")
    assert [(one.subject, one.details) for one in events] == [(str(alert.id), {"values": 2})]
    assert find_break() is None


def test_a_key_stays_while_a_younger_alert_says_the_same_in_clear(exchange, now, alert):
    later = now + days(30)
    younger = send(exchange["bank"], now=later, description=f"Call {MEI}.")
    work(later)

    apply(CLEAR, now + days(91))

    assert person_keys() == ["active", "destroyed"]
    assert ERASED in original(exchange, alert)
    assert f"Call {MEI}." in original(exchange, younger)


def test_copies_in_clear_are_taken_back_and_emptied_and_tokens_stay(exchange, now):
    alert = share(exchange["bank"], now, text=TEXT)
    publish(now=now)
    assert TEXT in read_own(exchange)
    clear = list(
        Rendition.objects.filter(alert_id=alert.id, sealed=True).values_list("id", flat=True)
    )
    told = holders(alert)

    apply(CLEAR, now + days(91))

    held = Delivery.objects.filter(rendition__in=clear)
    assert set(held.values_list("kind", "cause", "withdrawn_at")) == {
        ("own", "expired", now + days(91))
    }
    bodies = RenditionObject.objects.filter(rendition__in=clear).values_list("body", flat=True)
    assert {bytes(body) for body in bodies} == {b""}
    assert not Rendition.objects.filter(sealed=True).exists()
    assert holders(alert) == told
    assert told_revoked(alert) == {"bank"}
    assert TEXT not in read_own(exchange)


@pytest.mark.parametrize("item_class", [CLEAR, SUSPECTED])
@pytest.mark.parametrize("scope", list(HoldScope))
def test_pc_18_a_legal_hold_stops_it_and_nothing_changes(exchange, now, alert, item_class, scope):
    (person,) = known_as()
    refs = {
        HoldScope.SUBJECT: person.hex(),
        HoldScope.ALERT: str(alert.id),
        HoldScope.INSTITUTION: exchange["bank"].stix_id,
    }
    keep_for_a_lawsuit(exchange, now, scope, refs[scope])
    before = stored()

    line = apply(item_class, now + days(400))

    assert (line.due, line.done, line.held) == (1, 0, 1)
    assert stored() == before


@pytest.mark.parametrize("item_class", [CLEAR, SUSPECTED])
def test_a_second_run_finds_nothing_and_changes_nothing(exchange, now, alert, item_class):
    assert apply(item_class, now + days(400)).done == 1
    before = stored()

    line = apply(item_class, now + days(400))

    assert (line.due, line.done, line.held) == (0, 0, 0)
    assert stored() == before


@pytest.mark.parametrize("item_class", [CLEAR, SUSPECTED])
def test_acting_twice_on_the_same_page_is_safe(exchange, now, alert, item_class):
    (keeper,) = [one for one in list_keepers() if one.item_class == item_class]
    late = now + days(400)
    page = keeper.list_due(before=late, after=None, limit=9)

    assert [keeper.act(actor="hub", now=late, items=page) for _ in range(2)] == [1, 0]


def test_pages_follow_each_other_without_gap_or_repeat(exchange, now):
    ids = [str(share_about(exchange, now + days(back)).id) for back in (0, 0, 1)]
    for item_class in (CLEAR, SUSPECTED):
        (keeper,) = [one for one in list_keepers() if one.item_class == item_class]
        seen: list[str] = []
        after = None
        while page := keeper.list_due(before=now + days(9), after=after, limit=1):
            seen, after = [*seen, page[0].id], page[0]

        assert sorted(seen) == sorted(ids)
        assert seen[-1] == ids[-1]


def test_the_dry_run_counts_and_changes_nothing_and_the_daily_task_does_it(exchange, now, alert):
    before, out = stored(), StringIO()
    with time_machine.travel(now + days(91), tick=False):
        call_command("apply_retention", dry_run=True, stdout=out)
        assert stored() == before
        retain()

    rows = {line.split()[0]: line.split()[1:] for line in out.getvalue().splitlines()}
    assert rows[CLEAR] == ["destroy-key", "1", "0", "0"]
    assert rows[SUSPECTED] == ["delete", "0", "0", "0"]
    assert ERASED in original(exchange, alert)


def test_pc_18_tokens_of_suspected_people_go_after_twelve_months_and_masks_stay(exchange, now):
    alert = share_about(exchange, now)
    last_day = now.replace(year=now.year + 1)

    assert apply(SUSPECTED, last_day).due == 0
    assert holders(alert) == TOLD | {"foreign"}
    assert apply(SUSPECTED, last_day + days(1)).done == 1

    assert holders(alert) == {"foreign"}
    assert told_revoked(alert) == TOLD | {"bank"}
    causes = Delivery.objects.filter(alert=alert).exclude(withdrawn_at=None)
    assert set(causes.values_list("cause", flat=True)) == {"expired"}
    assert not RecallOrder.objects.exists()
    assert not Mention.objects.exists()
    assert not ClearValue.objects.exists()
    assert ERASED in original(exchange, alert)
    kept = RenditionObject.objects.filter(rendition__alert=alert).exclude(body=b"")
    outcomes = set(kept.values_list("rendition__outcome", flat=True))
    assert outcomes == {"allow_redacted", "revocation"}


def test_a_case_forgets_what_stood_for_the_person(exchange, now):
    number = "6222020555057109277"
    account = {
        "type": "user-account",
        "spec_version": "2.1",
        "id": "user-account--0d5b424b-93b8-5cd8-ac36-306e1789d63c",
        "user_id": number,
        "account_type": "bank-account",
    }
    alert = share_about(exchange, now, more=(account,))
    before = read_sketch(alert)

    apply(CLEAR, now + days(91))
    between = read_sketch(alert)
    apply(SUSPECTED, now + days(400))

    after = read_sketch(alert)
    assert between == before
    assert after.root == before.root
    assert after.traces < before.traces
    assert not Rendition.objects.filter(alert=alert, outcome=TELLING).exclude(sketch=b"").exists()


def read_sketch(alert):
    return open_sketch(bytes(CaseMembership.objects.get(alert_id=alert.id).sketch))


def test_pc_26_a_later_version_is_new_evidence_and_renews_the_term(exchange, now):
    bundle = make_bundle(description=TEXT)
    first = share_about(exchange, now, raw=orjson.dumps(bundle))
    bundle["objects"][-1]["modified"] = "2027-05-23T01:00:00.000Z"
    second = share_about(exchange, now + days(180), raw=orjson.dumps(bundle))

    assert apply(SUSPECTED, now + days(400)).due == 0
    assert apply(SUSPECTED, now + days(180 + 367)).done == 2
    assert holders(first) == holders(second) == {"foreign"}


def test_pc_26_what_is_confirmed_stays_five_years(exchange, now):
    alert = share_about(exchange, now)
    Alert.objects.update(stage="confirmed")
    last_day = now.replace(year=now.year + 5)

    assert apply(SUSPECTED, last_day + days(1)).due == 0
    assert apply(CONFIRMED, last_day).due == 0
    assert holders(alert) == TOLD | {"foreign"}
    assert apply(CONFIRMED, last_day + days(1)).done == 1

    assert holders(alert) == {"foreign"}


def test_pc_25_a_confidential_alert_follows_the_same_schedules(exchange, now):
    marking = make_policy(tip_off_risk=True)
    bundle = make_bundle(description=TEXT)
    bundle["objects"][-1]["object_marking_refs"].append(marking["id"])
    bundle["objects"].append(marking)
    secret = share_about(exchange, now, raw=orjson.dumps(bundle))
    plain = share_about(exchange, now + days(60), raw=make_raw(description=TEXT))
    assert person_keys() == ["active"] * 4

    assert apply(CLEAR, now + days(91)).done == 1
    assert person_keys() == ["active", "active", "destroyed", "destroyed"]
    assert ERASED in original(exchange, secret)
    assert TEXT in original(exchange, plain)

    assert apply(SUSPECTED, now + days(370)).done == 1
    assert set(Mention.objects.values_list("item_id", flat=True)) == {plain.id}


def test_what_names_nobody_stays(exchange, now):
    alert = share_about(exchange, now, raw=make_raw())

    lines = [apply(one, now + days(9 * 366)) for one in (CLEAR, SUSPECTED, CONFIRMED)]

    assert [line.due for line in lines] == [0, 0, 0]
    assert holders(alert) == TOLD | {"foreign"}


def test_pc_15_the_registered_holder_of_alerts_obeys_holds(exchange, now, alert):
    keep_for_a_lawsuit(exchange, now, HoldScope.ALERT, str(alert.id))
    (holder,) = [one for one in list_holders() if one.name == "alert"]

    done = holder.erase(actor=OFFICER, now=now, subjects=known_as())

    assert done == Erased(items=0, orders=0, kept=1)
    assert f"Call {MEI} or {LI}." in original(exchange, alert)
