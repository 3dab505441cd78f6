"""The parts of a case as its papers say them (文书用语): parties, signers, sessions, annexes.

Each remembers `at`, where in the record it stands, so that a press on the paper finds the field.
Refuses to know: fonts, pages, forms.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from zsapp.base.items import Thing, item


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(Thing):
    """A thing on paper that stands somewhere in the record, e.g. `parties[0]`."""

    at: str = field(default="", metadata={"hidden": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine(Placed):
    """One numbered line: a request, a clause, an obligation."""

    text: str = item("内容", key=".")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPerson(Placed):
    """Who acts for a party: guardian (法定代理人), agent (委托代理人) or representative (推选代表人)."""

    label: str = item("身份")
    name: str = item("姓名")
    relation: str = item("关系或职务")
    id_no: str = item("身份证号码")
    phone: str = item("联系方式")
    authority: str = item("代理权限及委托书")
    several: bool = item("不止一人", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperParty(Placed):
    """A party as the papers name it (当事人基本情况), 调解法 §29(1)(一)."""

    role: str = item("诉求地位")
    natural: bool = item("自然人", default=False)
    organisation: bool = item("法人或非法人组织", default=False)
    collective: bool = item("单位或群体", default=False)
    group: str = item("群体")
    name: str = item("姓名或名称")
    sex: str = item("性别")
    ethnicity: str = item("民族")
    age: int | None = item("年龄")
    occupation: str = item("职业或职务")
    phone: str = item("联系方式")
    address: str = item("单位或住址")
    identity: str = item("证件类型及号码", key="id_no")
    numbered: bool = item("有证件号码", key="id_no", default=False)
    uscc: str = item("统一社会信用代码")
    legal_rep: str = item("法定代表人", key="legal_rep.name")
    legal_title: str = item("职务", key="legal_rep.title")
    people: tuple[PaperPerson, ...] = item("代理人、代表人")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer(Placed):
    """Who signs (签名、盖章或按指印), 调解法 §29(2): the party, or who acts for it."""

    role: str = item("诉求地位")
    name: str = item("姓名或名称")
    by: str = item("由谁签")
    organisation: bool = item("盖章", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Placed):
    """To whom a paper was read aloud, by whom, and who saw it (宣读、见证)."""

    name: str = item("当事人")
    reader: str = item("宣读人", key="read_aloud_by")
    witness: str = item("见证人", key="witness.name")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSession(Placed):
    """One session as recorded (人民调解记录). `paths` says where its items stand, if not as usual."""

    paths: Mapping[str, str] = field(default_factory=dict, metadata={"hidden": True})
    days: tuple[date, ...] = item("时间", key="dates.sessions")
    last: date | None = item("记录日期", key="dates.sessions")
    ordinal: str = item("次数")
    text: str = item("调解记录", key="record")
    succeeded: bool | None = item("调解成功", key="outcome.result")
    failed: bool | None = item("调解不成", key="outcome.result")
    going_on: bool | None = item("有待继续调解", key="outcome.result")
    place: str = item("调解地点", key="place")
    party_names: tuple[str, ...] = item("到场的当事人", key="parties")
    invited: tuple[str, ...] = item("参加人", key="invited")
    signers: tuple[Signer, ...] = item("到场的签署人", key="parties")
    readings: tuple[Reading, ...] = item("宣读与见证", key="parties")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow(Placed):
    """A row of a table, cell by cell; a line break in a cell is kept."""

    cells: tuple[str, ...] = item("单元格")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable(Placed):
    """A table (表格): heads, widths in mm, `c`, `l` or `r` per column, rows, totals, least row height."""

    caption: str = item("表名")
    heads: tuple[str, ...] = item("表头")
    widths: tuple[int, ...] = item("栏宽", unit="mm")
    sides: str = item("对齐")
    rows: tuple[PaperRow, ...] = item("行")
    foot: tuple[str, ...] = item("合计")
    least: int = item("行高", unit="mm", default=8)
    dense: bool = item("小字", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex(Placed):
    """An annex, part of the agreement (附件是本协议组成部分)."""

    number: str = item("附件编号")
    title: str = item("附件名称")
    tables: tuple[PaperTable, ...] = item("表格")
    note: str = item("说明")
    to_sign: bool = item("另需签名", default=False)
