"""A year of many stations on paper: what arrives when, what one node holds, and where the tables split.

Design only (decision 15). Stations sync when people work: mostly at ten and at four, much on the last days of
a month, and after a holiday all that waited comes at once. Sizes and rates are those the bench beside it
measures: a version of a case is 5.6 KB, 2.5 KB of it stored; the hub takes some thousand a second.
"""

import random
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

COUNTS = (26_000, 690_000)
"""Stations of a province, of the nation's villages and communities."""

CASES_A_YEAR = 20_000_000
"""The nation's mediated cases in a year (sync 29), spread over its 690,000 stations."""

VERSIONS = 4
"""How often a case is sent while it lasts: taken in, agreed, performed, filed."""

BYTES_A_VERSION, BYTES_OF_INDEX = 3_000, 1_000
"""What a version takes in the journal, compressed and sealed; what a case takes in the index."""
ATTACHMENTS_A_CASE = 300_000
"""Bytes of scans and final papers for a case."""

RATE = 1_000
"""Cases that one node takes in in a second, the whole path on two processors; the bench measures it."""

NODE_GIGABYTES = 500
"""What one node's tables may have before its copies take longer than a night."""

YEARS = 10
"""For how long everything stays where it is looked up (retention)."""

CITIES = {26_000: 21, 690_000: 333}
"""Prefecture-level cities: the values of the column by which the tables are shared out."""

HOURS = (0, 0, 0, 0, 0, 0, 0, 1, 6, 14, 18, 9, 3, 4, 10, 16, 14, 4, 1, 0, 0, 0, 0, 0)
"""How the syncs of a day lie over its hours, in percent."""


@dataclass(frozen=True)
class Year:
    """What a year of so many stations comes to."""

    stations: int
    cases: int
    peak_hour: int
    peak_second: int
    gigabytes: float
    blobs: float
    largest_city: float
    nodes: int

    @property
    def peak_share(self) -> float:
        """Which part of what its nodes can take in the busiest second asks for."""
        return self.peak_second / (self.nodes * RATE)


def simulated(stations: int, seed: int = 1) -> Year:
    """Return a year of so many stations, drawn from the distributions above."""
    dice = random.Random(seed)  # noqa: S311 -- dice of a test
    a_day = CASES_A_YEAR / 690_000 / 250 * VERSIONS
    hours: Counter[tuple[int, int]] = Counter()
    waiting = 0.0
    for day in range(365):
        weekend = day % 7 in (5, 6) or 32 <= day <= 38  # 春节
        arrives = stations * a_day * (0.1 if weekend else 2.5 if day % 30 in (28, 29) else 1)
        waiting += stations * a_day * 0.9 if weekend else 0  # what was written at home, and sent on Monday
        today, waiting = (arrives, waiting) if weekend else (arrives + waiting, 0.0)
        total = sum(HOURS)
        for hour, share in enumerate(HOURS):
            hours[day, hour] += round(today * share / total * dice.uniform(0.8, 1.2))
    peak_hour = max(hours.values())
    cases = round(CASES_A_YEAR * stations / 690_000)
    gigabytes = cases * YEARS * (VERSIONS * BYTES_A_VERSION + BYTES_OF_INDEX) / 1e9
    nodes = max(1, -(-round(gigabytes) // NODE_GIGABYTES), -(-seconds_peak(peak_hour, dice) // RATE))
    return Year(
        stations=stations,
        cases=cases,
        peak_hour=peak_hour,
        peak_second=seconds_peak(peak_hour, dice),
        gigabytes=gigabytes,
        blobs=cases * YEARS * ATTACHMENTS_A_CASE / 1e12,
        largest_city=gigabytes * _largest_share(CITIES[stations], dice),
        nodes=nodes,
    )


def seconds_peak(in_an_hour: int, dice: random.Random) -> int:
    """Return the busiest second of an hour: packages come whole, some forty cases each."""
    packages = in_an_hour // 40 + 1
    seconds: Counter[int] = Counter(dice.randrange(3600) for _ in range(min(packages, 200_000)))
    return max(seconds.values()) * 40 * max(1, packages // 200_000)


def _largest_share(cities: int, dice: random.Random) -> float:
    """Return which part of everything the largest city has: sizes fall off as ranks do."""
    sizes = [1 / (rank + 5) * dice.uniform(0.8, 1.2) for rank in range(cities)]
    return max(sizes) / list(accumulate(sizes))[-1]


def table(years: list[Year]) -> str:
    """Return the figures as a table."""
    head = (
        "stations", "cases/year", "peak hour", "peak s", "tables 10 y", "blobs 10 y", "largest city", "nodes",
    )  # fmt: skip
    rows = [
        (
            f"{one.stations:,}",
            f"{one.cases:,}",
            f"{one.peak_hour:,}",
            f"{one.peak_second:,}",
            f"{one.gigabytes:,.0f} GB",
            f"{one.blobs:,.0f} TB",
            f"{one.largest_city:,.1f} GB",
            f"{one.nodes}",
        )
        for one in years
    ]
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    lines = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)
    ]
    return "\n".join([*lines, "split by city (LIST), then by year (RANGE); no city outgrows a node"])


if __name__ == "__main__":
    import sys

    sys.stdout.write(table([simulated(one) for one in COUNTS]) + "\n")
