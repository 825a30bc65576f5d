"""What is compared of one alert: digests of names and traces, small numbers of days and amounts."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sharing.cases.matching.kinds import read_kinds
from sharing.cases.matching.moments import Window, find_days
from sharing.cases.matching.names import (
    Party,
    find_mentions,
    fold_spelling,
)
from sharing.cases.matching.prose import is_drill, read_prose
from sharing.cases.matching.quantities import Count, Span, find_amounts, find_counts
from sharing.cases.matching.subjects import Cast, keep_own, read_cast
from sharing.cases.matching.traces import MOST, Sort, Trace, list_text_traces, list_traces
from sharing.stix.simplified import simplify

StixObject = dict[str, Any]
Digest = Callable[[str], int]

# The lowest bits of a digest make room for what it is of.
SORT_BITS: Final = 5
SORT_MASK: Final = (1 << SORT_BITS) - 1
_MOST_MENTIONS: Final = 16
_WEEK: Final = 7
_TAIL: Final = 4
_VAGUE: Final = frozenset(
    {Sort.SOFTWARE, Sort.PERSON, Sort.FILE_NAME, Sort.PATH, Sort.COMPANY, Sort.ACCOUNT_TAIL}
)
# Objects whose words tell of the event; names of the others are the tools' own.
_SPEAKING: Final = ("incident", "report", "grouping", "campaign", "note", "opinion")
_WITHHELD: Final = re.compile(r"\[withheld\]|tok-[A-Za-z0-9_-]{8}|redacted\.invalid")
_VOLATILE: Final = re.compile(r"[\W_0-9]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A party: its kind (0 unknown), what is sure of it (see `names`), digests of its spellings.

    `sound` is the digest of what is heard of a brand, 0 where that says nothing.
    """

    kind: int
    is_pinyin: bool
    is_certain: bool
    is_han: bool
    sound: int
    spellings: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is compared of one alert.

    `root` is the digest of reporter and main object, `content` of what is said by whom (0 where a
    part was withheld), `template` of the same without digits. A trace has its sort in the lowest
    bits. `denied` are the traces of which the alert says that they are of another event. Days are
    ordinals; `reported` is the day of the report.
    """

    root: int
    content: int
    template: int
    exercise: bool
    is_sighting: bool
    kinds: frozenset[int]
    subjects: tuple[Name, ...]
    others: tuple[Name, ...]
    mentions: tuple[int, ...]
    traces: frozenset[int]
    denied: frozenset[int]
    windows: tuple[Window, ...]
    reported: int
    amounts: tuple[Span, ...]
    counts: tuple[Count, ...]


def make_sketch(
    objects: Sequence[StixObject],
    *,
    reporter: str,
    root_id: str,
    exercise: bool,
    at: datetime,
    digest: Digest,
) -> Sketch:
    """Return the sketch of the objects that a reader sees of one alert.

    `reporter` names who sent it, `root_id` its main object, `at` its time of receipt; `digest` is a
    keyed hash to 64 bits, unsigned.
    """
    read = _read(objects, root_id, reporter, at)
    traces = _drop_brands(list_traces(objects, read.told, root_id), read.cast)
    return Sketch(
        root=digest(f"root\x1f{reporter}\x1f{root_id}"),
        content=0 if _WITHHELD.search(read.said) else _digest_content(read.said, traces, digest),
        template=digest(f"template\x1f{_VOLATILE.sub(' ', read.said)}"),
        exercise=exercise or is_drill(read.told),
        is_sighting=any(one.get("type") == "sighting" for one in objects),
        kinds=read.kinds,
        subjects=tuple(_digest_party(party, digest) for party in read.cast.subjects),
        others=tuple(_digest_party(party, digest) for party in read.cast.others),
        mentions=_digest_mentions(read.told, read.cast, digest),
        traces=_digest_traces(traces, digest),
        denied=_digest_traces(_list_denied(read.denied) - traces, digest),
        windows=_order_windows(find_days(read.told, read.reported), read.reported),
        reported=read.reported.toordinal(),
        amounts=find_amounts(read.told),
        counts=find_counts(read.told),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """An alert as read, in clear: what it tells of its own event, what it sets apart, whom it is about."""

    said: str
    told: str
    denied: str
    cast: Cast
    kinds: frozenset[int]
    reported: date


def _read(objects: Sequence[StixObject], root_id: str, reporter: str, at: datetime) -> _Reading:
    root = next((one for one in objects if one.get("id") == root_id), {})
    title, body = _read_texts(root, objects)
    prose = read_prose(f"{title}\n{body}")
    kinds = read_kinds(root, objects, title, prose.asserted)
    author = str(root.get("created_by_ref") or reporter)
    cast = read_cast(objects, author, title, prose.asserted, kinds)
    return _Reading(
        said=f"{reporter}\x1f{title}\x1f{body}",
        told=keep_own(prose.asserted, cast),
        denied=prose.denied,
        cast=cast,
        kinds=kinds,
        reported=_read_reported(root, at),
    )


def _read_texts(root: StixObject, objects: Sequence[StixObject]) -> tuple[str, str]:
    """Return the title and the words of an alert, folded; of the root first."""
    speaking = [one for one in objects if one.get("type") in _SPEAKING and one is not root]
    texts = (text for one in (root, *speaking) for text in _read_words(one, one is root))
    title = root.get("name", "") if not str(root.get("name", "")).startswith("[") else ""
    return simplify(str(title)), simplify("\n".join(dict.fromkeys(texts)))


def _read_words(member: StixObject, is_root: bool) -> Iterator[str]:
    names = ("description", "content", "abstract", "explanation", "opinion")
    for name in names if is_root else ("name", *names):
        if isinstance(text := member.get(name), str) and text:
            yield text


def _read_reported(root: StixObject, at: datetime) -> date:
    """Return the day on which the main object was written, not after its receipt."""
    written = str(root.get("created") or root.get("published") or "")[:10]
    try:
        return min(datetime.fromisoformat(written).date(), at.date())
    except ValueError:
        return at.date()


def _order_windows(windows: tuple[Window, ...], reported: date) -> tuple[Window, ...]:
    """Return the windows, the likeliest of the event first: the nearest to the report.

    The day of the report itself may stand at the head of the letter: one of the week before it wins.
    """
    today = reported.toordinal()
    windows = tuple(one for one in windows if one.first <= today + 1) or windows
    ranked = sorted(windows, key=lambda one: (abs(today - one.last), one))
    if (
        len(ranked) > 1
        and ranked[0].last - today in {0, 1}
        and 0 <= today - ranked[1].last <= _WEEK
    ):
        return (*ranked[1:], ranked[0])
    return tuple(ranked)


def _drop_brands(traces: set[Trace], cast: Cast) -> set[Trace]:
    """Return the traces without the words that are brands of parties and no software."""
    brands = {spelling for party in (*cast.subjects, *cast.others) for spelling in party.spellings}
    return {
        one for one in traces if one[0] is not Sort.SOFTWARE or fold_spelling(one[1]) not in brands
    }


def _list_denied(text: str) -> set[Trace]:
    """Return the traces in a text that name one event."""
    return {one for one in list_text_traces(text) if one[0] not in _VAGUE}


def _digest_party(party: Party, digest: Digest) -> Name:
    spellings = frozenset(digest(f"name\x1f{spelling}") for spelling in party.spellings)
    return Name(
        kind=party.kind,
        is_pinyin=party.is_pinyin,
        is_certain=party.is_certain,
        is_han=party.is_han,
        sound=digest(f"sound\x1f{party.sound}") if party.sound else 0,
        spellings=spellings,
    )


def _digest_mentions(text: str, cast: Cast, digest: Digest) -> tuple[int, ...]:
    parties = (*cast.subjects, *cast.others)
    known = {spelling for party in parties for spelling in party.spellings}
    fresh = [one for one in dict.fromkeys(find_mentions(text)) if one and one not in known]
    return tuple(digest(f"name\x1f{spelling}") for spelling in fresh[:_MOST_MENTIONS])


def _digest_traces(traces: set[Trace], digest: Digest) -> frozenset[int]:
    kept = sorted(traces)[:MOST]
    return frozenset(
        tag(sort, digest(f"trace\x1f{_space(sort, value)}\x1f{value}")) for sort, value in kept
    )


def _space(sort: Sort, value: str) -> Sort:
    """Return under what sort a value is digested: a veiled account as the mask that it is."""
    if sort is not Sort.VEILED:
        return sort
    return Sort.MASKED_ACCOUNT if len(value) > _TAIL else Sort.ACCOUNT_TAIL


def tag(sort: Sort, digest: int) -> int:
    """Return a digest that tells in its lowest bits what it is of."""
    return digest & ~SORT_MASK | sort


def _digest_content(said: str, traces: set[Trace], digest: Digest) -> int:
    plain = sorted(f"{sort}{value}" for sort, value in traces if sort is not Sort.OBJECT)
    return digest("\x1f".join(("content", said, *plain)))
