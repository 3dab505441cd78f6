"""Exemptions and the means test (不受限、免予核查、经济困难): R-20 to R-25 of brief L §1.3.

Law cited: 法援法 §24, §32, §41, §42; 粤府令268 §3 (its text is 待核); 军人军属办法 (待核).
"""

from collections.abc import Iterator
from decimal import Decimal

from zsapp.rules.legal_aid_exempt import Claim, claims_of, met_claim, open_claim, unlimited_claim
from zsapp.rules.legal_aid_facts import Situation, has_paper, hints_at_violence, papers_of
from zsapp.rules.legal_aid_materials import means_are_tested
from zsapp.rules.legal_aid_means import Means, measure, spends_too_much
from zsapp.rules.legal_aid_notified import is_notified
from zsapp.rules.legal_aid_reasons import NEAR, PROMISE, UNCHECKED, UNLIKELY, UNLIMITED, Reason

STANDARD = "粤府令268第三条"
LIMBS = {1: f"{STANDARD}(一)", 2: f"{STANDARD}(二)"}
LENIENT = ("criminal", "local")
"""Matters that a failed means test does not speak against: other grounds (R-25), the centre's view (R-06)."""
TOLD = ("可坚持申请由法律援助机构决定", "12348免费咨询", "村(居)法律顾问", "人民调解")
"""What a citizen is told beside an unfavourable opinion (R-24)."""


def unlimited(situation: Situation) -> Iterator[Reason]:
    """R-20: a ground of art. 32: no means test, no statement of means."""
    claim = unlimited_claim(situation)
    if claim:
        name = situation.tables.text_of("aid_exempt", claim.row.code)
        yield Reason(
            rule="R-20",
            text=f"{name}，不受经济困难条件限制，不用提交经济困难状况说明表",
            basis=claim.row.basis,
            told="您的情况申请法律援助不看家庭收入，不用填经济困难状况说明表。",
            advice=UNLIMITED,
            flag="不受经济困难条件限制",
            grounds=True,
            where="exemption",
        )
    elif hints_at_violence(situation):
        yield Reason(
            rule="R-20",
            text="说到家庭暴力、虐待或者遗弃：受害人主张相关权益的不受经济困难条件限制，请核对事项、情形和人群类别",
            basis="法援法32(四)",
            told="如果您是家庭暴力、虐待、遗弃的受害人，申请法律援助不看家庭收入。",
            tone="hint",
            where="exemption",
        )


def exempt(situation: Situation) -> Iterator[Reason]:
    """R-21: an exemption of art. 42 or for soldiers, on its proof; without it the means count too."""
    if is_notified(situation) or unlimited_claim(situation):
        return
    yield from _undeclared_code(situation)
    claim = met_claim(situation)
    if claim:
        name = situation.tables.text_of("aid_exempt", claim.row.code)
        yield Reason(
            rule="R-21",
            text=f"{name}，有证明材料，免予核查经济困难状况",
            basis=claim.row.basis,
            told="您提交的证明够了，不再审查家庭经济困难状况。",
            advice=UNCHECKED,
            flag="免予核查",
            grounds=True,
            where="exemption",
        )
        return
    yield from (_unmet(situation, one) for one in claims_of(situation))


def _undeclared_code(situation: Situation) -> Iterator[Reason]:
    code = situation.intake.exemption
    if code and code not in situation.tables.aid.exemptions:
        yield Reason(
            rule="R-21",
            text=f"免予核查的情形“{code}”不在表内，按没有填写处理",
            basis="法援法42",
            told="请告诉我们您属于哪一种情形。",
            tone="warning",
            where="exemption",
        )


