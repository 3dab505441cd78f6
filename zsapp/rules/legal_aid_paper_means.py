"""The statement of means on paper (经济困难状况说明表): household, sums against the line, what is owned.

The applicant explains and promises (法援法 §41); no certificate of the village is asked for. The sums are
those of the means test, so the paper and the opinion never differ. Refuses to know: fonts, pages, forms.
"""

from dataclasses import dataclass
from decimal import Decimal

from zsapp.base.items import item
from zsapp.rules.legal_aid_exempt import claims_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_means import Means, household, income_of, measure
from zsapp.rules.legal_aid_paper import AidOccasion, AidPaper, Reach, aid_paper
from zsapp.rules.legal_aid_parts import Assets, FamilyMember
from zsapp.rules.mediation_paper_parts import PaperRow, PaperTable
from zsapp.rules.mediation_paper_text import day_text

HEADS = ("姓名", "与申请人关系", "工资性收入", "经营净收入", "财产净收入", "转移净收入", "合计")
WIDTHS = (24, 26, 22, 21, 21, 21, 21)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeansPaper(AidPaper):
    """An intake in the words of its statement of means."""

    exemptions: tuple[str, ...] = item("免予核查的情形", key="exemption")
    family: PaperTable | None = item("共同生活的家庭成员及前六个月可支配收入")
    members: int | None = item("共同生活家庭人口数", key="family")
    total: str = item("六个月收入合计", key="family")
    per_capita: str = item("月人均可支配收入", key="family")
    line: str = item("现行标准", key="")
    line_from: str = item("标准的生效日期", key="")
    spending: str = item("月人均消费性支出", key="spending_monthly_per_capita")
    sudden: bool = item("突发事件", key="spending_cause", default=False)
    injured: bool = item("意外伤害", key="spending_cause", default=False)
    ill: bool = item("重大疾病", key="spending_cause", default=False)
    studying: bool = item("全日制就学", key="spending_cause", default=False)
    homes: str = item("城镇房产", key="assets.urban_homes")
    rural: str = item("农村房屋", key="assets.rural_house")
    cars: str = item("机动车", key="assets.cars")
    deposits: str = item("存款、现金、有价证券", key="assets.deposits")
    valuable: str = item("价值较大的资产", key="assets.high_value")
    debts: str = item("债务", key="assets.debts")
    cause: str = item("困难情况说明", key="spending_cause")


def means_paper(occasion: AidOccasion) -> MeansPaper:
    """Return an intake in the words of its statement of means; it goes to the centre only."""
    situation = occasion.situation
    means = measure(situation)
    members = household(situation)
    assets = situation.intake.assets or Assets()
    return aid_paper(
        MeansPaper,
        occasion,
        Reach.CENTER,
        exemptions=_exemptions(situation),
        family=_family(situation, members) if members else None,
        members=means.members or None,
        total=_money(sum((income_of(one) for one in members), Decimal(0))) if members else "",
        per_capita=_money(means.per_capita),
        line=_money(means.line.line) if means.line else "",
        line_from=day_text(means.line.since) if means.line else "",
        spending=_money(means.spending),
        cause=situation.intake.spending_cause,
        **_causes(means),
        **_assets(assets),
    )


def _causes(means: Means) -> dict[str, bool]:
    return {
        "sudden": means.cause == "突发事件",
        "injured": means.cause == "意外伤害",
        "ill": means.cause == "重大疾病",
        "studying": means.cause.startswith("就读"),
    }


def _assets(assets: Assets) -> dict[str, str]:
    area = f"，建筑面积{assets.home_area}平方米" if assets.home_area else ""
    return {
        "homes": "" if assets.urban_homes is None else f"{assets.urban_homes}套{area}",
        "rural": "" if assets.rural_house is None else f"{assets.rural_house}套",
        "cars": "" if assets.cars is None else f"{assets.cars}辆",
        "deposits": _money(assets.deposits),
        "valuable": assets.high_value,
        "debts": _money(assets.debts),
    }


def _exemptions(situation: Situation) -> tuple[str, ...]:
    met = (one for one in claims_of(situation) if one.met)
    return tuple(f"{situation.tables.text_of('aid_exempt', one.row.code)}（{one.row.basis}）" for one in met)


def _family(situation: Situation, members: tuple[FamilyMember, ...]) -> PaperTable:
    """Return the household as a table: a row for each member, the sum of all below."""
    rows = tuple(PaperRow(at=f"family[{n}]", cells=_cells(situation, one)) for n, one in enumerate(members))
    total = sum((income_of(one) for one in members), Decimal(0))
    foot = ("合计", f"{len(members)}人", "", "", "", "", _money(total))
    return PaperTable(at="family", heads=HEADS, widths=WIDTHS, sides="ccrrrrr", rows=rows, foot=foot)


def _cells(situation: Situation, one: FamilyMember) -> tuple[str, ...]:
    sums = (one.wage6, one.biz6, one.prop6, one.transfer6, income_of(one))
    relation = situation.tables.text_of("relation", one.relation)
    return (one.name, "本人" if relation.startswith("本人") else relation, *(_money(each) for each in sums))


def _money(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:,.2f}"
