"""Legal publicity (法治宣传): an event planned or held, its audience, materials and proof (brief L §3.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.base.items import SHORT, Thing, item
from zsapp.rules.desk_record import VOID, DeskRecord, check_said

SECTOR = "publicity"
PLANNED, HELD, REVIEWED = "计划中", "已举办", "已审核"
STATES = (PLANNED, HELD, REVIEWED, VOID)
MOST = 10_000_000
"""Nobody in Zhongshan counts further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTime(Thing):
    """From when to when (时间起止), as 15:00."""

    begin: str = item("开始时间", key="from", maximum=SHORT)
    end: str = item("结束时间", key="to", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker(Thing):
    """Who spoke (主讲人)."""

    name: str = item("姓名", verbatim=True, maximum=200)
    role: str = item("身份", codes="adviser_role", maximum=SHORT)
    unit: str = item("单位", verbatim=True, maximum=200)
    uscc: str = item("单位统一社会信用代码", maximum=SHORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials(Thing):
    """What was handed out (发放资料)."""

    kinds: int | None = item("种类", unit="种", minimum=0, maximum=MOST)
    copies: int | None = item("份数", unit="份", minimum=0, maximum=MOST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample(Thing):
    """How those who were asked rated it (满意度抽样): valid answers and each level's."""

    valid: int | None = item("有效评价", unit="份", minimum=0, maximum=MOST)
    level5: int | None = item("非常满意", unit="份", minimum=0, maximum=MOST)
    level4: int | None = item("满意", unit="份", minimum=0, maximum=MOST)
    level3: int | None = item("基本满意", unit="份", minimum=0, maximum=MOST)
    level2: int | None = item("不满意", unit="份", minimum=0, maximum=MOST)
    level1: int | None = item("非常不满意", unit="份", minimum=0, maximum=MOST)

    @property
    def levels(self) -> tuple[int, ...]:
        """The answers of each level, best first; what is not given counts as none."""
        found = (self.level5, self.level4, self.level3, self.level2, self.level1)
        return tuple(one or 0 for one in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity(DeskRecord):
    """An event of legal publicity (法治宣传活动)."""

    title: str = item("活动名称", maximum=200)
    topic: tuple[str, ...] = item("主题", codes="publicity_topic", maximum=200)
    form: tuple[str, ...] = item("形式", codes="publicity_form", maximum=200)
    host: str = item("主办单位", verbatim=True, maximum=200)
    cohost: tuple[str, ...] = item("协办单位", verbatim=True, maximum=200)
    time: EventTime | None = item("时间")
    place: str = item("地点", maximum=200)
    audience: tuple[str, ...] = item("对象", codes="publicity_audience", maximum=SHORT)
    speaker: Speaker | None = item("主讲人")
    attendance: int | None = item("参加人数", unit="人", minimum=0, maximum=MOST)
    online: int | None = item("线上人次", unit="人次", minimum=0, maximum=MOST)
    materials: Materials | None = item("发放资料")
    consultations: int | None = item("解答咨询", unit="人次", minimum=0, maximum=MOST)
    clues: int | None = item("收集线索", unit="条", minimum=0, maximum=MOST)
    photos: int | None = item("照片", unit="张", minimum=0, maximum=MOST)
    signin_sheet: bool | None = item("签到表")
    satisfaction_sample: Sample | None = item("满意度抽样")
    duty_unit: str = item("普法责任单位", internal=True, verbatim=True, maximum=200)
    cost: Decimal | None = item("经费", unit="元", minimum=0, internal=True)
    trained: int | None = item("培训法律明白人", unit="人", minimum=0, maximum=MOST, internal=True)
    article: bool | None = item("通稿", internal=True)
    sample_kept: bool | None = item("资料样本", internal=True)
    clues_passed: str = item("线索转办情况", internal=True, maximum=2000)
    reviewer: str = item("审核人", internal=True, verbatim=True, maximum=SHORT)
    reviewed_on: date | None = item("审核日期", internal=True)


def check_least(record: Publicity) -> None:
    """Hold an event against the least that makes it one: a day and a name.

    Raises:
        Refusal: DESK_DAY_MISSING, DESK_ITEM_MISSING.
    """
    check_said(record, title="活动名称")


def was_held(record: Publicity) -> bool:
    """Say whether an event took place: somebody was counted, here or online."""
    return bool(record.attendance or record.online)


def state_of(record: Publicity) -> str:
    """Return how far an event has come."""
    if record.void:
        return VOID
    if record.reviewed_on:
        return REVIEWED
    return HELD if was_held(record) else PLANNED
