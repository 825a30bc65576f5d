"""Tell from identity numbers and birth dates whether a person is a child whose guardian decides."""

import re
from datetime import date

from privacy.detection.types import DataType

# Below this age data is sensitive and a guardian consents (PIPL 28 and 31). No member state of
# the Union sets its own limit (GDPR 8) below 13; rule tables may ask for more.
GUARDIAN_AGE = 14

_WITH_BIRTHDAY = frozenset({DataType.CN_ID18, DataType.CN_ID15})
_YEAR_FIRST = re.compile(r"([12][0-9]{3})[^0-9]{0,3}([0-9]{1,2})[^0-9]{1,3}([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"([12][0-9]{3})([0-9]{2})([0-9]{2})(?![0-9])")
_REPUBLIC = re.compile(r"民[国國]([0-9]{2,3})年([0-9]{1,2})月([0-9]{1,2})日")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([12][0-9]{3})")
_NAMED = re.compile(
    r"(?:([0-9]{1,2})[^0-9a-z]{0,2}(?:st|nd|rd|th)?[ \-]?)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*[. \-]{0,2}(?:([0-9]{1,2})(?:st|nd|rd|th)?,? )?,?[ \-]?([12][0-9]{3})",
    re.IGNORECASE,
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_REPUBLIC_EPOCH = 1911


def is_of_minor(data_type: DataType, normalised: str, today: date | None) -> bool:
    """Tell whether a datum shows a person who is below the guardian age on `today`.

    Without `today` nobody's age is computed. A date that can be read in two ways is read so that
    the person is younger; a date after today is no birth date.
    """
    if today is None:
        return False
    if data_type in _WITH_BIRTHDAY:
        born = _dates_in_number(normalised)
    elif data_type is DataType.DOB:
        born = _read_dates(normalised)
    else:
        return False
    return any(day <= today and is_below_guardian_age(day, today) for day in born)


def is_below_guardian_age(born: date, today: date) -> bool:
    """Tell whether a person born on a day has not reached the guardian age on `today`.

    Who was born on 29 February comes of age on 1 March of a common year.
    """
    return today < _birthday(born, born.year + GUARDIAN_AGE)


def _birthday(born: date, year: int) -> date:
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _dates_in_number(number: str) -> list[date]:
    return _real((number[6:10], number[10:12], number[12:14])) if len(number) == 18 else []


def _read_dates(written: str) -> list[date]:
    republic = _REPUBLIC.search(written)
    if republic:
        return _real((str(int(republic[1]) + _REPUBLIC_EPOCH), republic[2], republic[3]))
    for shape in (_YEAR_FIRST, _COMPACT):
        found = shape.search(written)
        if found:
            return _real((found[1], found[2], found[3]))
    named = _NAMED.search(written)
    if named:
        month = str(_MONTHS.index(named[2].lower()) + 1)
        return _real((named[4], month, named[1] or named[3] or "1"))
    both = _DAY_FIRST.search(written)
    return _real((both[3], both[2], both[1]), (both[3], both[1], both[2])) if both else []


def _real(*readings: tuple[str, str, str]) -> list[date]:
    """Return the days of the calendar among readings of year, month and day."""
    days = []
    for year, month, day in readings:
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return days
