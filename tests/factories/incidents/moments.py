"""How people write a day: absolute, half absolute, relative to their own report, or a window."""

from datetime import timedelta

_LONG = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_MONTHS = tuple(name[:3] for name in _LONG)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIGITS = "〇一二三四五六七八九"


def _ordinal(day):
    ending = "th" if 10 < day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _count_zh(number):
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


def write_day_en(day, rng):
    """Return the day in one of the English orders; the year may be left to the reader."""
    month, long = _MONTHS[day.month - 1], _LONG[day.month - 1]
    forms = [
        f"on the {_ordinal(day.day)} of {long}",
        f"on {day.day} {long}",
        f"on {long} {_ordinal(day.day)}, {day.year}",
        f"on {_DAYS[day.weekday()][:3]} {day.day} {month} {day.year}",
        f"on {day.day}-{month}-{day.year}",
        f"on {day.isoformat()}",
        f"{day.day} {month.upper()} {day:%y}",
    ]
    if day.day > 12:
        forms.append(f"on {day.month:02}/{day.day:02}/{day.year}")
        forms.append(f"on {day.day:02}.{day.month:02}.{day.year}")
    return rng.choice(forms)


def write_day_zh(day, rng):
    """Return the day in one of the Chinese forms (simplified)."""
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return rng.choice(
        (
            f"{day.month}月{day.day}日",
            f"{day.month}月{day.day}号",
            f"{day.year}年{day.month:02}月{day.day:02}日",
            f"{day.year}/{day.month}/{day.day}",
            f"{day.year}.{day.month:02}.{day.day:02}",
            f"{_count_zh(day.month)}月{_count_zh(day.day)}日",
            f"{year}年{_count_zh(day.month)}月{_count_zh(day.day)}日",
            f"{day:%Y%m%d}",
        )
    )


def write_relative(day, written, lang):
    """Return the day as told from the day of writing, or "" where nobody would say it so."""
    ago = (written - day).days
    if lang == "en":
        near = {0: "today", 1: "yesterday", 2: "the day before yesterday"}
        if 3 <= ago <= 6:
            return f"last {_DAYS[day.weekday()]}"
        return near.get(ago, {7: "a week ago today", 14: "two weeks ago to the day"}.get(ago, ""))
    near = {0: "今日", 1: "昨日", 2: "前天"}
    if ago in near:
        return near[ago]
    weeks = (written - timedelta(written.weekday()) - day + timedelta(day.weekday())).days // 7
    name = "一二三四五六日"[day.weekday()]
    return {0: f"本周{name}", 1: f"上周{name}"}.get(weeks, "")


def write_window(day, rng, lang):
    """Return a few days around the day, which is one of them."""
    first = day - timedelta(rng.randint(0, 1))
    last = first + timedelta(2)
    if lang == "en":
        if first.month == last.month:
            month = _LONG[day.month - 1]
            return rng.choice(
                (
                    f"between {first.day} and {last.day} {month}",
                    f"over {first.day}-{last.day} {month}",
                )
            )
        return (
            f"between {first.day} {_LONG[first.month - 1]} and {last.day} {_LONG[last.month - 1]}"
        )
    if first.month == last.month:
        return rng.choice(
            (f"{day.month}月{first.day}日至{last.day}日", f"{day.month}月{first.day}-{last.day}日")
        )
    return rng.choice(
        (
            f"{first.month}月底至{last.month}月初",
            f"{first.month}月{first.day}日至{last.month}月{last.day}日",
        )
    )


def write_near(day, rng, lang):
    """Return a day beside the day, told as uncertain."""
    near = day + timedelta(rng.choice((-1, 1)))
    if lang == "en":
        return f"around the {_ordinal(near.day)} of {_LONG[near.month - 1]}"
    return rng.choice((f"{near.month}月{near.day}日前后", f"约{near.month}月{near.day}日"))


def write_moment(day, written, rng, lang, *, exact):
    """Return (text, tag): how this reporter puts the day of the event.

    ``exact`` keeps to forms that name the one day, for events that have a near twin.
    """
    draw = rng.random()
    if draw < 0.2 and (told := write_relative(day, written, lang)):
        return told, "relative_date"
    if draw > 0.9 and not exact and (written - day).days >= 2:
        return write_window(day, rng, lang), "date_window"
    if draw > 0.84 and not exact and written > day:
        return write_near(day, rng, lang), "date_off_by_one"
    return (write_day_en if lang == "en" else write_day_zh)(day, rng), ""
