"""Table A (人民调解组织队伍经费保障情况统计表): committees and mediators on a day, trainings of a period.

A pure function of the committees on file. What nobody records here (rooms, funds, commendations) is said to
be missing and is filled in by hand, never guessed; so is what a mediator's file leaves open.
Layout: brief §3.7 (exact official layout 待核). Law: 人民调解法 §6 (funds), §8, §13–16.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zsapp.rules.committee import MEMBER, Committee, RosterMediator
from zsapp.rules.mediation_counts_columns import BODIES, Column, body_of
from zsapp.rules.people import age_on
from zsapp.rules.reporting import Period

POSTED, PERSONAL = "派驻", "个人"
TRADES = (
    "医疗",
    "道路交通",
    "劳动争议",
    "物业",
    "婚姻家庭",
    "消费",
    "旅游",
    "知识产权",
    "金融",
    "环境",
    "商会",
    "校园",
)
"""Trades a committee may be of (brief §3.6); the table has a column for each that is met."""
PARTY = "中国共产党"
MAJORITY = "汉族"
AGES = (("35岁及以下", 0, 35), ("36至45岁", 36, 45), ("46至55岁", 46, 55), ("56岁及以上", 56, 150))
SCHOOLING = (
    ("研究生", ("研究生", "博士", "硕士")),
    ("大学本科", ("大学本科", "大学普通班")),
    ("大学专科", ("大学专科", "大专")),
    ("高中（中专）", ("中等", "职业高中", "技工", "普通高")),
    ("初中及以下", ("初级", "初中", "小学", "文盲")),
)
"""Bands of education by how the labels of the code list begin (GB/T 4658)."""

BY_HAND = (
    "人民调解室（个）",
    "指导经费（万元）",
    "工作补助经费（万元）",
    "补贴经费（万元）",
    "表彰（个、人）",
)
"""What the form asks for and no record holds."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure; None where nobody records it. `unknown` is how many mediators' files leave it open."""

    value: int | Decimal | None
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a committee, or 合计."""

    name: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableA:
    """The whole table. `missing` says in words what it cannot know."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a figure is counted over: some committees, the period, and the subsidies paid in it."""

    committees: tuple[Committee, ...]
    period: Period
    paid: Mapping[str, Decimal]

    @property
    def mediators(self) -> tuple[RosterMediator, ...]:
        """The mediators in office on the last day of the period."""
        day = self.period.last
        return tuple(one for committee in self.committees for one in committee.mediators if one.serves(day))


Measure = Callable[[Ground], Figure]


def table_a(
    committees: Iterable[Committee], period: Period, paid: Mapping[str, Decimal] | None = None
) -> TableA:
    """Return the table of the committees on file; `paid` is the subsidy of each in the period, in 元."""
    kept = tuple(sorted(committees, key=lambda one: one.name))
    measures = dict(_measures(kept))
    whole = Ground(kept, period, paid or {})
    rows = tuple(
        Row(
            one.name,
            {column.id: measure(Ground((one,), period, whole.paid)) for column, measure in measures.items()},
        )
        for one in kept
    )
    total = Row("合计", {column.id: measure(whole) for column, measure in measures.items()})
    columns = tuple(measures)
    return TableA(columns=columns, rows=rows, total=total, missing=tuple(_missing(columns, total, rows)))


def _missing(columns: tuple[Column, ...], total: Row, rows: tuple[Row, ...]) -> Iterator[str]:
    if not rows:
        yield "还没有登记调委会和调解员名册。"
    for column in columns:
        figure = total.figures[column.id]
        if figure.value is None:
            yield f"{column.label}：本系统没有登记，请手工填报。"
        elif figure.unknown:
            yield f"{column.label}：有{figure.unknown}名调解员没有填写，没有计入。"


