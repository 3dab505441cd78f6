"""Times of the day (钟点) as people write them: 09:00, 9:00, 9：00. Pure."""

import re

TIME = re.compile(r"\s*(\d{1,2})\s*[:：]\s*(\d{2})\s*")


def minutes_of(text: str) -> int | None:
    """Return the minutes since midnight, None for what is no time; 24:00 ends a day."""
    found = TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    whole = hour * 60 + minute
    return whole if minute < 60 and whole <= 24 * 60 else None


def minutes_between(begin: str, end: str) -> int | None:
    """Return the minutes from one time to another, None while either is no time."""
    first, last = minutes_of(begin), minutes_of(end)
    return None if first is None or last is None else last - first
