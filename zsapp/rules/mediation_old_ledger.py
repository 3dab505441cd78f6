"""Old ledgers (旧台账): from the columns of somebody's table to cases, a row at a time.

A heading is known by its label or by another usual name for it (the ledger definition lists them), or because
it was told. A value is read in any usual way; what cannot be read is said at its row and column. What a table
does not say is left open, never filled in.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.base.items import LINE, SHORT, Thing, item, items
from zsapp.rules.mediation_ledger import FAILURE, RECORDER, SUCCESS, WITHDRAWN
from zsapp.rules.old_ledger_cells import WAN, WORDS, read_amount, read_day, read_label, text_of
from zsapp.rules.reading import Reading
from zsapp.rules.tables import CodeRow

Codes = Mapping[str, tuple[CodeRow, ...]]
Values = dict[str, Any]

DEEPEST = 20
"""Rows below which no heads are looked for."""
SERIAL = "序号"
LEAST = 3
"""Headings a row must have to be taken for the heads."""
ENDS = ("合计", "总计", "小计", "备注：", "填表", "制表", "说明")
"""How a row begins that is no case."""
BARE = re.compile(r"[\s　（）()【】\[\]:：*＊]+")
SPLIT = re.compile(r"[、,，;；/\n]+")
SIDES = re.compile(r"\s*(?:与|诉|\bvs\b)\s*", re.IGNORECASE)
GROUP = re.compile(r"等\s*(\d+)\s*(?:人|名)")
LACKING = "由旧台账导入，原台账没有记载纠纷情况。"
"""What stands for the facts of a dispute where the table had no such column: so much is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OldCase(Thing):
    """What a ledger may say of a case. The labels are the heads of the published table."""

    number: str = item("编号", maximum=SHORT)
    committee: str = item("人民调解委员会", verbatim=True, maximum=200)
    accepted_on: date | None = item("受理日期")
    applicants: str = item("申请人", verbatim=True, care="personal")
    respondents: str = item("被申请人", verbatim=True, care="personal")
    parties: str = item("当事人", verbatim=True, care="personal")
    dispute_type: str = item("纠纷类型", codes="dispute_type", maximum=SHORT)
    brief: str = item("纠纷简要情况", maximum=4000)
    source: str = item("案件来源", codes="case_source", maximum=SHORT)
    difficulty: str = item("难易程度", codes="difficulty", maximum=SHORT)
    mediators: str = item("调解员", verbatim=True, maximum=LINE)
    recorder: str = item("记录人", verbatim=True, maximum=SHORT)
    agreed_on: date | None = item("协议日期")
    result: str = item("调解结果", codes="outcome", maximum=SHORT)
    form: str = item("协议形式", codes="agreement_form", maximum=SHORT)
    amount: Decimal | None = item("协议金额", unit="元", minimum=0)
    performance: str = item("履行情况", codes="performance", maximum=SHORT)
    confirmation: str = item("司法确认", codes="confirmation", maximum=SHORT)
    closed_on: date | None = item("结案日期")
    visited_on: date | None = item("回访日期")
    filed_on: date | None = item("立卷日期")
    remark: str = item("备注", maximum=2000)


NAMES = ("applicants", "respondents", "parties")
NEEDED = ("dispute_type",)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column may be headed by: the item, its label, and other names for it."""

    name: str
    label: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a table is read: the row of its heads (from 0), the column of each item, and heads not used.

    `in_wan` says that the heading of the money speaks of 万元.
    """

    head: int
    columns: Mapping[str, int]
    unused: tuple[str, ...] = ()
    in_wan: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a cell: its row as the table numbers it, its column, and why."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as read: its number in the table, the case in the shape of import files, what is wrong."""

    row: int
    sheet: Values
    problems: tuple[Problem, ...] = ()


def labels() -> tuple[str, ...]:
    """Return what a column may be: the labels of the items."""
    return tuple(one.label for one in items(OldCase))