def _measures(committees: tuple[Committee, ...]) -> Iterator[tuple[Column, Measure]]:
    """Give the columns in their order, each with how it is counted."""
    body, people, training, funds = "调解组织", "调解员队伍", "培训", "经费与保障"
    yield Column("committees", body, "人民调解委员会", "个"), _count(lambda one: not _studio(one))
    for name, label in BODIES:
        yield Column(name, body, label, "个", "committees"), _count(_of_body(name))
    for at, trade in enumerate(TRADES, 1):
        if any(_of_trade(trade)(one) for one in committees):
            yield Column(f"trade_{at}", body, trade, "个", "body_trade"), _count(_of_trade(trade))
    yield Column("posted", body, "派驻调解工作室", "个"), _count(lambda one: one.kind.startswith(POSTED))
    yield Column("personal", body, "个人调解工作室", "个"), _count(lambda one: one.kind.startswith(PERSONAL))
    yield Column("mediators", people, "人民调解员", "人"), lambda ground: Figure(len(ground.mediators))
    yield from (
        (Column(name, people, label, "人", "mediators"), _people(item, holds))
        for name, label, item, holds in PEOPLE
    )
    for at, (label, low, high) in enumerate(AGES, 1):
        yield Column(f"age_{at}", people, label, "人", "mediators"), _aged(low, high)
    yield Column("sessions", training, "培训期数", "期"), _sessions
    yield Column("attended", training, "培训人次", "人次"), lambda ground: Figure(len(_attended(ground)))
    yield Column("subsidy", funds, "以案定补", "万元"), _subsidy
    for at, label in enumerate(BY_HAND, 1):
        yield Column(f"hand_{at}", funds, label, ""), lambda _ground: Figure(None)


def _studio(committee: Committee) -> bool:
    """Say whether it is a studio (工作室), which is no committee of its own."""
    return committee.kind.startswith((POSTED, PERSONAL))


def _of_body(body: str) -> Callable[[Committee], bool]:
    return lambda one: not _studio(one) and body_of(one.name, one.kind) == body


def _of_trade(trade: str) -> Callable[[Committee], bool]:
    return lambda one: _of_body("body_trade")(one) and trade in f"{one.trade}{one.name}"


def _count(holds: Callable[[Committee], bool]) -> Measure:
    return lambda ground: Figure(sum(holds(one) for one in ground.committees))


def _people(item: str, holds: Callable[[str], bool]) -> Measure:
    def measure(ground: Ground) -> Figure:
        told = [str(getattr(one, item)) for one in ground.mediators]
        return Figure(sum(bool(text) and holds(text) for text in told), sum(not text for text in told))

    return measure


def _begins(*starts: str) -> Callable[[str], bool]:
    return lambda text: text.startswith(starts)


PEOPLE: tuple[tuple[str, str, str, Callable[[str], bool]], ...] = (
    ("members", "委员", "kind", _begins(MEMBER)),
    ("engaged", "聘任的调解员", "kind", _begins("聘任")),
    ("full_time", "专职", "hours", _begins("专职")),
    ("women", "女", "sex", _begins("女")),
    ("minority", "少数民族", "ethnicity", lambda text: text not in (MAJORITY, "汉")),
    ("party", "中共党员", "political", _begins(PARTY, "中共")),
    *(
        (f"school_{at}", label, "education", _begins(*starts))
        for at, (label, starts) in enumerate(SCHOOLING, 1)
    ),
    ("law_degree", "法律专业", "law_degree", _begins("是")),
    ("graded", "已评定等级", "grade", lambda text: text != "无"),
)
"""What is counted of mediators: the column, its label, the item of their file, and what it must say."""


def _aged(low: int, high: int) -> Measure:
    def measure(ground: Ground) -> Figure:
        born = [one.birth for one in ground.mediators]
        ages = [age_on(day, ground.period.last) for day in born if day is not None]
        return Figure(sum(low <= age <= high for age in ages), born.count(None))

    return measure


def _attended(ground: Ground) -> list[tuple[date, str]]:
    """Return a day and topic for every mediator at every training of the period."""
    first, last = ground.period.first, ground.period.last
    return [
        (one.day, one.topic)
        for committee in ground.committees
        for mediator in committee.mediators
        for one in mediator.trainings
        if one.day is not None and first <= one.day <= last
    ]


def _sessions(ground: Ground) -> Figure:
    return Figure(len(set(_attended(ground))))


def _subsidy(ground: Ground) -> Figure:
    yuan = sum((ground.paid.get(one.name, Decimal(0)) for one in ground.committees), Decimal(0))
    return Figure(yuan / 10_000)
