"""The station (工作站): who it is, which the papers, packages and numbers need to know.

A record of its own: journalled, printed, travels. What this machine alone needs is `base/settings.py`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import SHORT, Thing, item

SECTOR = "station"
TIERS = ("village", "town", "city")
AID_ROUTES = ("town", "city")
"""Where a village forwards applications for legal aid to: its town, or the centre itself."""
NUMBER_PATTERN = "〔{year}〕{short}人调字第{serial}号"
"""The pattern of printed numbers (卷号、编号) unless the organisation sets another (brief §2.3)."""

ORAL_PATTERN = "〔{year}〕{short}人调口字第{serial}号"
"""The pattern of oral agreements' own numbers (brief §2.3; no official text is at hand: 待核, editable)."""

LARGEST_SERIAL = 99_999
"""The highest number a block may end at: no committee comes near it in a year."""
YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock(Thing):
    """A block of printed numbers (编号段), this machine's own, of one committee and year (brief §2.3)."""

    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    year: int | None = item("年份", minimum=YEARS[0], maximum=YEARS[-1])
    first: int | None = item("起号", minimum=1, maximum=LARGEST_SERIAL)
    last: int | None = item("止号", minimum=1, maximum=LARGEST_SERIAL)

    @property
    def span(self) -> tuple[int, int]:
        """First and last number; nothing at all while one of them is missing."""
        return (self.first, self.last) if self.first and self.last else (1, 0)

    @property
    def text(self) -> str:
        """The block in words."""
        return f"{self.year}年 {self.first}—{self.last}"

    def meets(self, other: "NumberBlock") -> bool:
        """Say whether the two have a number together."""
        (first, last), (begin, end) = self.span, other.span
        same = (self.committee, self.year) == (other.committee, other.year)
        return same and first <= end and begin <= last


@dataclass(frozen=True, slots=True, kw_only=True)
class StationProfile(Thing):
    """A station (工作站) of an organisation. Two PCs of one committee are two stations of one `org`."""

    id: str = item("工作站编号", maximum=SHORT)
    code: str = item("区划代码", maximum=SHORT)
    name: str = item("工作站名称", verbatim=True, maximum=200)
    tier: str = item("层级", codes="tier", maximum=SHORT)
    org: str = item("组织", verbatim=True, maximum=200)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    short: str = item("字号简称", maximum=SHORT)
    number_pattern: str = item("编号格式", maximum=200)
    oral_pattern: str = item("口头协议编号格式", maximum=200)
    aid_route: str = item("法律援助转交到", codes="aid_route", maximum=SHORT)
    training: bool | None = item("练习用")
    since: date | None = item("建站日期")
    blocks: tuple[NumberBlock, ...] = item("编号段", maximum=200)
    patterns: dict[str, str] = item("各项服务的编号格式", maximum=200)


def number_text(pattern: str, *, year: int, short: str, serial: int) -> str:
    """Return a printed number, e.g. 〔2026〕沙云人调字第5号 (brackets U+3014/3015, brief §2.3)."""
    return (pattern or NUMBER_PATTERN).format(year=year, short=short, serial=serial)


def check_profile(profile: StationProfile) -> None:
    """Hold a profile against what papers and numbers need of it.

    Raises:
        Refusal: STATION_NAME_MISSING, NUMBER_PATTERN_WRONG.
    """
    if not profile.name.strip():
        raise Refusal(Code.STATION_NAME_MISSING, field="name")
    check_pattern(profile.number_pattern)
    check_oral_pattern(profile)
    for sector, pattern in profile.patterns.items():
        check_service_pattern(pattern, f"patterns.{sector}")


def check_oral_pattern(profile: StationProfile) -> None:
    """Hold the pattern of oral agreements against the same, and against that of written ones.

    Raises:
        Refusal: NUMBER_PATTERN_WRONG.
    """
    pattern = profile.oral_pattern or ORAL_PATTERN
    check_pattern(pattern, "oral_pattern")
    sample: dict[str, Any] = {"year": 2026, "short": "甲", "serial": 1}
    if number_text(pattern, **sample) == number_text(profile.number_pattern, **sample):
        raise Refusal(Code.NUMBER_PATTERN_WRONG, field="oral_pattern", pattern=pattern)


