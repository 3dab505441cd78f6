"""Tables of papers (文书用表): other ways to a settlement, the dossier's order and its quality check.

Parsed from CSV text by `table_rows.py`. Refuses to know: the case.
"""

import re
from dataclasses import dataclass
from typing import Literal, cast

from zsapp.rules.table_rows import Row, one_of, read_rows

WHENS = (
    *("", "申请", "已登记", "不予受理", "没有身份扫描件", "有调解记录"),
    *("书面协议", "口头协议", "终止", "撤回", "申请司法确认"),
)
"""What the order of the dossier may ask of a case; `mediation_volume.py` knows what each means."""


@dataclass(frozen=True, slots=True)
class Route:
    """Another way to a settlement (其他途径), 人民调解法 §26: by type of dispute, or by ground of refusal.

    `match` is the beginning of a dispute type ("" for all others), or the words of a ground.
    """

    kind: Literal["type", "ground"]
    match: str
    route: str
    basis: str
    status: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the dossier (卷内顺序): a form by its number, or the scans of a place.

    `when` is what must be so for it to be drawn from the record, `draw` whether it is drawn at all.
    """

    sort: int
    kind: Literal["form", "scan"]
    ref: str
    when: str
    required: bool
    draw: bool


def read_routes(file: str, text: str) -> tuple[Route, ...]:
    """Return the other ways to a settlement, in the order of the table.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Route:
        kind = cast('Literal["type", "ground"]', one_of(row["kind"], "type", "ground"))
        if not row["route"] or (kind == "ground" and not row["match"].split()):
            raise ValueError(row["match"])
        status = one_of(row["status"], "已核", "待核")
        return Route(kind, row["match"], row["route"], row["basis"], status)

    return tuple(read_rows(file, text, "kind match route basis source status", make))


def read_volume(file: str, text: str) -> tuple[Slot, ...]:
    """Return the places of the dossier in their order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Slot:
        return Slot(
            sort=int(row["sort"]),
            kind=cast('Literal["form", "scan"]', one_of(row["kind"], "form", "scan")),
            ref=row["ref"],
            when=one_of(row["when"], *WHENS),
            required=one_of(row["need"], "必须", "按需") == "必须",
            draw=one_of(row["draw"], "是", "否") == "是",
        )

    found = read_rows(file, text, "sort kind ref when need draw source status", make)
    return tuple(sorted(found, key=lambda slot: slot.sort))


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the dossier's quality check (卷宗质量评查), brief §4.1.

    `looks` are what must hold, all of them; `|` joins what may stand for each other. `when` names the cases
    it is about; a `veto` fails the whole dossier.
    """

    id: str
    group: str
    points: int
    what: str
    looks: tuple[tuple[str, ...], ...]
    when: str
    kind: Literal["score", "veto"]
    source: str
    status: str


LOOKS = re.compile(r"R\d\d[a-z]?|F\d\d[a-z]?|item:[a-z_.]+|scan:[一-鿿]+|fact:[a-z_]+|pages|hand")
CASES = ("", "书面", "口头", "达成协议", "终止", "撤回")


def read_quality(file: str, text: str) -> tuple[Criterion, ...]:
    """Return the lines of the quality check in the order of the table.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Criterion:
        looks = tuple(tuple(one.split("|")) for one in row["looks"].split())
        for one in (one for choice in looks for one in choice):
            if not LOOKS.fullmatch(one):
                raise ValueError(one)
        points = int(row["points"])
        if not looks or points < 0:
            raise ValueError(row["id"])
        return Criterion(
            id=row["id"],
            group=row["group"],
            points=points,
            what=row["what"],
            looks=looks,
            when=one_of(row["when"], *CASES),
            kind=cast('Literal["score", "veto"]', one_of(row["kind"], "score", "veto")),
            source=row["source"],
            status=row["status"],
        )

    return tuple(read_rows(file, text, "id group points what looks when kind source status", make))
