"""Special groups (特殊群体): which of G01 to G17 a person belongs to, who comes first, what share they are.

The one place where a group is worked out. Age, sex, the kind of document and a certificate's number tell some
by themselves; whatever was declared is kept, and said to be doubtful where the age speaks against it. Labels
are those of the code list, effect and basis those of the dated table `groups.csv`. Pure.
Law: 民法典 §17; 老年人权益保障法 §2 (its age is in `limits.csv`); brief L §3.6 with its corrections.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zsapp.base.items import Thing, items
from zsapp.rules.group_table import GroupRow
from zsapp.rules.people import (
    HOME_PERMIT,
    LONG_NUMBER,
    OLD_RESIDENT_FOREIGNER,
    RESIDENCE_PREFIXES,
    age_on,
    birth_in,
    normalise_number,
    sex_in,
)
from zsapp.rules.tables import Tables

ELDER, MINOR, DISABLED, WOMAN, SOLDIER = "G01", "G02", "G03", "G04", "G06"
VIOLENCE, NEIGHBOUR, FOREIGNER, TROUBLED_CHILD = "G10", "G11", "G12", "G14"
COMING_OF_AGE = 18
"""民法典 §17."""
SOLDIER_PAPERS = ("05", "06", "07")
NEIGHBOUR_PAPERS = ("10", "11", "12", "13", "14")
FOREIGN_PAPERS = ("15", "17")
FOREIGN_RESIDENT = "9"
"""With this begins the number of a foreigner's permanent residence card since 2023 (brief L §5.9 V5)."""
NATURAL = ("", "自然人")
MARK = "；"
"""Between the labels of groups in one cell: a label may have 、 in it."""
NOTHING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a person tells a group: the part of any snapshot of a person that counts."""

    birth: date | None = None
    age: int | None = None
    sex: str = ""
    id_type: str = ""
    id_no: str = ""
    disability_no: str = ""
    groups: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A group that somebody belongs to (标识): what told it, what follows, on which basis, how sure.

    `doubt` says in words what speaks against a declared one; such a one is shown and not counted.
    """

    code: str
    label: str
    told: str
    doubt: str
    row: GroupRow


def traits_of(snapshot: Thing, groups: tuple[str, ...] = ()) -> Traits:
    """Return what of a snapshot counts, with groups declared beside it; nothing of a company or a crowd."""
    told: dict[str, Any] = {one.name: getattr(snapshot, one.name) for one in items(type(snapshot))}
    if told.get("kind", "") not in NATURAL or told.get("group"):
        return Traits()
    found = {name: told[name] for name in Traits.__slots__ if name in told}
    return Traits(**{**found, "groups": (*found.get("groups", ()), *groups)})


def age_of(traits: Traits, day: date) -> int | None:
    """Return the age in full years on a day: by the birth, by the number, else as told; None when unknown."""
    born = traits.birth or birth_in(traits.id_no)
    return age_on(born, day) if born else traits.age


def is_under_age(traits: Traits, day: date | None) -> bool:
    """Say whether somebody is under age (未成年人, 民法典 §17), by the age or, unknown, as declared."""
    age = age_of(traits, day) if day else None
    return age < COMING_OF_AGE if age is not None else MINOR in traits.groups


def flags_of(traits: Traits, tables: Tables, day: date) -> tuple[Flag, ...]:
    """Return the groups that somebody belongs to on a day, in the order of their list."""
    declared = {tables.code_of("group_flag", one) for one in traits.groups}
    rows = {one.code: one for one in reversed(tables.groups) if one.since <= day}
    found = []
    for entry in tables.codes.get("group_flag", ()):
        row = rows.get(entry.code)
        told = _told(entry.code, traits, tables, day)
        if row is not None and (told or entry.code in declared):
            doubt = "" if told else _doubt(entry.code, entry.text, age_of(traits, day))
            found.append(Flag(code=entry.code, label=entry.text, told=told or "登记", doubt=doubt, row=row))
    return tuple(found)


def codes_of(traits: Traits, tables: Tables, day: date) -> tuple[str, ...]:
    """Return the codes of the groups that somebody belongs to beyond doubt."""
    return tuple(one.code for one in flags_of(traits, tables, day) if not one.doubt)


def _told(code: str, traits: Traits, tables: Tables, day: date) -> str:
    """Return what tells a group by itself, or the empty text."""
    age = age_of(traits, day)
    if code in (ELDER, MINOR):
        elder = code == ELDER
        holds = age is not None and (age >= tables.limits["aid_elder"] if elder else age < COMING_OF_AGE)
        return f"{age}周岁" if holds and age is not None and age >= 0 else ""
    if code == DISABLED:
        return "残疾人证号" if traits.disability_no.strip() else ""
    if code == WOMAN:
        given = tables.text_of("sex", traits.sex) if traits.sex else sex_in(traits.id_no)
        return "性别" if given == "女" else ""
    return _told_by_paper(code, traits, tables)


def _told_by_paper(code: str, traits: Traits, tables: Tables) -> str:
    kind = tables.code_of("id_type", traits.id_type)
    papers = {SOLDIER: SOLDIER_PAPERS, NEIGHBOUR: NEIGHBOUR_PAPERS, FOREIGNER: FOREIGN_PAPERS}.get(code, ())
    if kind in papers:
        return tables.text_of("id_type", kind)
    return "证件号码" if not kind and code and code == _group_in(normalise_number(traits.id_no)) else ""


