"""How a premises is asked for (服务场所栏目). Plain data."""

from zsapp.rules.premises import WEEKDAYS, Hours, Premises
from zsapp.screens.kit.layout import Block, Fields, Fold, Press, Presses, Rows, Ticks, ask

USUAL, PHOTO = "usual", "photo"
"""The presses: the usual hours of a working week, a photograph from a file."""


def usual_hours() -> tuple[Hours, ...]:
    """Return the hours most stations have; each is edited in its row."""
    times = (("9:00", "12:00"), ("14:30", "17:30"))
    return tuple(Hours(weekday=day, opens=at, closes=till) for day in WEEKDAYS[:5] for at, till in times)


def _has_no_hours(premises: Premises) -> bool:
    return not any(one.weekday for one in premises.hours)


def _photos(premises: Premises) -> str:
    names = "、".join(one.name for one in premises.photos)
    return f"已有{len(premises.photos)}张：{names}" if names else "还没有照片"


BLOCKS: tuple[Block, ...] = (
    Fields(
        title="名称与地点",
        asks=(
            ask("name", wide=True, need=True, hint="如：龙瑞村公共法律服务工作室"),
            ask("address", wide=True, need=True),
            ask("phone"),
            ask("area"),
            ask("plaque"),
            ask("plaque_words", hint="牌匾上写的字"),
        ),
    ),
    Rows(
        title="每周开放时间",
        path="hours",
        columns=3,
        word="行",
        note="上午、下午分开的，一天填两行",
        asks=(ask("weekday"), ask("opens", hint="9:00"), ask("closes", hint="12:00")),
    ),
    Presses(presses=(Press(name=USUAL, words="填入周一至周五 9:00—12:00、14:30—17:30"),), when=_has_no_hours),
    Fields(asks=(ask("holidays", hint="法定节假日是否照常开放"),)),
    Rows(
        title="人员",
        path="staff",
        columns=4,
        word="人",
        note="“参加值守”选“是”的人，排班时轮流安排",
        asks=(ask("name"), ask("post"), ask("phone"), ask("on_duty")),
    ),
    Ticks(title="公示（已上墙的打√）", path="notices"),
    Ticks(title="设备", path="equipment"),
    Ticks(title="无障碍", path="access"),
    Fold(
        title="停止开放、加开的日子",
        blocks=(
            Rows(
                title="",
                path="closures",
                columns=4,
                word="行",
                note="“当天开放”选“是”的为加开",
                asks=(ask("first", short=True), ask("last", short=True), ask("open"), ask("reason")),
            ),
        ),
    ),
    Fold(
        title="检查记录",
        blocks=(
            Rows(
                title="",
                path="inspections",
                columns=3,
                word="次",
                asks=(
                    ask("date", short=True),
                    ask("by"),
                    ask("found"),
                    ask("due", short=True),
                    ask("fixed", short=True),
                ),
            ),
        ),
    ),
    Presses(title="照片", presses=(Press(name=PHOTO, words="加一张照片……"),), says=_photos),
    Fields(asks=(ask("remark", wide=True, lines=2),)),
)