def check_pattern(pattern: str, field: str = "number_pattern") -> None:
    """Hold a pattern of numbers against their purpose: another year, station or serial, another number.

    Raises:
        Refusal: NUMBER_PATTERN_WRONG at `field`.
    """
    wrong = Refusal(Code.NUMBER_PATTERN_WRONG, field=field, pattern=pattern)
    try:
        made = {
            number_text(pattern, year=year, short=short, serial=serial)
            for year, short, serial in ((2026, "甲", 1), (2027, "甲", 1), (2026, "乙", 1), (2026, "甲", 2))
        }
    except (LookupError, ValueError, AttributeError, TypeError) as fault:
        raise wrong from fault
    if len(made) < 4:
        raise wrong


def check_service_pattern(pattern: str, field: str) -> None:
    """Hold a service's pattern against its purpose: another year or serial, another number that reads back.

    The station need not stand in it (咨字〔2026〕0001号): such numbers are told apart by who gave them.

    Raises:
        Refusal: NUMBER_PATTERN_WRONG at `field`.
    """
    wrong = Refusal(Code.NUMBER_PATTERN_WRONG, field=field, pattern=pattern)
    wanted = [(2026, 1), (2027, 1), (2026, 2)]
    try:
        made = [pattern.format(year=year, short="甲", serial=n) for year, n in wanted]
    except (LookupError, ValueError, AttributeError, TypeError) as fault:
        raise wrong from fault
    if [serial_of(one) for one in made] != wanted:
        raise wrong


def service_pattern(profile: StationProfile, sector: str, default: str) -> str:
    """Return the pattern of a service's numbers: the station's own, else the usual one."""
    return profile.patterns.get(sector) or default


def serial_of(number: str) -> tuple[int, int] | None:
    """Return (year, serial) of a number like 咨字〔2026〕0001号, None if it is none."""
    found = re.fullmatch(r".*?[〔\[［（(【](\d{4})[〕\]］）)】]\s*(?:第\s*)?(\d{1,9})\s*号?\s*", number)
    return (int(found[1]), int(found[2])) if found else None


def check_block(block: NumberBlock, others: Iterable[NumberBlock]) -> None:
    """Hold a block against sense, and against the blocks this machine has already.

    Raises:
        Refusal: BLOCK_WRONG, BLOCK_OVERLAP.
    """
    first, last = block.span
    if block.year not in YEARS:
        raise Refusal(Code.BLOCK_WRONG, field="year", what="年份应为四位数字")
    if not 1 <= first <= last <= LARGEST_SERIAL:
        raise Refusal(Code.BLOCK_WRONG, field="last", what=f"起号不能大于止号，止号不能超过{LARGEST_SERIAL}")
    if taken := next((one for one in others if one.meets(block)), None):
        span = f"{taken.first}—{taken.last}"
        raise Refusal(Code.BLOCK_OVERLAP, field="first", year=block.year, first=first, last=last, taken=span)


def clashes(profiles: Iterable[StationProfile]) -> tuple[str, ...]:
    """Return in words where two machines of one committee may give the same number (brief §2.3).

    A machine without a block beside one that has some may give any number.
    """
    known = sorted(profiles, key=lambda one: one.id)
    return tuple(dict.fromkeys(said for pair in combinations(known, 2) for said in _between(*pair)))


def _between(one: StationProfile, other: StationProfile) -> Iterator[str]:
    for ours in one.blocks:
        for theirs in other.blocks:
            if ours.meets(theirs):
                yield (
                    f"{ours.committee}：“{one.name}”的编号段（{ours.text}）"
                    f"与“{other.name}”的（{theirs.text}）重叠"
                )
    for having, lacking in ((one, other), (other, one)):
        for committee in dict.fromkeys(block.committee for block in having.blocks):
            if lacking.committee == committee and all(own.committee != committee for own in lacking.blocks):
                yield f"{committee}：“{lacking.name}”没有设编号段，可能与“{having.name}”编出同一个号"


def number_parts(number: str) -> tuple[int, str, int] | None:
    """Return (year, what stands between year and serial, serial) of a printed number, None if it is none."""
    found = re.fullmatch(r"\s*[〔\[［（(【](\d{4})[〕\]］）)】]\s*(.*?)第?\s*(\d+)\s*号\s*", number)
    return (int(found[1]), found[2], int(found[3])) if found else None


def short_name(town: str, village: str) -> str:
    """Return the usual short form for numbers: 沙溪镇 + 云涧村 gives 沙云 (a default, editable)."""
    return town[:1] + village[:1]
