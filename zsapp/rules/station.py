"""The station (工作站): who it is, which the papers, packages and numbers need to know.

A record of its own: journalled, printed, travels. What this machine alone needs is `base/settings.py`.
"""

import re
from dataclasses import dataclass
from datetime import date

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import SHORT, Thing, item

SECTOR = "station"
TIERS = ("village", "town", "city")
NUMBER_PATTERN = "〔{year}〕{short}人调字第{serial}号"
"""The pattern of printed numbers (卷号、编号) unless the organisation sets another (brief §2.3)."""


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
    training: bool | None = item("练习用")
    since: date | None = item("建站日期")


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


def check_pattern(pattern: str) -> None:
    """Hold a pattern of numbers against their purpose: another year, station or serial, another number.

    Raises:
        Refusal: NUMBER_PATTERN_WRONG.
    """
    wrong = Refusal(Code.NUMBER_PATTERN_WRONG, field="number_pattern", pattern=pattern)
    try:
        made = {
            number_text(pattern, year=year, short=short, serial=serial)
            for year, short, serial in ((2026, "甲", 1), (2027, "甲", 1), (2026, "乙", 1), (2026, "甲", 2))
        }
    except (LookupError, ValueError, AttributeError, TypeError) as fault:
        raise wrong from fault
    if len(made) < 4:
        raise wrong


def number_parts(number: str) -> tuple[int, str, int] | None:
    """Return (year, what stands between year and serial, serial) of a printed number, None if it is none."""
    found = re.fullmatch(r"\s*[〔\[［（(【](\d{4})[〕\]］）)】]\s*(.*?)第?\s*(\d+)\s*号\s*", number)
    return (int(found[1]), found[2], int(found[3])) if found else None


def short_name(town: str, village: str) -> str:
    """Return the usual short form for numbers: 沙溪镇 + 云涧村 gives 沙云 (a default, editable)."""
    return town[:1] + village[:1]
