"""Under which keys alerts that may tell of one event find each other.

A key is a trace, or a brand and a stretch of days. Two stretches of eight days, one shifted by four,
hold each day: so any two days up to four apart share one of them. Where names may stand in two scripts,
the kind of organisation with a sum or a number, and days, are keys too.
"""

from collections.abc import Iterator
from itertools import islice, product
from math import log10
from typing import Final

from sharing.cases.matching.parties import is_sure
from sharing.cases.matching.sketch import SORT_MASK, Sketch
from sharing.cases.matching.subjects import bank_kinds
from sharing.cases.matching.traces import Sort

MOST_KEYS: Final = 20
_MOST_TRACES: Final = 6
_MOST_SUMS: Final = 2
# Buckets of a sum, in a decade; a few parts in a hundred.
_FINENESS: Final = 12
_STRETCH: Final = 8
_MOST_DAYS: Final = 2
_KEY_MASK: Final = (1 << 63) - 1
_SPREAD: Final = 0x9E3779B97F4A7C15
# What leads to few alerts comes first.
_ORDER: Final = {
    sort: place
    for place, sort in enumerate(
        (
            Sort.OBJECT, Sort.ACCOUNT, Sort.WALLET, Sort.TOKEN, Sort.REFERENCE, Sort.LOGIN, Sort.PHONE, Sort.EMAIL,
            Sort.HOST, Sort.FILE, Sort.MASKED_ACCOUNT, Sort.ADDRESS, Sort.URL, Sort.ACCOUNT_TAIL,
        )
    )
}  # fmt: skip


def candidate_keys(sketch: Sketch) -> tuple[int, ...]:
    """Return at most 20 keys of 63 bits; two alerts that may be one event share one of them.

    Drills have keys of their own.
    """
    salt = _SPREAD if sketch.exercise else 0
    traces = _pick_traces(sketch)
    keys = dict.fromkeys((sketch.root, *traces, *_list_sums(sketch), *_list_days(sketch)))
    return tuple((key ^ salt) & _KEY_MASK for key in islice(keys, MOST_KEYS))


def _pick_traces(sketch: Sketch) -> list[int]:
    """Return some of the traces of each sort: the smallest, which two alerts choose alike."""
    by_sort: dict[int, list[int]] = {}
    for trace in sorted(sketch.traces):
        by_sort.setdefault(trace & SORT_MASK, []).append(trace)
    ranked = sorted(
        (place, _ORDER[Sort(sort)], trace)
        for sort, traces in by_sort.items()
        if Sort(sort) in _ORDER
        for place, trace in enumerate(traces)
    )
    return [trace for _, _, trace in ranked[:_MOST_TRACES]]


def _list_sums(sketch: Sketch) -> Iterator[int]:
    """Yield keys of an organisation's kind with a sum or a number, and a stretch of days."""
    if not sketch.subjects or not sketch.windows:
        return
    day, kind = sketch.windows[0].first, sketch.subjects[0].kind
    sums = [round(log10(one.low + one.high) * _FINENESS) for one in sketch.amounts[:_MOST_SUMS]]
    numbers = [-one.number for one in sketch.counts[:1]]
    for value, shift in product((*sums, *numbers), (0, _STRETCH // 2)):
        stretch = 2 * ((day + shift) // _STRETCH) + bool(shift)
        yield (((value * _SPREAD + kind) * _SPREAD) ^ stretch) * _SPREAD & _KEY_MASK


def _list_days(sketch: Sketch) -> Iterator[int]:
    days = [one.first for one in sketch.windows[:_MOST_DAYS]] or [sketch.reported]
    names = _list_names(sketch)
    for day, name, shift in product(days, names, (0, _STRETCH // 2)):
        stretch = 2 * ((day + shift) // _STRETCH) + bool(shift)
        yield name ^ (stretch * _SPREAD & _KEY_MASK)


def _list_names(sketch: Sketch) -> list[int]:
    """Return the spellings of the parties, brands that are mentioned where none is sure, and banks."""
    sounds = [party.sound for party in sketch.subjects if party.sound][:1]
    spelt = [one for party in sketch.subjects for one in sorted(party.spellings)[:3]] + sounds
    banks = [min(party.spellings) for party in sketch.others if party.kind in bank_kinds()]
    is_plain = any(is_sure(one) for one in sketch.subjects)
    return [*spelt, *banks] if is_plain else [*spelt[:2], *sketch.mentions]
