"""Exemptions, means, materials (免予核查、收入资产、材料): what is asked of each. Plain data.

The means fold away once an exemption is met; what is missing is offered as one press for each document.
"""

from functools import partial

from zsapp.rules.legal_aid import LegalAidIntake
from zsapp.rules.legal_aid_checklist import Wanted, wanted_of
from zsapp.rules.legal_aid_facts import Situation
from zsapp.rules.legal_aid_parts import FamilyMember
from zsapp.screens.kit.layout import Cards, Fields, Fold, Pick, Picks, Presses, Rows, Step, ask
from zsapp.screens.legal_aid import when
from zsapp.screens.legal_aid.when import Asking

EXEMPT, HANDED = "exempt", "handed"
"""The presses among the fields: an exemption chosen, a document handed in."""
NAME = 12
"""Characters of a name in a heading."""


def member_words(member: FamilyMember, index: int) -> str:
    """Return a card's heading: 家庭成员 · 黄伯添."""
    return f"家庭成员 · {member.name[:NAME]}" if member.name else f"家庭成员（第{index + 1}位）"


def own_row() -> FamilyMember:
    """Return the applicant's own row of the household."""
    return FamilyMember(relation="0")


MONTHS = Fold(
    title="逐月收入（有工资单、流水的）",
    opens=when.has_months,
    blocks=(
        Rows(
            title="",
            path="months",
            columns=3,
            word="月",
            asks=(
                ask("month", "月份", hint="2026-03-01"),
                ask("wage"),
                ask("biz"),
                ask("prop"),
                ask("transfer"),
            ),
        ),
    ),
)
HOUSEHOLD = Cards(
    title="共同生活的家庭成员（含申请人本人）",
    path="family",
    heading=member_words,
    blocks=(
        Fields(
            asks=(
                ask("name"),
                ask("relation", "是申请人的"),
                ask("wage6"),
                ask("biz6"),
                ask("prop6"),
                ask("transfer6"),
            )
        ),
        MONTHS,
    ),
    words=(("添加本人", own_row), ("添加家人", FamilyMember)),
)
OWNED = Fields(
    title="资产和支出",
    asks=(
        ask("assets.urban_homes"),
        ask("assets.home_area"),
        ask("assets.rural_house"),
        ask("assets.cars"),
        ask("assets.deposits"),
        ask("assets.debts"),
        ask("assets.high_value"),
        ask("spending_monthly_per_capita"),
        ask("spending_cause", wide=True, when=when.asks_cause, hint="突发事件、意外伤害、重大疾病、就读"),
    ),
)


def exemption_step(asking: Asking) -> Step:
    """Return the group about exemptions."""

    def offers(likely: bool, intake: LegalAidIntake) -> tuple[Pick, ...]:  # noqa: FBT001 -- bound below
        return tuple(
            Pick(f"{EXEMPT} {code}", f"{'已选　' if chosen else ''}{name}", proof, taken=chosen)
            for code, name, proof, chosen in asking.exempts(intake, likely=likely)
        )

    return Step(
        name="免予核查",
        paper="",
        help=(
            "两种情形不要混：第三十二条的完全不看家庭收入；第四十二条的和军人军属，交了证明材料才免予核查。\n"
            "按一下就选上，再按别的就改；都不是的，把上面一栏清空。"
        ),
        blocks=(
            Presses(says=asking.says_exemption, presses=()),
            Fields(asks=(ask("exemption", "属于哪一种情形", wide=True, hint="没有就空着"),)),
            Picks(offers=partial(offers, True)),  # noqa: FBT003 -- the likely ones
            Fold(
                title="全部情形",
                opens=lambda _intake: False,
                blocks=(Picks(offers=partial(offers, False)),),  # noqa: FBT003 -- the others
            ),
        ),
    )


def means_step(asking: Asking) -> Step:
    """Return the group about income and assets."""
    return Step(
        name="收入资产",
        paper="",
        help=(
            "收入按申请前6个月的合计填写，没有的填0。对方当事人是同住家人的，只算申请人本人。\n"
            "不需要村（居）委会出具困难证明，由本人填写说明表并作出诚信承诺（法律援助法第四十一条）。"
        ),
        blocks=(
            Presses(says=asking.says_means, presses=()),
            Fold(title="家庭收入和资产", live=True, opens=asking.asks_means, blocks=(HOUSEHOLD, OWNED)),
        ),
    )


def papers_step(asking: Asking) -> Step:
    """Return the group about materials."""

    def wanted(intake: LegalAidIntake) -> tuple[Wanted, ...]:
        return wanted_of(Situation(intake, asking.tables, asking.today()))

    def says(intake: LegalAidIntake) -> str:
        lacking = sum(one.need and not one.found for one in wanted(intake))
        return f"还缺 {lacking} 项，交来一份按一下：" if lacking else "要交的材料都有了。"

    def offers(intake: LegalAidIntake) -> tuple[Pick, ...]:
        return tuple(one for each in wanted(intake) if not each.found for one in picks_of(each))

    return Step(
        name="材料",
        paper="",
        help=(
            "按“已交”登记一份材料；几种之中有一种就够的，按交来的那一种。\n"
            "份数、页数在下面填写，印在接收凭证上；扫描、拍照的在“材料”页里加入。"
        ),
        blocks=(
            Presses(title="要交的材料", says=says, presses=()),
            Picks(offers=offers, above=True),
            Rows(
                title="已交的材料",
                path="files",
                columns=3,
                word="份",
                asks=(ask("name", wide=True), ask("copies"), ask("pages"), ask("original")),
            ),
        ),
    )


def picks_of(wanted: Wanted) -> tuple[Pick, ...]:
    """Return the presses that put in what is wanted: one for each document that would do."""
    need = "缺" if wanted.need else "可交"
    ways = wanted.ways[:1] if wanted.ways[:1] == (wanted.label,) else wanted.ways
    made = partial(_pick, wanted, need)
    return tuple(made(at, way) for at, way in enumerate(ways)) or (
        Pick(f"go {wanted.where}", f"缺　{wanted.label}", "去填写", taken=not wanted.where),
    )


def _pick(wanted: Wanted, need: str, at: int, way: str) -> Pick:
    told = f"{need}　{wanted.label}" if not at else ""
    return Pick(f"{HANDED} {way}", f"已交“{way}”", told)
