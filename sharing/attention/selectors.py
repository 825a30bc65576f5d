"""Reads of marks and of what makes a case a member's own affair."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sharing.alerts.models import Alert
from sharing.alerts.selectors import open_facts
from sharing.attention.models import Look
from sharing.channels.history import list_matching
from sharing.delivery.listing import ListFilter, received
from sharing.delivery.models import Delivery
from sharing.delivery.selectors import inbox_of
from sharing.members.actors import Actor
from sharing.members.models import Institution
from sharing.response.codes import Disposition
from sharing.response.models import Feedback
from sharing.routing.match import Filter
from sharing.routing.selectors import list_subscriptions, wish_of
from sharing.scoring.desk import Window, read_window
from sharing.scoring.track import Track

# How sure the reporter of each alert is, and when what it warns of is expected.
Stated = Mapping[UUID, tuple[int | None, Window | None]]
# Opinions older than this say little of a source today.
RECORD_SPAN = timedelta(days=365)
# Others' opinions count only where so many stand together: none can be told from the score.
FEWEST_OPINIONS = 3
USEFUL = frozenset(
    {
        Disposition.CONFIRMED,
        Disposition.ACTED_BLOCKED,
        Disposition.ACTED_MONITORED,
        Disposition.ACTED_REPORTED,
    }
)
USELESS = frozenset({Disposition.REFUTED, Disposition.IRRELEVANT, Disposition.INSUFFICIENT})


# What subscriptions go by; bodies, facts and texts stay where they are.
_MATCHED_BY = (
    "alert_id",
    "recipient_id",
    "rendition__attributed",
    "rendition__sealed",
    "alert__categories",
    "alert__jurisdictions",
    "alert__severity",
    "alert__reporter__kind",
    "alert__membership__score",
)


def find_seen(*, actor: Actor) -> datetime | None:
    """Return until when the actor has looked: the person, or for machines the member's machines."""
    rows = Look.objects.filter(institution_id=actor.institution_id)
    if actor.user_id is None:
        rows = rows.filter(user=None)
    else:
        rows = rows.filter(user_id=actor.user_id)
    return rows.values_list("seen_at", flat=True).first()


def find_owners(reporters: Collection[str]) -> dict[str, str]:
    """Return who owns institutions (STIX ids): a group of owners, or each itself."""
    rows = Institution.objects.filter(stix_id__in=reporters)
    return {one: group or one for one, group in rows.values_list("stix_id", "owner_group")}


def count_taken_back(*, actor: Actor, since: datetime | None) -> int:
    """Return how many alerts in the actor's inbox were taken back since a moment; 0 without one."""
    if since is None:
        return 0
    rows = inbox_of(actor).filter(kind=Delivery.Kind.ALERT)
    return rows.filter(withdrawn_at__gt=since).count()


def load_stated(alerts: Collection[UUID]) -> dict[UUID, tuple[int | None, Window | None]]:
    """Return the confidence of alerts and when what they warn of is expected; one query."""
    found = {}
    for row in Alert.objects.filter(id__in=alerts).only("id", "facts"):
        facts = open_facts(row)
        if facts is not None:
            found[row.id] = (facts.confidence, read_window(facts.expected))
    return found


def load_tracks(*, actor: Actor, now: datetime, sources: Collection[str]) -> dict[str, Track]:
    """Return how useful the alerts of sources (STIX ids) were, in the eyes of one institution; one query.

    It goes by alerts that the institution received with the source named: by its own opinions, and by
    those of others where three or more of them judged the same alert.
    """
    mine = received(actor, ListFilter()).filter(rendition__attributed=True).values("alert_id")
    rows = (
        Feedback.objects.filter(current=True, given_at__gte=now - RECORD_SPAN)
        .filter(alert__reporter__stix_id__in=sources)
        .filter(alert_id__in=mine)
        .filter(disposition__in=[*USEFUL, *USELESS])
    )
    opinions: dict[tuple[str, UUID], list[tuple[UUID, bool]]] = defaultdict(list)
    names = ("alert__reporter__stix_id", "alert_id", "recipient_id", "disposition")
    for source, alert_id, judge, disposition in rows.values_list(*names):
        opinions[source, alert_id].append((judge, disposition in USEFUL))
    useful: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for (source, _alert), given in opinions.items():
        heard = _list_heard(actor, given)
        useful[source] += sum(heard)
        judged[source] += len(heard)
    return {source: Track(useful[source], judged[source]) for source in judged}


def load_watched(*, actor: Actor, alerts: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Return which received alerts hold a token that a subscription watches, and which fit one otherwise.

    A subscription that asks for everything says nothing of what matters.
    """
    filters = [wish_of(row).wanted for row in list_subscriptions(actor=actor)]
    tokens = frozenset(token for one in filters for token in one.watch)
    wanted = [
        one for one in (replace(one, watch=frozenset()) for one in filters) if one != Filter()
    ]
    if not tokens and not wanted:
        return set(), set()
    rows = _read_deliveries(actor, alerts)
    watched = list_matching(rows, Filter(watch=tokens)) if tokens else []
    fitting = {row.alert_id for one in wanted for row in list_matching(rows, one)}
    return {row.alert_id for row in watched}, fitting


def _list_heard(actor: Actor, given: Sequence[tuple[UUID, bool]]) -> list[bool]:
    own = [useful for judge, useful in given if judge == actor.institution_id]
    others = [useful for judge, useful in given if judge != actor.institution_id]
    return own + (others if len(others) >= FEWEST_OPINIONS else [])


def _read_deliveries(actor: Actor, alerts: Iterable[UUID]) -> list[Delivery]:
    rows = received(actor, ListFilter()).filter(alert_id__in=list(alerts))
    joined = rows.select_related("rendition", "alert__reporter", "alert__membership")
    return list(joined.only(*_MATCHED_BY))
