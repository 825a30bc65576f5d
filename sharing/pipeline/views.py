"""What each recipient would see of an alert, and what its subscriptions make of that."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sharing.channels.services import Arrival, load_pushing, plan
from sharing.delivery.models import Delivery
from sharing.delivery.services import Addressee, Edition
from sharing.pipeline.journey import Admitted, Release, Surroundings
from sharing.routing.match import View, comes_in, find_tokens, places_of
from sharing.scoring.score import score_alert


def narrow(edition: Edition, one: Admitted, around: Surroundings) -> Edition:
    """Return the edition without the inboxes that do not want what they would see."""
    asked = any(to.inbox and to.institution_id in around.filters for to in edition.recipients)
    common = _look(edition, one) if asked else None

    def decide(to: Addressee) -> Addressee:
        filters = around.filters.get(to.institution_id, ())
        if common is None or not (to.inbox and filters):
            return to
        view = _look_as(to, common, one, around)
        return replace(to, inbox=comes_in(view, filters, to.route))

    decided = (decide(to) for to in edition.recipients)
    return replace(edition, recipients=tuple(to for to in decided if to.inbox or to.groups))


def announce(released: Iterable[Release], rows: Sequence[Delivery], around: Surroundings) -> None:
    """Plan what is pushed of the alerts that stand in inboxes now."""
    wishes = load_pushing({row.recipient_id for row in rows})
    told = {
        (row.rendition_id, row.recipient_id): row.id for row in rows if row.recipient_id in wishes
    }
    if told:
        arrivals = [
            arrival
            for release in released
            for edition in release.editions
            for arrival in _list_arrivals(edition, release.admitted, told, around)
        ]
        plan(now=around.now, arrivals=arrivals, wishes=wishes)


def _list_arrivals(
    edition: Edition,
    one: Admitted,
    told: Mapping[tuple[UUID, UUID], int],
    around: Surroundings,
) -> Iterable[Arrival]:
    recipients = [to for to in edition.recipients if (edition.id, to.institution_id) in told]
    if not recipients:
        return
    common = _look(edition, one)
    for to in recipients:
        delivery_id = told[edition.id, to.institution_id]
        view = _look_as(to, common, one, around)
        yield Arrival(delivery_id, one.id, to.institution_id, view)


def _look(edition: Edition, one: Admitted) -> View:
    """Return what all recipients of an edition see alike."""
    facts = one.opened.facts
    return View(
        categories=frozenset(facts.categories),
        jurisdictions=places_of(facts, one.reporter),
        severity=facts.severity,
        score=score_alert(facts).value,
        reporter_kind=one.reporter.kind if edition.decision.attribution else "",
        tokens=find_tokens(item.body for item in edition.redacted.objects),
    )


def _look_as(to: Addressee, common: View, one: Admitted, around: Surroundings) -> View:
    audience = one.opened.facts.audience
    groups = around.network.addressed_groups(audience, one.reporter.id, to.institution_id)
    return replace(common, groups=frozenset(groups))
