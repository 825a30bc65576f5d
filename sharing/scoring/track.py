"""How far a source can be trusted by what became of its alerts: the lower end of Wilson's interval."""

from dataclasses import dataclass
from math import sqrt

# One-sided 80 %: with few judgements the lower end stays low, so one lucky hit makes no good source.
_Z = 0.8416
# What a newcomer starts with: as if six of eight of its alerts had been useful.
PRIOR_USEFUL, PRIOR_JUDGED = 6, 8


@dataclass(frozen=True, slots=True)
class Track:
    """How many alerts of a source were judged, and how many of them were useful."""

    useful: int = 0
    judged: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.useful <= self.judged:
            raise ValueError("no more alerts can be useful than were judged")


UNKNOWN = Track()


def trust(track: Track) -> float:
    """Return the share of useful alerts that a source has at least, 0 to 1 (Wilson 1927)."""
    count = track.judged + PRIOR_JUDGED
    share = (track.useful + PRIOR_USEFUL) / count
    square = _Z * _Z
    centre = share + square / (2 * count)
    spread = _Z * sqrt(share * (1 - share) / count + square / (4 * count * count))
    return max(0.0, (centre - spread) / (1 + square / count))
