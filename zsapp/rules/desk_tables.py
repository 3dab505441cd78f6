"""The tables of the front desk (服务数据表): notarial matters, offices, organs, receivers, targets.

Parsed from CSV text like every table; whatever is from memory or one source says so in `status` and `source`,
and is shown with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from zsapp.rules.table_rows import Row, one_of, read_rows

STATUSES = ("已核", "待核", "可改")


@dataclass(frozen=True, slots=True)
class NotaryMatter:
    """A notarial matter (公证事项): whether one must come oneself, and its checklist of documents."""

    code: str
    text: str
    in_person: bool
    estate: bool
    documents: tuple[str, ...]
    basis: str
    status: str
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names that tell it in what people write: 学历 and 学位, without what stands in brackets."""
        return tuple(self.text.partition("（")[0].split("、"))


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to go or to call (联系方式): a notary office, or who takes referrals."""

    name: str
    address: str
    phone: str
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Organ:
    """Which organ reconsiders acts of whom (复议机关), by the words of the respondent's name."""

    whose: re.Pattern[str]
    organ: str
    basis: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class FirstCase:
    """A case that other laws want reconsidered first (复议前置, 复议法 §23(五)), by words that tell it."""

    whose: re.Pattern[str]
    what: re.Pattern[str]
    label: str
    basis: str
    note: str
    status: str


@dataclass(frozen=True, slots=True)
class Target:
    """A target of an adviser's work (服务目标) from a day on, by the document that set it."""

    id: str
    since: date
    value: Decimal
    unit: str
    document: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTables:
    """Every table that the front desk reads."""

    notary_matters: tuple[NotaryMatter, ...] = ()
    notary_offices: tuple[Contact, ...] = ()
    receivers: Mapping[str, Contact] = field(default_factory=dict)
    organs: tuple[Organ, ...] = ()
    first_cases: tuple[FirstCase, ...] = ()
    targets: tuple[Target, ...] = ()

    def target_on(self, name: str, day: date) -> Target | None:
        """Return the target in force on a day, None before the first."""
        found = (one for one in self.targets if one.id == name and one.since <= day)
        return max(found, key=lambda one: one.since, default=None)

    def matter_of(self, text: str) -> NotaryMatter | None:
        """Return the matter of a code or text; else the first that the text has a name of in it."""
        bare = text.strip()
        exact = (one for one in self.notary_matters if bare in (one.code, one.text))
        near = (one for one in self.notary_matters if any(name in bare for name in one.names))
        return next(exact, None) or next(near, None)


def read_notary_matters(file: str, text: str) -> tuple[NotaryMatter, ...]:
    """Return the notarial matters, in their order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> NotaryMatter:
        return NotaryMatter(
            code=row["code"],
            text=row["matter"],
            in_person=one_of(row["in_person"], "0", "1") == "1",
            estate=one_of(row["estate"], "0", "1") == "1",
            documents=tuple(row["documents"].split("/")),
            basis=row["basis"],
            status=one_of(row["status"], *STATUSES),
            source=row["source"],
        )

    return tuple(read_rows(file, text, "code matter in_person estate documents basis status source", make))


def read_contacts(file: str, text: str) -> tuple[Contact, ...]:
    """Return offices or receivers, in their order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Contact:
        status = one_of(row["status"], *STATUSES)
        return Contact(row["name"], row["address"], row["phone"], status, row["source"])

    return tuple(read_rows(file, text, "name address phone status source", make))


def read_organs(file: str, text: str) -> tuple[Organ, ...]:
    """Return the organs; the first whose words fit is the one.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Organ:
        status = one_of(row["status"], *STATUSES)
        return Organ(_pattern(row["whose"]), row["organ"], row["basis"], row["note"], status)

    return tuple(read_rows(file, text, "whose organ basis note status source", make))


def read_first_cases(file: str, text: str) -> tuple[FirstCase, ...]:
    """Return the cases that other laws want reconsidered first.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> FirstCase:
        return FirstCase(
            whose=_pattern(row["whose"]),
            what=_pattern(row["what"]),
            label=row["label"],
            basis=row["basis"],
            note=row["note"],
            status=one_of(row["status"], *STATUSES),
        )

    return tuple(read_rows(file, text, "whose what label basis note status source", make))


def read_targets(file: str, text: str) -> tuple[Target, ...]:
    """Return the targets.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Target:
        try:
            value = Decimal(row["value"])
        except InvalidOperation as error:
            raise ValueError(row["value"]) from error
        since, status = date.fromisoformat(row["from"]), one_of(row["status"], *STATUSES)
        return Target(row["id"], since, value, row["unit"], row["document"], status)

    return tuple(read_rows(file, text, "id from value unit document status source", make))


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(text) from error
