"""A person finds and ends what waits at the door and was never stored (PC-12, PC-15, PC-25)."""

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.subjects.selectors import find_restricted
from privacy.subjects.types import Mentioning
from sharing.alerts.models import Alert
from sharing.erasers.holder import AlertHolder
from sharing.holds.models import NamedInWaiting
from sharing.holds.waiting import look_through
from sharing.ingest.models import Submission
from sharing.ingest.services import lease
from sharing.pipeline.run import run_batch
from sharing.routing.match import RoutingRules
from tests.factories.bundles import make_bundle, make_policy
from tests.factories.holdings import LI, MEI, known_as
from tests.factories.journeys import send, work

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def wait(exchange, now, text=f"Call {MEI}.", *, secret=False, state=Submission.State.HELD):
    """Send an alert that is held as a whole; return its submission."""
    bundle = make_bundle(description=text)
    marking = make_policy(tip_off_risk=secret)
    bundle["objects"][-1]["object_marking_refs"].append(marking["id"])
    bundle["objects"].append(marking)
    submission = send(exchange["bank"], now=now, raw=orjson.dumps(bundle))
    Submission.objects.filter(id=submission.id).update(state=state)
    return submission


def erase(now, subjects=None, **terms):
    return AlertHolder(**terms).erase(actor="officer", now=now, subjects=subjects or known_as())


def test_pc_12_a_person_is_told_of_what_waits_and_of_nobody_else(exchange, now):
    submission = wait(exchange, now, f"Call {MEI} or {LI}.")

    (item,) = AlertHolder().export(subjects=known_as(), now=now)

    assert (item.kind, item.id) == ("submission", str(submission.id))
    assert (item.controller, item.at) == (exchange["bank"].stix_id, now)
    assert len(item.data["about_you"]) == 1
    assert item.data["about_you"][0]["value"].endswith(MEI)
    assert LI not in str(item.data)


@pytest.mark.parametrize(
    "state", [Submission.State.RECEIVED, Submission.State.HELD, Submission.State.FAILED]
)
def test_pc_15_an_erasure_ends_what_waits_and_its_content_is_gone(exchange, now, state):
    submission = wait(exchange, now, state=state)
    other = wait(exchange, now, f"Call {LI}.")

    done = erase(now)

    row = Submission.objects.get(id=submission.id)
    assert (done.items, done.kept) == (1, 0)
    assert (row.state, row.body, row.reasons[0]["code"]) == ("refused", None, "person-erased")
    assert Submission.objects.get(id=other.id).body is not None
    assert AlertHolder().export(subjects=known_as(), now=now) == []
    assert not NamedInWaiting.objects.filter(submission_id=submission.id).exists()


def test_pc_12_a_person_is_told_of_what_is_queued_and_an_alert_tells_of_it_later(exchange, now):
    submission = wait(exchange, now, state=Submission.State.RECEIVED)
    (queued,) = AlertHolder().export(subjects=known_as(), now=now)

    work(now)
    (stored,) = AlertHolder().export(subjects=known_as(), now=now)

    assert (queued.kind, queued.id) == ("submission", str(submission.id))
    assert (stored.kind, stored.at) == ("alert", now)
    assert not NamedInWaiting.objects.filter(submission__state="received").exists()


def test_pc_15_a_worker_that_had_begun_stores_nothing_of_what_was_ended(exchange, now):
    submission = wait(exchange, now, state=Submission.State.RECEIVED)
    (leased,) = lease(now=now, limit=1)
    erase(now)

    run_batch([leased.id], now=now, rules=RoutingRules())

    assert Submission.objects.get(id=submission.id).reasons[0]["code"] == "person-erased"
    assert not Alert.objects.filter(id=submission.id).exists()


def test_another_institution_ends_nothing_of_what_waits(exchange, now):
    submission = wait(exchange, now)

    done = AlertHolder().erase(
        actor="officer", now=now, subjects=known_as(), controller=exchange["peer"].stix_id
    )

    assert done.items == 0
    assert Submission.objects.get(id=submission.id).state == "held"


def test_pc_15_what_a_legal_hold_keeps_waits_on_and_is_restricted(exchange, now):
    submission, asked = wait(exchange, now), []

    def held(item: Mentioning) -> bool:
        asked.append(item.item_id)
        return True

    done = erase(now, held=held)

    assert (done.items, done.kept, asked) == (0, 1, [submission.id])
    assert Submission.objects.get(id=submission.id).state == "held"
    assert find_restricted(known_as()) == {("", one) for one in known_as()}


def test_what_waits_is_looked_through_once(exchange, now):
    wait(exchange, now)

    assert (look_through(now=now), look_through(now=now)) == (1, 0)


def test_what_cannot_be_opened_stops_nobody(exchange, now):
    broken, whole = wait(exchange, now), wait(exchange, now)
    Submission.objects.filter(id=broken.id).update(body=b"broken")

    found = AlertHolder().export(subjects=known_as(), now=now)

    assert [item.id for item in found] == [str(whole.id)]


def test_pc_25_what_waits_in_confidence_changes_no_answer_and_is_not_touched(exchange, now):
    """Twins: one with something that waits, another with the same and something confidential."""
    for number in (MEI, LI):
        wait(exchange, now, f"Call {number}.")
    secret = wait(exchange, now, f"Call {MEI} again.", secret=True)
    look_through(now=now)
    holder, answers = AlertHolder(), []
    for subjects in (known_as(MEI), known_as(LI)):
        with CaptureQueriesContext(connection) as told:
            items = holder.export(subjects=subjects, now=now)
        with CaptureQueriesContext(connection) as erased:
            done = holder.erase(actor="officer", now=now, subjects=subjects)
        answers.append((len(told), len(erased), done, [item.kind for item in items]))

    assert answers[0] == answers[1]
    assert Submission.objects.get(id=secret.id).body is not None
