"""Which acts rest on one consent and on nothing else, as the ledger has them (PC-08)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from privacy.policy.regimes import REGIMES
from privacy.transfers.models import SharingAct
from privacy.transfers.terms import day_of

# The alert, and the recipient by STIX id.
Pair = tuple[UUID, str]
# As each regime calls it, such as pipl.consent and gdpr.a.
CONSENT_BASES = frozenset(
    row.code for regime in REGIMES for row in regime.bases if row.basis == "consent"
)


def find_reliant(
    *, ground: str, exporter: str, since: datetime, on_any_basis: bool
) -> tuple[Pair, ...]:
    """Return the alerts and recipients whose latest act names a ground, a consent, and no other basis.

    `since` is when the consent was given. `on_any_basis`: what the consent permits lies beside the basis,
    so that no basis carries the act without it. What was taken back before is among them.
    """
    rows = (
        SharingAct.objects.filter(exporter=exporter)
        .filter(day__gte=day_of(since))
        .filter(outcome__startswith="allow")
        .filter(is_personal=True)
    )
    named = rows.filter(grounds__contains=ground).order_by().values("alert")
    latest: dict[Pair, SharingAct] = {}
    for row in rows.filter(alert__in=named).order_by("id"):
        latest[row.alert, row.recipient] = row
    return tuple(
        pair
        for pair, row in sorted(latest.items())
        if ground in row.grounds.split() and (on_any_basis or _rests_on_consent(row.bases.split()))
    )


def find_by_bases(*, alerts: Collection[UUID], codes: frozenset[str]) -> tuple[Pair, ...]:
    """Return the pairs of these alerts and their recipients whose latest act names no other basis."""
    rows = SharingAct.objects.filter(alert__in=list(alerts)).filter(outcome__startswith="allow")
    latest: dict[Pair, SharingAct] = {}
    for row in rows.filter(is_personal=True).order_by("id"):
        latest[row.alert, row.recipient] = row
    return tuple(pair for pair, row in sorted(latest.items()) if _rests_on(codes, row.bases))


def _rests_on(codes: frozenset[str], bases: str) -> bool:
    """Say whether an act names bases, and none but these; after a colon stands the row of a statute."""
    named = {basis.partition(":")[0] for basis in bases.split()}
    return bool(named) and named <= codes


def find_under(
    *, agreement: str, exporter: str, since: datetime
) -> tuple[tuple[Pair, frozenset[str]], ...]:
    """Return which copies with personal data an exporter handed out under an agreement (PC-21).

    By their latest act, each with all agreements that it names; `since` is when the agreement began.
    """
    rows = (
        SharingAct.objects.filter(exporter=exporter)
        .filter(day__gte=day_of(since))
        .filter(kind=SharingAct.Kind.DISCLOSURE)
        .filter(outcome__startswith="allow")
        .filter(is_personal=True)
    )
    named = rows.filter(agreements__contains=agreement).order_by().values("alert")
    latest: dict[Pair, SharingAct] = {}
    for row in rows.filter(alert__in=named).order_by("id"):
        latest[row.alert, row.recipient] = row
    found = ((pair, frozenset(row.agreements.split())) for pair, row in sorted(latest.items()))
    return tuple((pair, agreements) for pair, agreements in found if agreement in agreements)


def _rests_on_consent(bases: Iterable[str]) -> bool:
    """Say whether consent is the one basis; after a colon stands the row of a statute."""
    return CONSENT_BASES.issuperset(basis.partition(":")[0] for basis in bases)
