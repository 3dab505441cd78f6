"""The calendar (工作日历): which days are worked, and where a period ends.

Built from a dated table, never from code: the State Council's notices for the years that have one (official),
the statutory days alone for a year whose notice is not out (provisional). Beyond the table a day is judged by
its weekday and its status is none. Law: 民法典 §201–203, 民诉法 §85, 全国年节及纪念日放假办法.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, timedelta
from typing import Literal

Status = Literal["official", "provisional", "none"]
ONE_DAY = timedelta(days=1)
SATURDAY = 5


def days_after(day: date, count: int) -> date:
    """Return the day so many days on, or back; a slip of the year ends at the first or last day there is."""
    return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from their weekday: `days_off` (放假) and `days_worked` (调休上班); status by year."""

    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()
    years: Mapping[int, Status] = field(default_factory=dict)

    def status(self, day: date) -> Status:
        """Return how sure the calendar is of a day: official, provisional (预估) or none."""
        return self.years.get(day.year, "none")

    def is_workday(self, day: date) -> bool:
        """Say whether a day is worked (工作日)."""
        if day in self.days_worked:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def is_holiday(self, day: date) -> bool:
        """Say whether a day is a day off (法定休假日), weekends included."""
        return not self.is_workday(day)

    def next_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the first worked day after it (民法典 §203)."""
        while not self.is_workday(day) and day < date.max:
            day += ONE_DAY
        return day

    def add_plain_days(self, day: date, count: int) -> date:
        """Return the last day of a period of plain days, inclusive.

        The first day is not counted (民法典 §201); a last day on a day off moves to the next worked day
        (§203).
        """
        return self.next_workday(days_after(day, count))

    def same_day(self, day: date, years: int) -> date:
        """Return the same day so many years on, or the month's last when it has none (民法典 §202)."""
        year = min(day.year + years, MAXYEAR)
        try:
            return day.replace(year=year)
        except ValueError:  # 29 February
            return day.replace(year=year, day=28)

    def add_work_days(self, day: date, count: int) -> date:
        """Return the `count`-th worked day after a day."""
        while count > 0 and day < date.max:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day
