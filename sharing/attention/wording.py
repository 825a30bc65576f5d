"""What the room says to people, in the language of its reader: why a score, and what the gauges mean."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sharing.scoring.score import Input, Score
from sharing.stix.names import spell_out

# Each with the values that the score was made of.
_FACTORS = {
    "severity": _("Its severity is %(severity)d of 100."),
    "likelihood": _("Its likelihood is %(likelihood)d of 100."),
    "window": _("It is expected between %(expected_from)s and %(expected_to)s."),
    "confidence": _("Its reporter is %(confidence)d of 100 sure."),
    "source": _(
        "Of %(judged)d judged alerts of its source that you received, %(useful)d were useful."
    ),
    "recency": _("Its newest alert is %(age_hours)d hours old."),
    "watched": _("It holds a token that you watch."),
    "named": _("It names your institution."),
    "subscribed": _("It fits one of your subscriptions."),
    "region": _("The risk is where you operate."),
    "stage-signal": _("It is a first signal, not yet confirmed."),
    "stage-confirmed": _("It is confirmed."),
    "stage-contained": _("It is contained."),
    "stage-resolved": _("It is over."),
    "stage-refuted": _("It was refuted."),
    "exercise": _("It is a drill, so it counts nothing."),
}
_NEWCOMER = _("Its source is new to you: nobody has judged its alerts yet.")
DEFINITIONS = {
    "alerts": _("Alerts that came into the inbox in the week."),
    "cases": _("Cases that these alerts belong to, as the member sees them."),
    "notifications": _("Pushes and mails that told of them; a digest is one."),
    "cases_per_notification": _("Cases for each notification: 1 is one message a case."),
    "acted": _("Alerts that the member says it acted on."),
    "acted_share": _("The share of alerts that the member acted on."),
    "t0_occurred": _("When it began to happen, where its reporter says so."),
    "t1_detected": _("When its reporter noticed it, where it says so."),
    "t2_submitted": _("When its reporter sent it."),
    "t3_accepted": _("When it was stored."),
    "t4_decided": _("When it was decided who receives it."),
    "t5_delivered": _(
        "When it stood in an inbox: of what was shared the first one, of what was received one's own."
    ),
    "t6_noticed": _(
        "When a push or mail of it went out, or the member first fetched it: by itself, over the stream"
        " or from its TAXII inbox. A line in a list does not count."
    ),
    "t7_acknowledged": _("When the member acknowledged it."),
    "t8_acted": _("When the member first said what became of it."),
    "lag": _("Seconds that a step took: p50 half of the alerts, p90 nine of ten, by nearest rank."),
    "entitled": _("Alerts that members were entitled to and received, counted for each member."),
    "knew_within_1h": _(
        "The share that was noticed, acknowledged or judged within an hour of delivery."
    ),
    "knew_within_24h": _(
        "The share that was noticed, acknowledged or judged within a day of delivery."
    ),
    "shared": _("Alerts sent in the week that the exchange took in."),
    "reciprocity": _("Alerts shared for each alert received."),
    "suppressed": _("Of a sector nothing is told that comes of fewer than three of its members."),
}


def explain_score(score: Score) -> Iterator[tuple[str, int, str]]:
    """Yield (factor, points, sentence) of a desk's score, heaviest first."""
    given = dict(score.inputs)
    for code, points in score.parts:
        yield code, points, explain_factor(code, given)


def explain_factor(code: str, given: dict[str, Input]) -> str:
    """Return in a sentence why a factor counted, from the inputs of the score."""
    if code == "corroboration":
        count = int(given["reporters"] or 0)
        text = ngettext(
            "%(count)d institution reported it.", "%(count)d institutions reported it.", count
        )
        return text % {"count": count}
    if code == "source" and not given["judged"]:
        return str(_NEWCOMER)
    if code not in _FACTORS:
        return spell_out(code)
    return str(_FACTORS[code]) % given


def define_gauges() -> dict[str, str]:
    """Return what each figure of the gauges means, by its name."""
    return {name: str(text) for name, text in DEFINITIONS.items()}
