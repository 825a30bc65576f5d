"""Alerts that follow from an earlier one: re-sends, revisions, forwarded copies, sightings."""

import json
import re
from dataclasses import replace
from datetime import timedelta

from tests.factories.incidents.bundles import Bundler, make_id, stamp
from tests.factories.incidents.moments import write_day_en, write_day_zh
from tests.factories.incidents.reports import Report
from tests.factories.incidents.telling import Telling, Told
from tests.factories.incidents.traces import make_pattern

# Ids of objects of the sender: random ones, but for published markings and extensions.
_ID = re.compile(
    r"(?<!definition--)(?<=[a-z]--)[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_UPDATE = {"en": " Update: two more clients came forward.", "zh": "补充：又有两名客户反映。"}


def resend(newsroom, event, told):
    """Return the same content under new ids, from the same member, hours or days later."""
    rng = newsroom.rng
    origin = rng.choice(told)
    author = origin.reporter.author["id"].partition("--")[2]
    renamed = {author: author}

    def rename(match):
        if match[0] not in renamed:
            renamed[match[0]] = make_id(rng)
        return renamed[match[0]]

    return replace(
        origin,
        bundle=json.loads(_ID.sub(rename, json.dumps(origin.bundle))),
        root=_ID.sub(rename, origin.root),
        received=origin.received + timedelta(hours=rng.randint(1, 70)),
        tags=frozenset(("exact_resend_new_ids",)),
    )


def revise(newsroom, event, told):
    """Return a later version of the same object, with more words; None where it has no text."""
    rng = newsroom.rng
    origin = rng.choice(told)
    bundle = json.loads(json.dumps(origin.bundle))
    root = next(one for one in bundle["objects"] if one["id"] == origin.root)
    if "description" not in root:
        return None
    at = origin.received + timedelta(hours=rng.randint(2, 90))
    added = newsroom.translate(Told("", _UPDATE[origin.reporter.lang]), origin.reporter).text
    root |= {"description": root["description"] + added, "modified": stamp(at)}
    bundle["id"] = f"bundle--{make_id(rng)}"
    received = at + timedelta(minutes=rng.randint(1, 90))
    return replace(origin, bundle=bundle, received=received, tags=frozenset(("revision",)))


def forward(newsroom, event, told):
    """Return a copy that an association sends on, with a preface and often without the objects."""
    rng = newsroom.rng
    origin = rng.choice([one for one in told if one.told.text])
    league = rng.choice(newsroom.leagues)
    created = origin.received + timedelta(days=rng.randint(0, 5), hours=2)
    telling = Telling(event, created.date(), origin.reporter.lang)
    telling.shown = tuple(sorted(origin.shown, key=str)) if rng.random() < 0.5 else ()
    words = _quote(origin, rng)
    manner = "objects" if telling.shown else "text"
    bundle, root = newsroom.make_bundle(event, league, created, telling, (words, manner))
    return Report(
        event,
        league,
        words,
        bundle,
        root,
        created,
        created + timedelta(minutes=rng.randint(5, 300)),
        origin.shown,
        bool(telling.shown),
        origin.others,
        tags=frozenset(("forwarded_copy",)),
    )


def _quote(origin, rng):
    english = origin.reporter.lang == "en"
    day = (write_day_en if english else write_day_zh)(origin.created.date(), rng)
    if english:
        title, preface = f"FW: {origin.told.title}", f"A member wrote {day} (quoted as received):"
    else:
        title, preface = f"转发：{origin.told.title}", f"以下为成员{day}来文，照转："
    text = "\n".join(f"> {line}" for line in origin.told.text.splitlines())
    return Told(title, f"{preface}\n{text}")


def sight(newsroom, event, told):
    """Return a sighting of an indicator of one trace that others showed of this event only."""
    rng, kit = newsroom.rng, event.details.get("kit", "")
    known = frozenset().union(*(report.shown for report in told))
    own = [trace for trace in event.traces if trace in known and trace.value != kit]
    if not own or event.kind == "mule-account" or event.drill or newsroom.has_drill(event):
        return None
    trace, reporter = rng.choice(own), newsroom.choose_reporter(told)
    created = newsroom.draw_moment(event, told)
    bundle, root = _bundle_sighting(event, reporter, created, trace, rng)
    return Report(
        event,
        reporter,
        Told("", ""),
        bundle,
        root,
        created,
        created + timedelta(minutes=rng.randint(1, 90)),
        frozenset((trace,)),
        machine_readable=True,
        tags=frozenset(("sighting_of_others_indicator",)),
    )


def _bundle_sighting(event, reporter, created, trace, rng):
    bundler = Bundler(
        rng,
        author=reporter.author,
        party=event.party,
        event=event,
        lang=reporter.lang,
        created=created,
    )
    indicator = bundler.add(
        "indicator",
        name="watch-list entry",
        pattern=make_pattern([trace], rng),
        pattern_type="stix",
        valid_from=bundler.created,
        indicator_types=["malicious-activity"],
    )
    root = bundler.add(
        "sighting",
        sighting_of_ref=indicator,
        where_sighted_refs=[reporter.author["id"]],
        count=rng.randint(1, 40),
        first_seen=bundler.created,
    )
    bundle = {"type": "bundle", "id": f"bundle--{make_id(rng)}", "objects": bundler.objects}
    return bundle, root
