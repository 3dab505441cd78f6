"""The columns of Table B (统计表的栏目), and in which of them a label of a code list counts.

The columns of types and sources are the code lists themselves, so a new entry there is a new column here.
Layout: brief §3.7, after a sheet in use; the official text (司发通〔2010〕239号) is 待核.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zsapp.rules.tables import CodeRow

Codes = Mapping[str, tuple[CodeRow, ...]]

STATUTORY = "统计报表纠纷类型"
"""The standard of the sub-types that have a column of their own (拖欠农民工工资, 电子商务 …)."""
REST = "99"
"""What the code of "all others" of a type ends with."""

BODIES = (
    ("body_village", "村（居）"),
    ("body_town", "乡镇（街道）"),
    ("body_company", "企事业单位"),
    ("body_trade", "行业性、专业性及其他"),
)
BODY_OF_KIND = {"村": "body_village", "乡": "body_town", "企": "body_company"}
"""The column of a committee's kind (code list committee_kind) by its first character; all others are 其他."""
BODY_BY_NAME = {
    "body_village": ("村", "社区", "居委会", "居民委员会", "村民委员会"),
    "body_town": ("镇", "乡", "街道", "开发区", "新区"),
    "body_company": ("公司", "集团", "厂", "学校", "医院", "企业"),
}
"""Where no profile of a committee is kept, its name tells: how it ends before 人民调解委员会."""

KEPT_FROM = (
    ("suicide", "防止民间纠纷引起自杀"),
    ("crime", "防止民间纠纷转化为刑事案件"),
    ("petition", "防止群体性上访"),
    ("brawl", "防止群体性械斗"),
)
PREVENTED = tuple(f"{name}_{what}" for name, _ in KEPT_FROM for what in ("cases", "people"))
SUED = "达成协议后反悔起诉"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. `within` is the column it is a part of (其中)."""

    id: str
    group: str
    label: str
    unit: str = "件"
    within: str = ""


def full_label(column: Column) -> str:
    """Return a column's label with its unit, 其中 before a part of another."""
    part = "其中：" if column.within else ""
    plain = column.unit == "" or (column.unit == "件" and not column.id.endswith("_cases"))
    unit = "" if plain else f"（{column.unit}）"
    return f"{part}{column.label}{unit}"


def columns(codes: Codes) -> tuple[Column, ...]:
    """Return the columns in their order."""
    ways, screening = "协议履行情况", "排查预防纠纷"
    return (
        Column("total", "调解情况", "调解案件总数"),
        Column("heads", "调解情况", "涉及当事人数", "人"),
        Column("success", "调解情况", "调解成功"),
        Column("hard", "调解情况", "疑难复杂案件"),
        Column("amount", "调解情况", "协议涉及金额", "万元"),
        *(Column(name, "不同主体调解情况", label) for name, label in BODIES),
        *_coded("source", "案件来源", codes.get("case_source", ())),
        *_coded("type", "案件分类情况", codes.get("dispute_type", ())),
        Column("oral", "协议形式", "口头协议"),
        Column("written", "协议形式", "书面协议"),
        Column("performed", ways, "履行"),
        Column("confirmed", ways, "申请司法确认"),
        Column("sued", ways, SUED),
        *(Column(name, ways, label, within="sued") for name, label in COURT),
        Column("screened", screening, "排查纠纷", "次"),
        Column("averted", screening, "预防纠纷"),
        *(
            Column(f"{name}_{what}", screening, label, unit)
            for name, label in KEPT_FROM
            for what, unit in (("cases", "件"), ("people", "人"))
        ),
    )


COURT = (("upheld", "法院维持"), ("changed", "法院变更"), ("revoked", "法院撤销"))


def _coded(prefix: str, group: str, rows: tuple[CodeRow, ...]) -> list[Column]:
    """Return a column for each top entry of a code list and for each part of it that the sheet has apart."""
    tops = {one.code for one in rows if not one.parent}
    return [
        Column(
            f"{prefix}_{row.code}",
            group,
            row.text.rsplit("/", 1)[-1],
            within=f"{prefix}_{row.parent}" if row.parent else "",
        )
        for row in rows
        if row.code in tops or (row.parent in tops and (prefix == "source" or row.standard == STATUTORY))
    ]


@dataclass(slots=True)
class Coding:
    """Which columns of a code list a label counts in; each label is looked up once."""

    prefix: str
    rows: tuple[CodeRow, ...]
    columns: frozenset[str]
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def marks(self, label: str) -> tuple[str, ...]:
        """Return the column of the top entry and of its part; none for a label that nobody knows.

        Where the sheet parts a type and the label says only the whole, it counts as the rest of it: nobody
        said that it was about wages, or bought on line.
        """
        if label not in self.known:
            self.known[label] = self._marks(label)
        return self.known[label]

    def _marks(self, label: str) -> tuple[str, ...]:
        by_text, by_code = {one.text: one for one in self.rows}, {one.code: one for one in self.rows}
        row = by_text.get(label) or by_text.get(label.partition("/")[0])
        line: list[str] = []
        while row is not None:
            line.insert(0, f"{self.prefix}_{row.code}")
            row = by_code.get(row.parent)
        marks = tuple(one for one in line if one in self.columns)
        rest = f"{line[0]}{REST}" if line else ""
        return (*marks, rest) if len(marks) == 1 and rest in self.columns else marks


def body_of(committee: str, kind: str) -> str:
    """Return the column of a committee: of its kind where its profile is kept, else as its name ends."""
    if kind:
        return BODY_OF_KIND.get(kind[0], "body_trade")
    name = committee.strip().removesuffix("人民调解委员会").removesuffix("调委会")
    if not name:
        return ""
    return next((body for body, ends in BODY_BY_NAME.items() if name.endswith(ends)), "body_trade")
