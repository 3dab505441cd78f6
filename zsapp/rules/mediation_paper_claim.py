"""The subsidy on paper (F26 个案补贴申报表): the stored claim with its shares, or one case still to claim.

Amounts are never invented: without a claim the places stay empty until the local scheme is known (brief §5).
Law: 人民调解法 §16. Refuses to know: fonts, pages, forms.
"""

from decimal import Decimal

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_facts import is_organisation
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_parts import Party
from zsapp.rules.money import in_figures
from zsapp.rules.subsidy import Claim, ClaimLine, Share

HEADS = ("序号", "编号", "当事人", "纠纷类型", "等级", "协议\n形式", "金额\n（元）", "调解员", "份额", "签名")
WIDTHS = (8, 25, 25, 18, 11, 11, 14, 17, 11, 15)


def claim_table(claim: Claim) -> PaperTable:
    """Return the table of a claim: a line for each case, and one for each share of it to be signed for."""
    rows = [row for number, line in enumerate(claim.lines, 1) for row in _rows(number, line)]
    total = in_figures(claim.total())
    return _table(rows, ("合计", "", f"{len(claim.lines)}件", "", "", "", total, "", "", ""))


def claim_to_be(case: Case) -> PaperTable:
    """Return the table of a case that is not claimed yet: what is known of it, without an amount."""
    mediators = "、".join(one.name for one in case.mediators)
    names = "、".join(covered(one) for one in case.parties)
    kind = case.dispute_type.rpartition("/")[2]
    cells = ("1", case.volume_no, names, kind, case.difficulty, case.outcome.form, "", mediators, "", "")
    return _table([PaperRow(cells=cells)], ())


def month_said(month: str) -> str:
    """Return the month of a claim in words: 2026年3月 for 2026-03."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def covered(party: Party) -> str:
    """Return a party's name with a person's given name covered: 何*; an organisation stands whole."""
    if is_organisation(party) or not party.name:
        return party.name
    return party.name[0] + "*" * (len(party.name) - 1)


def _rows(number: int, line: ClaimLine) -> list[PaperRow]:
    kind = line.dispute_type.rpartition("/")[2]
    said = (str(number), line.number, line.parties, kind, line.grade, line.form, _money(line.amount))
    shares = line.shares or (Share(),)
    return [
        PaperRow(cells=(*(said if not at else ("",) * len(said)), one.name, _money(one.amount), ""))
        for at, one in enumerate(shares)
    ]


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else in_figures(amount)


def _table(rows: list[PaperRow], foot: tuple[str, ...]) -> PaperTable:
    return PaperTable(
        heads=HEADS, widths=WIDTHS, sides="cclccccccc", rows=tuple(rows), foot=foot, least=12, dense=True
    )