def plan_of(
    rows: Sequence[Sequence[Any]], headings: Sequence[Heading], told: Mapping[str, str] | None = None
) -> Plan:
    """Return how a table is read. `told` maps a heading, or a column's letters, to the label of an item.

    Raises:
        Refusal: LEDGER_HEADS_MISSING when no row has enough known heads, LEDGER_COLUMN_MISSING when what a
            case needs has no column, LEDGER_COLUMN_UNKNOWN when what was told is not there.
    """
    named = _named(headings)
    wanted = _told(told or {}, headings)
    best = max(range(min(DEEPEST, len(rows))), key=lambda at: (len(_known(rows[at], named)), -at), default=0)
    heads = [_bare(cell) for cell in rows[best]] if rows else []
    columns = _known(rows[best] if rows else (), named)
    for place, name in wanted.items():
        at = heads.index(_bare(place)) if _bare(place) in heads else _letters(place)
        if not 0 <= at < len(heads):
            raise Refusal(Code.LEDGER_COLUMN_UNKNOWN, field=place, column=place)
        columns = {one: column for one, column in columns.items() if column != at} | {name: at}
    if len(columns) < LEAST:
        raise Refusal(Code.LEDGER_HEADS_MISSING, labels="、".join(one.label for one in headings[:8]))
    used = columns.values()
    unused = tuple(head for at, head in enumerate(heads) if head and at not in used and head != SERIAL)
    if lacking := _lacking(columns, headings):
        raise Refusal(Code.LEDGER_COLUMN_MISSING, columns="、".join(lacking), unused=unused)
    in_wan = "amount" in columns and WAN in heads[columns["amount"]]
    return Plan(best, columns, unused, in_wan)


def _lacking(columns: Mapping[str, int], headings: Sequence[Heading]) -> list[str]:
    """Return what a case needs and no column gives."""
    lacking = [one.label for one in headings if one.name in NEEDED and one.name not in columns]
    return lacking if any(name in columns for name in NAMES) else [*lacking, "当事人"]


def _named(headings: Sequence[Heading]) -> dict[str, str]:
    return {_bare(word): one.name for one in headings for word in (one.label, *one.others)}


def _told(told: Mapping[str, str], headings: Sequence[Heading]) -> dict[str, str]:
    """Return the item that each told column stands for."""
    named, found = _named(headings), {}
    for place, label in told.items():
        if _bare(label) not in named:
            raise Refusal(Code.LEDGER_COLUMN_UNKNOWN, field=label, column=label)
        found[place] = named[_bare(label)]
    return found