def _group_in(number: str) -> str:
    """Return the group that a number tells whose document is not named: front-desk files name none.

    Eight bare digits may be a Taiwan permit or anything, and tell nothing.
    """
    if LONG_NUMBER.fullmatch(number):
        resident = number.startswith(FOREIGN_RESIDENT)
        return NEIGHBOUR if number[:6] in RESIDENCE_PREFIXES else FOREIGNER if resident else ""
    if HOME_PERMIT.fullmatch(number):
        return NEIGHBOUR
    return FOREIGNER if OLD_RESIDENT_FOREIGNER.fullmatch(number) else ""


def _doubt(code: str, label: str, age: int | None) -> str:
    """Say what speaks against a declared group: for old and young the age decides."""
    if code not in (ELDER, MINOR) or age is None:
        return ""
    return f"登记为{label}，按出生日期是{age}周岁，请核对"


def needs_of(traits: Traits, flags: Iterable[Flag]) -> tuple[str, ...]:
    """Return what somebody needs to take part (无障碍需要): as told, then what the groups suggest."""
    suggested = (need for one in flags if not one.doubt for need in one.row.needs)
    return tuple(dict.fromkeys((*traits.needs, *suggested)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How somebody is to be received (接待提示): the groups, and what is needed to take part."""

    flags: tuple[Flag, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def place(self) -> int:
        """The place in the queue."""
        return place_of(self.flags)

    @property
    def first(self) -> bool:
        """Whether somebody goes before others."""
        return self.place < OTHERS

    @property
    def marks(self) -> tuple[str, ...]:
        """What lists show: no group that is nobody else's business."""
        return tuple(one.label for one in self.flags if one.row.listed and not one.doubt)

    @property
    def words(self) -> str:
        """All of it in one line: 优先：老年人；需要：大字."""
        said = (("优先" if self.first else "人群类别", self.marks), ("需要", self.needs))
        doubts = (one.doubt for one in self.flags if one.doubt)
        return MARK.join((*(f"{head}：{'、'.join(what)}" for head, what in said if what), *doubts))


def standing_of(traits: Traits, tables: Tables, day: date) -> Standing:
    """Return how somebody is to be received on a day."""
    flags = flags_of(traits, tables, day)
    return Standing(flags=flags, needs=needs_of(traits, flags))


def private_groups(groups: Iterable[str], tables: Tables) -> tuple[str, ...]:
    """Return the labels of those declared that may not stand on the record everybody reads."""
    private = {one.code for one in tables.groups if one.private}
    return labels_of((one for one in groups if tables.code_of("group_flag", one) in private), tables)


def kept_with_person(groups: Iterable[str], tables: Tables) -> tuple[str, ...]:
    """Return the labels of those declared that may stand on the person's own record."""
    told = labels_of(groups, tables)
    private = private_groups(told, tables)
    return tuple(one for one in told if one not in private)


def declarable(tables: Tables) -> tuple[str, ...]:
    """Return the labels that are ticked with the person: not those that sex tells, nor private ones."""
    hidden = {one.code for one in tables.groups if one.private or one.told_by == "sex"}
    return tuple(one.text for one in tables.codes.get("group_flag", ()) if one.code not in hidden)


def labels_of(codes: Iterable[str], tables: Tables) -> tuple[str, ...]:
    """Return the labels of groups in the order of their list."""
    held = {tables.code_of("group_flag", one) for one in codes}
    return tuple(one.text for one in tables.codes.get("group_flag", ()) if one.code in held)


# --- who comes first --------------------------------------------------------------------------------------

URGENT, AT_RISK, PRIORITY, OTHERS = 0, 1, 2, 3
PLACES = {URGENT: "紧急", AT_RISK: "先办", PRIORITY: "优先", OTHERS: ""}
"""The places in the queue (排队次序), brief L §3.6; advice of the product where no law gives priority."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Somebody who waits, since when; `urgent` by 法援法 §44, `at_risk` as the record tells."""

    id: str
    since: datetime
    flags: tuple[Flag, ...] = ()
    urgent: bool = False
    at_risk: bool = False

    @property
    def place(self) -> int:
        """The place in the queue."""
        return URGENT if self.urgent else place_of(self.flags, at_risk=self.at_risk)


def place_of(flags: Iterable[Flag], *, at_risk: bool = False) -> int:
    """Return the place in the queue of somebody of these groups: at risk, priority, others.

    Violence at home and a troubled childhood are a risk by themselves; a minor alone has no place of his own.
    """
    rows = [one.row for one in flags if not one.doubt]
    risk = at_risk or any(row.code in (VIOLENCE, TROUBLED_CHILD) for row in rows)
    return min((row.queue for row in rows if risk or not row.at_risk), default=OTHERS)


def queue_order(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return who waits in the order of the queue; among equals who came first."""
    return tuple(sorted(waiting, key=lambda one: (one.place, one.since, one.id)))


# --- what share they are ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The records of one group among all (占比). One of nothing is a dash, never nought."""

    code: str
    label: str
    ids: tuple[str, ...]
    total: int

    @property
    def value(self) -> str:
        """The share in words: 12.50%."""
        return percent(len(self.ids), self.total)


def percent(part: int, whole: int) -> str:
    """Return a share as text, a dash where there is nothing to share."""
    if not whole:
        return NOTHING
    return f"{(Decimal(part) * 100 / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def shares(records: Mapping[str, Iterable[str]], tables: Tables) -> tuple[Share, ...]:
    """Return every group's share; `records` are the groups, by code or label, of each record by its id.

    A record whose people are of several groups counts in each: shares need not add up to a hundred.
    """
    held = {key: {tables.code_of("group_flag", one) for one in groups} for key, groups in records.items()}
    return tuple(
        Share(
            code=row.code,
            label=row.text,
            ids=tuple(key for key, codes in held.items() if row.code in codes),
            total=len(held),
        )
        for row in tables.codes.get("group_flag", ())
    )
