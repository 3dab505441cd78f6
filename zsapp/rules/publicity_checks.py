"""What may be wrong with an event of legal publicity (法治宣传的检查), brief L §3.2; its figures."""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.clock_times import minutes_between, minutes_of
from zsapp.rules.desk_checking import (
    ERROR,
    HINT,
    WARNING,
    Desk,
    DeskCheck,
    day_ahead,
    shared_deadlines,
    wanted,
)
from zsapp.rules.desk_record import has_sign_in, photos_of
from zsapp.rules.groups import percent
from zsapp.rules.mediation_deadlines import Deadline
from zsapp.rules.people import uscc_fault
from zsapp.rules.publicity import EventTime, Materials, Publicity, Sample, Speaker, was_held

LECTURES = ("讲座/课堂", "榕树头法治大讲堂", "法治副校长课")
"""Forms that are a lecture (法治讲座): they count for the quarter's (I03)."""
TRAINING = "法律明白人培训"
ONLINE = ("广播大喇叭", "微信群/公众号", "展板")
"""Forms at which nobody signs in."""


def _required(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    yield from wanted(record, topic="主题", form="形式", host="主办单位", audience="对象")
    yield from wanted(record, place="地点", time="时间")


def _lists(desk: Desk) -> Iterator[Spot]:
    for place, name, label in (
        ("topic", "publicity_topic", "主题"),
        ("form", "publicity_form", "形式"),
        ("audience", "publicity_audience", "对象"),
    ):
        known = {text for row in desk.tables.codes[name] for text in (row.code, row.text)}
        for text in getattr(desk.record, place):
            if text not in known:
                yield Spot(place, f"{label}“{text}”不在代码表内")


def _counted(desk: Desk) -> Iterator[Spot]:
    """An event whose day has passed and of which nobody was counted; one that was counted before its day."""
    record = desk.record
    if record.date and record.date < desk.today and not was_held(record):
        yield Spot("attendance", "活动日期已过，还没有登记参加人数")
    if was_held(record):
        yield from day_ahead(desk)


def _speaker(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    one = record.speaker or Speaker()
    if any(form in LECTURES for form in record.form) and not one.name:
        yield Spot("speaker.name", "讲座没有填写主讲人")
    if fault := uscc_fault(one.uscc):
        yield Spot("speaker.uscc", f"统一社会信用代码：{fault}")


def _photos(desk: Desk) -> Iterator[Spot]:
    least, count = int(desk.tables.limits["publicity_photos"]), photos_of(desk.record) or 0
    if was_held(desk.record) and count < least:
        yield Spot("photos", f"照片{count}张，至少{least}张（全景和特写）")


def _signed_in(desk: Desk) -> Iterator[Spot]:
    record = desk.record
    sits = any(form not in ONLINE for form in record.form)
    if record.attendance and sits and not has_sign_in(record):
        yield Spot("signin_sheet", "没有签到表")


def _times(desk: Desk) -> Iterator[Spot]:
    told = desk.record.time or EventTime()
    for place, text in (("from", told.begin), ("to", told.end)):
        if text and minutes_of(text) is None:
            yield Spot(f"time.{place}", f"时间“{text}”不对，请写成 15:00 的样子")
    length = minutes_between(told.begin, told.end)
    if length is not None and length <= 0:
        yield Spot("time.to", f"结束时间{told.end}不晚于开始时间{told.begin}")


def _sample(desk: Desk) -> Iterator[Spot]:
    sample = desk.record.satisfaction_sample
    if sample is None:
        return
    if sample.valid is not None and sum(sample.levels) != sample.valid:
        yield Spot(
            "satisfaction_sample.valid", f"各级合计{sum(sample.levels)}份，与有效评价{sample.valid}份不符"
        )
    people = (desk.record.attendance or 0) + (desk.record.online or 0)
    if sample.valid and people and sample.valid > people:
        yield Spot(
            "satisfaction_sample.valid", f"有效评价{sample.valid}份，多于参加的{people}人", severity=WARNING
        )


def _materials(desk: Desk) -> Iterator[Spot]:
    given = desk.record.materials or Materials()
    if given.kinds and not given.copies:
        yield Spot("materials.copies", f"发放资料{given.kinds}种，没有填写份数")
    if given.copies and not given.kinds:
        yield Spot("materials.kinds", f"发放资料{given.copies}份，没有填写种类数")


def _clues(desk: Desk) -> Iterator[Spot]:
    if desk.record.clues and not desk.record.clues_passed:
        yield Spot("clues_passed", f"收集线索{desk.record.clues}条，请登记转办情况")


def _training(desk: Desk) -> Iterator[Spot]:
    if TRAINING in desk.record.form and was_held(desk.record) and not desk.record.trained:
        yield Spot("trained", "法律明白人培训没有填写培训人数")


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("PB01", "必填项目", ERROR, "法治宣传活动记录要求", _required),
    DeskCheck("PB02", "代码表", WARNING, "法治宣传活动记录要求", _lists),
    DeskCheck("PB03", "参加人数", WARNING, "法治宣传活动记录要求", _counted),
    DeskCheck("PB04", "主讲人", WARNING, "法治宣传活动记录要求", _speaker),
    DeskCheck("PB05", "照片", WARNING, "法治宣传活动记录要求", _photos),
    DeskCheck("PB06", "签到表", WARNING, "法治宣传活动记录要求", _signed_in),
    DeskCheck("PB07", "时间", ERROR, "逻辑校验", _times),
    DeskCheck("PB08", "满意度抽样", ERROR, "逻辑校验", _sample),
    DeskCheck("PB09", "发放资料", WARNING, "法治宣传活动记录要求", _materials),
    DeskCheck("PB10", "线索转办", HINT, "法治宣传活动记录要求", _clues),
    DeskCheck("PB11", "法律明白人培训", HINT, "法治宣传活动记录要求", _training),
)


def publicity_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when an event whose day has passed is entered: who came, what was handed out."""
    record = desk.record
    if record.date and record.date <= desk.today and not was_held(record):
        yield desk.clock.run("record_entry", record.date, None)
    yield from shared_deadlines(desk)


def satisfaction_rate(sample: Sample | None) -> str:
    """Return 满意率: the three good levels among the valid answers; a dash where there are none."""
    if sample is None:
        return percent(0, 0)
    good = sum(sample.levels[:3])
    return percent(good, sample.valid if sample.valid is not None else sum(sample.levels))


def per_capita(record: Publicity) -> Decimal | None:
    """Return the leaflets for each of those who came, two places; None where nobody was counted."""
    copies = record.materials.copies if record.materials else None
    if not record.attendance or copies is None:
        return None
    return (Decimal(copies) / record.attendance).quantize(Decimal("0.01"), ROUND_HALF_UP)


def indicators_of(record: Publicity) -> tuple[str, ...]:
    """Return the indicators an event counts for (brief L §4.2): a lecture for I03, every one for I16."""
    lecture = ("I03",) if any(form in LECTURES for form in record.form) else ()
    trained = ("I17",) if TRAINING in record.form else ()
    return (*lecture, "I16", *trained)


def publicity_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of an event."""
    record = desk.record
    return {
        "number": record.number,
        "satisfaction_rate": satisfaction_rate(record.satisfaction_sample),
        "indicator": list(indicators_of(record)),
        "per_capita_materials": per_capita(record),
    }