def _known(row: Sequence[Any], named: Mapping[str, str]) -> dict[str, int]:
    """Return the columns of a row whose heads are known, the first of each."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        bare = _bare(cell)
        name = named.get(bare) or named.get(_bare(re.sub(r"[（(].*?[)）]", "", str(cell or ""))))
        if name and name not in found:
            found[name] = at
    return found


def _bare(cell: Any) -> str:
    """Return a heading as it is compared: no blanks, brackets or colons."""
    return BARE.sub("", cell) if isinstance(cell, str) else ""


def _letters(place: str) -> int:
    """Return the column of letters (A is 0), -1 for what is none."""
    if not re.fullmatch(r"[A-Za-z]{1,2}", place):
        return -1
    number = 0
    for letter in place.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


# --- rows -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ground:
    """What reading a row needs to know; `committee` is that of a row without one."""

    plan: Plan
    headings: Sequence[Heading]
    codes: Codes
    committee: str
    today: date


def read_rows(rows: Sequence[Sequence[Any]], ground: Ground) -> Iterator[ReadRow]:
    """Give the cases of a table below its heads; empty rows and totals are passed over."""
    for at in range(ground.plan.head + 1, len(rows)):
        row = rows[at]
        if not any(text_of(cell) for cell in row) or _is_total(row):
            continue
        yield _read_row(row, at + 1, ground)


def _is_total(row: Sequence[Any]) -> bool:
    first = next((text for cell in row if (text := text_of(cell))), "")
    return first.replace(" ", "").replace("　", "").startswith(ENDS)


def _read_row(row: Sequence[Any], number: int, ground: Ground) -> ReadRow:
    labels = {one.name: one.label for one in ground.headings}
    values: Values = {}
    problems: list[Problem] = []
    for name, at in ground.plan.columns.items():
        cell = row[at] if at < len(row) else None
        reading = _reader(name, ground)(cell)
        if reading.fault:
            problems.append(Problem(number, labels[name], reading.fault))
        elif reading.value not in (None, ""):
            values[name] = reading.value
    return ReadRow(number, sheet_of(values, ground.committee), tuple(problems))


DAYS = ("accepted_on", "agreed_on", "closed_on", "visited_on", "filed_on")
CODES = {
    "dispute_type": "dispute_type",
    "source": "case_source",
    "difficulty": "difficulty",
    "result": "outcome",
    "form": "agreement_form",
    "performance": "performance",
    "confirmation": "confirmation",
}
"""The code list of each item that has one."""


def _reader(name: str, ground: Ground) -> Callable[[Any], Reading]:
    if name in DAYS:
        return lambda cell: read_day(cell, ground.today)
    if name == "amount":
        return lambda cell: read_amount(cell, in_wan=ground.plan.in_wan)
    if name in CODES:
        return lambda cell: read_label(text_of(cell), ground.codes.get(CODES[name], ()), WORDS.get(name, ()))
    return lambda cell: Reading(text_of(cell))


def sheet_of(values: Values, committee: str) -> Values:
    """Return a case in the shape of import files; what the row does not say is not in it."""
    remark = values.get("remark", "")
    brief = values.get("brief", "") or LACKING
    dates = {key: values[name] for name, key in DATE_KEYS.items() if name in values}
    sheet: Values = {
        "volume_no": values.get("number", ""),
        "committee": values.get("committee", "") or committee,
        "dispute_type": values.get("dispute_type", ""),
        "brief": f"{brief}（备注：{remark}）" if remark else brief,
        "parties": parties_of(values),
        "mediators": _mediators(values),
        "dates": dates | _ended(values),
        "outcome": {
            key: values[key] for key in ("result", "form", "performance", "confirmation") if key in values
        },
        "totals": {"amount": values["amount"]} if "amount" in values else {},
    }
    sheet |= {key: values[key] for key in ("source", "difficulty") if key in values}
    return {key: value for key, value in sheet.items() if value}


DATE_KEYS = {
    "accepted_on": "accept",
    "agreed_on": "agree",
    "closed_on": "close",
    "visited_on": "visit",
    "filed_on": "file",
}


def _ended(values: Values) -> Values:
    """Return the day on which the mediation ended: the ledger's day of closing, by what came of it."""
    closed = values.get("closed_on")
    key = {SUCCESS: "agree", FAILURE: "terminate"}.get(values.get("result", ""))
    if values.get("result", "").startswith(WITHDRAWN):
        key = "withdraw"
    return (
        {} if closed is None or key is None or (key == "agree" and "agreed_on" in values) else {key: closed}
    )


def parties_of(values: Values) -> list[Values]:
    """Return the parties: of the columns of the two sides, else of one column, parted by 与 or 诉.

    Where nothing parts the sides, the first name is the applicant's.
    """
    ours, theirs = (_names(values.get(name, "")) for name in ("applicants", "respondents"))
    if not ours and not theirs:
        sides = SIDES.split(values.get("parties", ""), maxsplit=1)
        ours, theirs = _names(sides[0]), _names(sides[1]) if len(sides) > 1 else []
        if not theirs:
            ours, theirs = ours[:1], ours[1:]
    return [_party("申请人", name) for name in ours] + [_party("被申请人", name) for name in theirs]


def _names(text: str) -> list[str]:
    return [name.strip() for name in SPLIT.split(text) if name.strip()]


def _party(role: str, name: str) -> Values:
    party: Values = {"role": role, "name": name}
    if "公司" in name:
        party["kind"] = "法人"
    if told := GROUP.search(name):
        party["group"] = f"{told[1]}人"
    return party


def _mediators(values: Values) -> list[Values]:
    found = [{"name": name, "role": "调解员"} for name in _names(values.get("mediators", ""))]
    return found + [{"name": name, "role": RECORDER} for name in _names(values.get("recorder", ""))]
