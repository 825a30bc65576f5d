"""Reads of cases."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sharing.cases.decisions import Act, Named
from sharing.cases.models import CaseMembership, RuledAlert, Ruling
from sharing.errors import NotFound

# Rounds of looking for what rulings bring together: a chain of more merged cases is cut there.
MOST_ROUNDS = 8


def list_placements() -> Iterator[tuple[UUID, UUID]]:
    """Yield (alert, case) of all alerts; for operators' commands, not for faces."""
    yield from CaseMembership.objects.values_list("alert_id", "case_id").iterator()


def find_hulls(*, institution_id: UUID, alerts: Collection[UUID]) -> tuple[set[UUID], list[Act]]:
    """Return the hulls of alerts, with those that rulings of an institution tie to them, and these."""
    rows = CaseMembership.objects.filter(alert_id__in=alerts).exclude(hull=None)
    hulls: set[UUID] = set(rows.values_list("hull_id", flat=True))
    acts: dict[UUID, Act] = {}
    fresh = hulls
    for _ in range(MOST_ROUNDS):
        found = _read_acts(institution_id, fresh) if fresh else {}
        acts |= {act.id: act for act, _ in found.values()}
        fresh = {hull for _, reached in found.values() for hull in reached} - hulls
        if not fresh:
            break
        hulls |= fresh
    return hulls, list(acts.values())


def _read_acts(institution_id: UUID, hulls: Collection[UUID]) -> dict[UUID, tuple[Act, set[UUID]]]:
    """Return the rulings that stand and name an alert of these hulls, each with the hulls it reaches."""
    touching = RuledAlert.objects.filter(ruling__institution_id=institution_id)
    touching = touching.filter(ruling__undone_at=None)
    touching = touching.filter(alert__membership__hull_id__in=hulls)
    rows = RuledAlert.objects.filter(ruling_id__in=touching.values("ruling_id")).order_by("id")
    named: dict[UUID, list[Named]] = {}
    reached: dict[UUID, set[UUID]] = {}
    when = {}
    for ruling, at, alert_id, role, root, content, hull in rows.values_list(
        *("ruling_id", "ruling__at", "alert_id", "role", "root", "content"),
        "alert__membership__hull_id",
    ):
        when[ruling] = at
        named.setdefault(ruling, []).append(Named(alert_id, role, _unsign(root), _unsign(content)))
        reached.setdefault(ruling, set()).update({hull} - {None})
    return {one: (Act(one, when[one], tuple(named[one])), reached[one]) for one in named}


def _unsign(value: int) -> int:
    """Return a number of 64 bits as sketches have it, unsigned."""
    return value % (1 << 64)


def get_ruling(*, institution_id: UUID, ruling_id: UUID) -> Ruling:
    """Return a ruling of an institution, standing or undone. Raises NotFound, also for others'."""
    found = Ruling.objects.filter(id=ruling_id).filter(institution_id=institution_id).first()
    if found is None:
        raise NotFound("there is no such ruling")
    return found


def list_named(*, ruling_id: UUID) -> list[UUID]:
    """Return the alerts that a ruling names, in its order."""
    rows = RuledAlert.objects.filter(ruling_id=ruling_id).order_by("id")
    return list(rows.values_list("alert_id", flat=True))


def list_rulings(*, institution_id: UUID, alerts: Collection[UUID]) -> list[Ruling]:
    """Return what an institution decided about any of these alerts, undone or not, oldest first."""
    about = RuledAlert.objects.filter(alert_id__in=alerts).values("ruling_id")
    rows = Ruling.objects.filter(institution_id=institution_id).filter(id__in=about)
    return list(rows.prefetch_related("named").order_by("at", "id"))