def _unmet(situation: Situation, claim: Claim) -> Reason:
    name = situation.tables.text_of("aid_exempt", claim.row.code)
    if claim.unfit:
        return Reason(
            rule="R-21",
            text=f"填写的情形是{name}，但{claim.unfit}，按经济困难条件核查",
            basis=claim.row.basis,
            told="这一种情形不能这样认定，我们按家庭经济情况来核对。",
            tone="warning",
            where="exemption",
        )
    lacking = "、".join(claim.missing)
    if claim.declared:
        return Reason(
            rule="R-21",
            text=f"{name}，还缺{lacking}；补齐后免予核查，同时按经济困难条件核查，先符合的为准",
            basis=claim.row.basis,
            told=f"补交{lacking}以后，可以不审查家庭经济情况；也可以填写经济困难状况说明表。",
            grounds=True,
            where="exemption",
        )
    return Reason(
        rule="R-21",
        text=f"若提交{lacking}，可以按{name}免予核查",
        basis=claim.row.basis,
        told=f"如果您有{lacking}，交来以后可以不审查家庭经济情况。",
        tone="hint",
        where="exemption",
    )


def means_test(situation: Situation) -> Iterator[Reason]:
    """R-22 to R-25: income per head against the line of the day, both limbs, assets."""
    if is_notified(situation) or not means_are_tested(situation):
        return
    means = measure(situation)
    yield from _measured(means)
    if means.stale and means.per_capita is not None:
        yield _stale(situation, means)
    if means.verdict == "unknown":
        yield from _unknown(situation, means)
        return
    yield from _assets(means)
    yield from _verdict(situation, means)


def _measured(means: Means) -> Iterator[Reason]:
    if means.alone:
        yield Reason(
            rule="R-22",
            text="对方当事人是共同生活的家庭成员，只按申请人本人的收入计算",
            basis="办理法律援助案件程序规定（待核）",
            told="对方是同住的家人，只看您本人的收入。",
            where="family",
        )
    if means.per_capita is not None:
        yield Reason(
            rule="R-22",
            text=f"申请前6个月{means.members}人的可支配收入，月人均{means.per_capita}元{_against(means)}",
            basis=STANDARD,
            told=f"您家近6个月平均每人每月可支配收入是{means.per_capita}元。",
            where="family",
        )


def _against(means: Means) -> str:
    line = means.line
    if line is None:
        return ""
    return f"，现行标准{line.line}元/月({line.since}起，至申请时{means.age_months}个月)"


def _stale(situation: Situation, means: Means) -> Reason:
    limit = int(situation.tables.limits["aid_stale"])
    since = means.line.since if means.line else ""
    return Reason(
        rule="R-22",
        text=f"所用的经济困难标准自{since}起，已有{means.age_months}个月，超过{limit}个月，请市级管理员核对更新",
        basis=STANDARD,
        told="经济困难标准每年调整，最后以法律援助处采用的标准为准。",
        flag="标准待更新",
        tone="warning",
    )


def _unknown(situation: Situation, means: Means) -> Iterator[Reason]:
    """Say what keeps the means from being measured; a signed statement goes on to the centre."""
    if means.line is None:
        text = f"没有{situation.day}适用的经济困难标准，请市级管理员录入，由法律援助处核查"
    else:
        text = "还没有录入家庭成员和前6个月的收入，不能核算月人均可支配收入"
    waits = open_claim(situation) is not None and not situation.intake.family
    yield Reason(
        rule="R-22",
        text=text,
        basis=STANDARD,
        told="请说明一起生活的家人和近6个月的收入。",
        advice="" if waits else PROMISE,
        flag="收入未核算",
        tone="hint",
        where="family",
    )


def _assets(means: Means) -> Iterator[Reason]:
    if means.ticks:
        yield Reason(
            rule="R-24",
            text="，".join(means.ticks) + "，列入价值较大的资产待核",
            basis=STANDARD,
            told="家里的房产、车辆要由法律援助处核对，单凭这一项不会不给援助。",
            flag="资产待核",
            where="assets",
        )


