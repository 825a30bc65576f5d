"""Purpose limitation (PC-02): what may be declared, and what may be asked for later."""

from collections.abc import Collection
from datetime import datetime

from privacy.policy.rulebook import Rulebook, rules_on
from privacy.policy.types import Reason, ReleaseAct


def purpose_allows(
    declared: Collection[str],
    asked: str,
    *,
    now: datetime,
    data: Collection[str] = frozenset(),
) -> bool:
    """Tell whether an object shared for the declared purposes may be read for the one asked.

    PIPL 6; GDPR 5(1)(b). `data` names kinds of data in the object that a law locks to some
    purposes: "device_telemetry" serves fraud prevention alone (Anti-Telecom Fraud Law 18).
    """
    book = rules_on(now.date())
    return asked in declared and asked in book.purposes and asked in allowed_by_locks(book, data)


def allowed_by_locks(book: Rulebook, data: Collection[str]) -> frozenset[str]:
    """Return the purposes that every lock on this data leaves open."""
    left = book.purposes
    for kind in data:
        left &= book.locks.get(kind, left)
    return left


def list_purpose_gaps(book: Rulebook, purposes: tuple[str, ...]) -> tuple[Reason, ...]:
    """Return why the declared purposes do not carry personal data; nothing when they do."""
    if not purposes:
        return (book.reasons["no_purpose"],)
    return () if book.purposes.issuperset(purposes) else (book.reasons["purpose_not_listed"],)


def list_release_gaps(book: Rulebook, act: ReleaseAct, *, is_implied: bool) -> tuple[Reason, ...]:
    """Return why the purposes of an act do not carry personal data to its recipient.

    Under an implied basis the statute states the purpose, so that none has to be declared.
    """
    if not act.purposes and is_implied:
        return ()
    gaps = list(list_purpose_gaps(book, act.purposes))
    if act.agreed_purposes and not act.agreed_purposes.issuperset(act.purposes):
        gaps.append(book.reasons["purpose_not_agreed"])
    if not allowed_by_locks(book, act.locked_data).issuperset(book.purposes & set(act.purposes)):
        gaps.append(book.reasons["purpose_locked"])
    return tuple(gaps)
