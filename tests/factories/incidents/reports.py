"""Who reports an event, when, in which language and script, and what of it they show."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from opencc import OpenCC

from tests.factories.incidents.bundles import Bundler, make_author, stamp
from tests.factories.incidents.events import Event
from tests.factories.incidents.names import Organisation
from tests.factories.incidents.telling import Telling, Told, name_party, tell
from tests.factories.incidents.traces import Trace

_TRADITIONAL = {"hk": OpenCC("s2hk"), "tw": OpenCC("s2twp")}
_WITHOUT_SUM = ("phishing", "account-takeover", "malware", "technical-vulnerability")
_ASSOCIATIONS = (
    Organisation(
        "枢簧互助预警联合会", "Shuhuang Mutual Warning League", "", "", "shuhuang", "CN-SH"
    ),
    Organisation("棂舟支付同业公会", "Lingzhou Payments Guild", "", "", "lingzhou", "HK"),
)


@dataclass
class Reporter:
    """A member: its language (``script`` hans, hk, tw or en) and its form, where it has one."""

    code: str
    organisation: Organisation
    script: str
    template: int | None
    author: dict[str, Any]
    signature: str

    @property
    def lang(self):
        """Return the language tag of its texts."""
        return "en" if self.script == "en" else "zh"


@dataclass
class Report:
    """One alert with what the judge knows of it and the reader does not."""

    event: Event
    reporter: Reporter
    told: Told
    bundle: dict[str, Any]
    root: str
    created: datetime
    received: datetime
    shown: frozenset[Trace] = frozenset()
    machine_readable: bool = False
    others: tuple[Event, ...] = ()
    public: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    number: str = ""

    def as_record(self):
        """Return the line of the corpus."""
        return {
            "alert_id": self.number,
            "reporter": self.reporter.code,
            "received_at": stamp(self.received),
            "bundle": self.bundle,
        }


class Newsroom:
    """Everybody who reports, and their habits."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng
        self.reporters = [self._hire(number, one) for number, one in enumerate(world.reporters, 1)]
        self.leagues = [self._hire(900 + number, one) for number, one in enumerate(_ASSOCIATIONS)]
        twins = {event.twin[1]: event.number for event in world.events if event.twin}
        self._twin = twins | {event.number: event.twin[1] for event in world.events if event.twin}

    def _hire(self, number, organisation):
        script = self.rng.choices(("hans", "hk", "tw", "en"), (42, 12, 8, 38))[0]
        template = self.rng.randrange(100) if self.rng.random() < 0.25 else None
        author = make_author(organisation, "en" if script == "en" else "zh", self.rng)
        contact = (
            *("", "", f" <fraud.desk@{organisation.slug}-bank.example>"),
            f" (https://www.{organisation.slug}-bank.example/alerts)",
        )
        signature = author["name"] + self.rng.choice(contact)
        return Reporter(f"R{number:03}", organisation, script, template, author, signature)

    def _find_bank(self, event):
        """Return the member that keeps the account of the event, now and then."""
        bank = event.details.get("bank")
        found = (one for one in self.reporters if one.organisation is bank)
        return next(found, None) if self.rng.random() < 0.4 else None

    def choose_reporter(self, told):
        """Return a member, as a rule one that has not told of the event yet."""
        used = {report.reporter.code for report in told}
        free = [one for one in self.reporters if one.code not in used]
        return self.rng.choice(free if free and self.rng.random() < 0.93 else self.reporters)

    def draw_moment(self, event, told):
        """Return when somebody writes of the event: within days, now and then weeks later."""
        rng, days = self.rng, self.rng.choices((0, 1, 2, 3, 4), (5, 6, 3, 2, 1))[0]
        if told and rng.random() < 0.08:
            days = rng.randint(9, 40)
        start = datetime.combine(event.day, datetime.min.time(), UTC)
        return start + timedelta(days, rng.randrange(86_400), milliseconds=rng.randrange(1000))

    def report_anew(self, event, told):
        """Return a report of its own by somebody, who need not know the others."""
        reporter = self._find_bank(event) if not told else None
        reporter = reporter or self.choose_reporter(told)
        created = self.draw_moment(event, told)
        days = [one.created.date() for one in told if one.reporter is reporter]
        follows = next((day for day in days if day <= created.date()), None)
        return self._write(event, reporter, created, first=not told, follows=follows)

    def _write(self, event, reporter, created, *, first=False, **habits):
        rng = self.rng
        shown = self._draw_shown(event, first=first)
        manner = rng.choice(("objects", "pattern", "text", "text", "objects+text", "pattern+text"))
        telling = Telling(
            event=event,
            written=created.date(),
            lang=reporter.lang,
            shown=shown,
            near_twin=event.number in self._twin,
            others=self._draw_others(event, created.date()),
            signer=reporter.signature,
            home=reporter.organisation,
            template=reporter.template,
            in_text="text" in manner,
            **habits,
        )
        self._draw_sum(telling, first=first)
        told = self.translate(tell(telling, rng), reporter)
        bundle, root = self.make_bundle(event, reporter, created, telling, (told, manner))
        return Report(
            event,
            reporter,
            told,
            bundle,
            root,
            created,
            created + timedelta(seconds=rng.randrange(20, 7200)),
            frozenset(shown),
            manner != "text" and bool(shown),
            telling.others,
            frozenset(telling.public),
            frozenset(telling.tags),
        )

    def _draw_shown(self, event, *, first):
        rng, traces = self.rng, list(event.traces)
        if not traces or (not first and rng.random() < 0.2):
            return ()
        count = len(traces) if first and rng.random() < 0.5 else rng.randint(1, len(traces))
        return tuple(rng.sample(traces, count))

    def _draw_others(self, event, written):
        """Return another event to set this one apart from; the one it looks like comes first."""
        rng, events = self.rng, self.world.events
        twin = self._twin.get(event.number)
        if twin is not None and not event.drill and not events[twin].drill:
            return (events[twin],) if events[twin].day <= written and rng.random() < 0.35 else ()
        other = rng.choice(events)
        fits = other.day <= written and other.number != event.number and not other.drill
        fits = fits and other.kind != "mule-account" and other.party is not event.party
        return (other,) if fits and rng.random() < 0.2 else ()

    def _draw_sum(self, telling, *, first):
        draw = self.rng.random()
        is_settled = first or telling.near_twin or telling.event.drill
        if is_settled or telling.event.kind in _WITHOUT_SUM:
            return
        if draw < 0.06:
            telling.old_amount = telling.event.amount * self.rng.choice((3, 5, 7, 13)) // 4
        elif draw < 0.12:
            telling.tags.add("partial_amount")

    def translate(self, told, reporter):
        """Return the words in the script of the reporter."""
        converter = _TRADITIONAL.get(reporter.script)
        if converter is None:
            return told
        return Told(converter.convert(told.title), converter.convert(told.text))

    def make_bundle(self, event, reporter, created, telling, words):
        """Return the bundle of the words and what is shown, and the id of its root."""
        rng, (told, manner) = self.rng, words
        bundler = Bundler(
            rng,
            author=reporter.author,
            party=event.party,
            event=event,
            lang=reporter.lang,
            created=created,
        )
        linked = bundler.add_objects(telling.shown) if "objects" in manner else []
        linked += bundler.add_indicators(telling.shown if "pattern" in manner else (), told.title)
        if rng.random() < 0.6:
            linked += bundler.add_public(telling.public)
        party_id = None
        if rng.random() < 0.5 and event.kind != "mule-account":
            name = Told(name_party(event.party, reporter.lang, rng), "")
            party_id = bundler.add_party(self.translate(name, reporter).title)
        if "custodian" in event.details and rng.random() < 0.3:
            bundler.add_party(event.details["custodian"].en)
        return bundler.finish(told, linked, party_id)

    def has_drill(self, event):
        """Tell whether a drill borrows the scene of the event."""
        return self.world.events[self._twin.get(event.number, event.number)].drill