def _verdict(situation: Situation, means: Means) -> Iterator[Reason]:
    lenient = situation.matter.test in LENIENT
    if means.owns_much or means.verdict == "fail":
        if lenient:
            yield _other_grounds(means)
        else:
            yield from _unlikely(situation, means)
    elif means.verdict == "near":
        yield Reason(
            rule="R-23",
            text=f"月人均可支配收入{means.per_capita}元与标准相差不到百分之一，属于临界，留给法律援助处认定",
            basis=LIMBS[means.limb],
            told="您家的收入和标准非常接近，由法律援助处认定。",
            advice=NEAR,
            flag="临界",
            grounds=True,
            where="family",
        )
    else:
        yield _passed(situation, means)


def _passed(situation: Situation, means: Means) -> Reason:
    text = f"月人均可支配收入{means.per_capita}元，不超过标准，符合经济困难条件"
    if means.limb == 2:
        line = means.line.base_month if means.line else Decimal(0)
        text = (
            f"因{means.cause}，月人均消费性支出{means.spending}元超过月人均可支配收入{means.per_capita}元，"
            f"且收入低于{line}元/月，符合支出型情形"
        )
    signed = has_paper(papers_of(situation), ("承诺", "说明表"))
    return Reason(
        rule="R-23",
        text=text + ("" if signed else "；请本人签署经济困难状况说明表和诚信承诺"),
        basis=LIMBS[means.limb],
        told="按您说明的情况符合经济困难条件，签好说明表和诚信承诺就可以转交，法律援助处会核查。",
        advice=PROMISE,
        flag="需核查",
        grounds=True,
        where="family",
    )


def _other_grounds(means: Means) -> Reason:
    return Reason(
        rule="R-25",
        text=f"月人均可支配收入{means.per_capita}元，经济条件可能不符合，但可以因其他原因申请，按需核查转交",
        basis=STANDARD,
        told="收入高于标准也可以因为其他原因申请，由法律援助处审查。",
        advice=PROMISE,
        flag="需核查",
        grounds=True,
        where="family",
    )


def _unlikely(situation: Situation, means: Means) -> Iterator[Reason]:
    """R-24: an opinion, never a bar: with numbers, and what the citizen may still do."""
    waits = open_claim(situation) is not None
    if means.verdict == "fail" and means.line:
        yield Reason(
            rule="R-24",
            text=f"月人均可支配收入{means.per_capita}元，高于现行标准{means.line.line}元/月({means.line.since}起)",
            basis=STANDARD,
            told=f"您家平均每人每月{means.per_capita}元，高于标准{means.line.line}元，可能不符合经济困难条件；"
            "您仍可以坚持申请，由法律援助机构决定。",
            advice="" if waits else UNLIKELY,
            flag="可坚持申请",
            grounds=True,
            where="family",
        )
        yield _second_limb(situation, means)
    if means.owns_much:
        yield Reason(
            rule="R-24",
            text="申报有价值较大的资产",
            basis=STANDARD,
            told="家里有价值较大的资产，可能不符合经济困难条件；您仍可以坚持申请，由法律援助机构决定。",
            advice="" if waits else UNLIKELY,
            flag="可坚持申请",
            grounds=True,
            where="assets.high_value",
        )


def _second_limb(situation: Situation, means: Means) -> Reason:
    """Say why limb two (支出型) does not help, and what would."""
    line = means.line.base_month if means.line else Decimal(0)
    per_capita = means.per_capita or Decimal(0)
    parts = []
    if means.spending is None:
        parts.append("没有登记支出")
    elif means.spending <= per_capita:
        parts.append("支出未超过收入")
    elif not spends_too_much(situation, per_capita):
        parts.append("支出超过收入，但没有注明突发事件、意外伤害、重大疾病或者就读原因")
    if per_capita >= line:
        parts.append(f"{'高于' if per_capita > line else '等于'}{line}元/月")
    return Reason(
        rule="R-22",
        text="且".join(parts) + "，不符合支出型情形",
        basis=LIMBS[2],
        told="如果因为大病、意外、突发事件或者家人上学花费很大，请说明并带上材料，可能符合条件。",
        tone="hint",
        where="spending_cause",
    )
