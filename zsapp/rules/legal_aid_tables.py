"""The tables of legal aid (法律援助数据表): matters, exemptions, hardship lines, materials, names of places.

All can be brought up to date without a new program; a row that rests on memory or waits for the bureau says
so in its `status`. Reads no disk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, cast

from zsapp.rules.table_rows import Row, one_of, read_rows

Test = Literal["means", "none", "criminal", "retrial", "local"]
"""How a matter stands to the means test: tested, never, one ground of several, after a retrial, local."""
STATUSES = ("已核", "待核", "待市局确认")


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter that legal aid is given for (援助事项), brief L §1.4."""

    code: str
    basis: str
    test: Test
    status: str


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that proves something: what it is called, and what the names of papers that do contain."""

    label: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exemption (免予核查、不受限): two kinds, which need different papers (brief L trap 6).

    `condition` names what must be so of the applicant, `group` the flag that says so, `matters` the matters
    it is for (empty: all); `proofs` must all be there.
    """

    code: str
    unlimited: bool
    basis: str
    matters: tuple[str, ...]
    condition: str
    group: str
    proofs: tuple[Proof, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Hardship:
    """A hardship line (经济困难标准): from when, the published monthly line, and the income of limb two."""

    since: date
    place: str
    line: Decimal
    base_month: Decimal
    status: str


@dataclass(frozen=True, slots=True)
class Material:
    """A row of the materials matrix (材料清单), brief L §1.5."""

    id: str
    label: str
    matters: str
    when: str
    required: bool
    accepted: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidTables:
    """Every table that the pre-check reads."""

    matters: Mapping[str, Matter] = field(default_factory=dict)
    exemptions: Mapping[str, Exemption] = field(default_factory=dict)
    hardship: tuple[Hardship, ...] = ()
    materials: tuple[Material, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)

    def hardship_on(self, day: date) -> Hardship | None:
        """Return the line in force on a day, None before the first."""
        return next((one for one in reversed(self.hardship) if one.since <= day), None)

    def place_name(self, code: str) -> str:
        """Return the name of a place by its code: its city's, else its province's, else the code itself."""
        return self.places.get(code[:4]) or self.places.get(code[:2]) or code


def read_matters(file: str, text: str) -> dict[str, Matter]:
    """Return the matters by their code.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Matter:
        test = cast("Test", one_of(row["test"], "means", "none", "criminal", "retrial", "local"))
        return Matter(row["code"], row["basis"], test, one_of(row["status"], *STATUSES))

    return {one.code: one for one in read_rows(file, text, "code basis test status source", make)}


def read_exemptions(file: str, text: str) -> dict[str, Exemption]:
    """Return the exemptions by their code.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Exemption:
        return Exemption(
            code=row["code"],
            unlimited=one_of(row["kind"], "unlimited", "unchecked") == "unlimited",
            basis=row["basis"],
            matters=() if row["matters"] == "*" else tuple(row["matters"].split()),
            condition=one_of(
                row["condition"],
                *(
                    "",
                    "minor",
                    "elder",
                    "disabled",
                    "migrant",
                    "conscript",
                    "mission",
                    "bereaved",
                    "violence",
                ),
            ),
            group=row["group"],
            proofs=tuple(_proof(one) for one in row["proofs"].split("+") if one),
            status=one_of(row["status"], *STATUSES),
        )

    columns = "code kind basis matters condition group proofs status source"
    return {one.code: one for one in read_rows(file, text, columns, make)}


def _proof(text: str) -> Proof:
    label, equals, accepted = text.partition("=")
    if not (label and equals and accepted):
        raise ValueError(text)
    return Proof(label, tuple(accepted.split("/")))


def read_hardship(file: str, text: str) -> tuple[Hardship, ...]:
    """Return the hardship lines, oldest first.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Hardship:
        return Hardship(
            since=date.fromisoformat(row["from"]),
            place=row["place"],
            line=_amount(row["line"]),
            base_month=_amount(row["base_month"]),
            status=one_of(row["status"], *STATUSES),
        )

    found = read_rows(file, text, "from place line base_month income_year status source", make)
    return tuple(sorted(found, key=lambda one: one.since))


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not (amount.is_finite() and amount > 0):
        raise ValueError(text)
    return amount.quantize(Decimal("0.01"))


def read_materials(file: str, text: str) -> tuple[Material, ...]:
    """Return the materials matrix, in its order.

    Raises:
        Trouble: TABLE_DAMAGED.
    """

    def make(row: Row) -> Material:
        one_of(row["status"], *STATUSES)
        return Material(
            id=row["id"],
            label=row["label"],
            matters="" if row["matters"] == "*" else row["matters"],
            when=one_of(row["when"], "always", "means", "attorney", "guardian", "kin"),
            required=one_of(row["need"], "required", "optional") == "required",
            accepted=tuple(row["accepted"].split("/")),
            basis=row["basis"],
        )

    return tuple(read_rows(file, text, "id label matters when need accepted basis status source", make))


def read_places(file: str, text: str) -> dict[str, str]:
    """Return the names of provinces and of Guangdong's cities by the first digits of their codes.

    Raises:
        Trouble: TABLE_DAMAGED.
    """
    return dict(read_rows(file, text, "code name source", lambda row: (row["code"], row["name"])))
