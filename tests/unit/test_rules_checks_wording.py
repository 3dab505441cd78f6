"""R27, R28, R30 and R47: what must fire, and the innocent sentences that must not."""

import pytest

from tests.rulings import findings, fires, make_case
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Obligation, OralRegister

FIRE = {
    "R27": [
        "收到赔偿款后，乙方不得再起诉。",
        "双方今后不得再就此事起诉、上访。",
        "乙方不得以任何理由向法院起诉甲方。",
        "乙方承诺不再上访。",
        "乙方保证不再到信访部门投诉、举报。",
        "任何一方不得申请仲裁。",
        "乙方放弃起诉的权利。",
        "乙方自愿放弃诉讼权利。",
        "双方息诉罢访。",
        "甲方付款后，乙方不得向劳动监察部门投诉。",
        "乙方不可再报警。",
        "乙方永不起诉。",
        "双方不得就本次事故再提起诉讼",
        "各方不得以任何方式再行信访",
        "丙方不能再向任何部门举报甲方",
        "乙方不得再向人民法院提起民事诉讼或者申请仲裁",
        "本协议不影响乙方起诉；但是乙方不得再投诉。",
    ],
    "R28": [
        "双方自愿离婚，婚生子归女方抚养。",
        "男女双方同意离婚。",
        "一、双方一致同意解除婚姻关系。",
        "解除夫妻关系，财产归女方所有。",
        "自本协议签订之日起双方婚姻关系解除。",
        "甲方与乙方离婚，房屋归乙方。",
        "双方解除收养关系。",
        "养父母与养子的收养关系自签字之日起解除。",
        "双方婚姻无效。",
        "双方即日起离婚。",
        "经调解，双方协议离婚。",
        "双方的收养关系终止",
    ],
    "R30": [
        "争议土地归甲方所有。",
        "双方确认界址以石脚中线为准。",
        "该宅基地使用权归何龙。",
        "确认房屋所有权归梁亚娣。",
        "商标归乙方所有。",
        "确认争议林地的四至。",
        "双方确认东墙为两户边界线。",
        "房屋归女方所有。",
        "山林确认为甲方。",
        "双方对车库无争议；宅基地归属甲方。",
    ],
    "R47": [
        "甲方赔偿____元。",
        "甲方于2026年__月__日前支付。",
        "甲方某某赔偿。",
        "赔偿×××元。",
        "【】前付清",
        "收款账户【待填】",
        "赔偿【金额】元",
        "TODO 补充",
        "甲方（  ）支付",
        "于    年  月  日前付清",
        "赔偿人民币   元",
        "支付XX元",
        "甲方赔偿XXX元",
        "账户：？？？",
    ],
}
INNOCENT = {
    "R27": [
        "本协议不影响任何一方起诉。",
        "当事人可以起诉。",
        "一方不履行的，对方当事人可以起诉。",
        "甲方不得阻止乙方起诉。",
        "乙方逾期不付的，甲方可以向人民法院起诉。",
        "双方就本纠纷再无其他争议。",
        "不影响12人就其他劳动权益依法主张权利。",
        "甲方不得因乙方举报而打击报复。",
        "甲方不得以乙方投诉为由解除合同。",
        "乙方不得恶意投诉。",
        "不得拖延付款，否则乙方有权申请仲裁。",
        "原协议中“乙方不得起诉”的约定作废。",
        "本协议并非不得起诉。",
        "不履行的，可以直接申请强制执行或者起诉。",
        "甲方不得逾期付款；逾期的乙方可以起诉。",
        "双方均可依法申请仲裁、提起诉讼。",
        "公司不得干涉员工投诉、举报。",
        "起诉费用由甲方承担。",
        "乙方撤回起诉。",
        "不得打骂、侮辱对方；可以报警求助。",
        "不得诬告、捏造事实举报对方",
        "任何一方不得限制对方信访、举报的权利",
    ],
    "R28": [
        "双方未提及离婚。",
        "双方不离婚，共同生活。",
        "女方不同意离婚。",
        "双方已于2025年离婚，现就抚养费约定如下。",
        "离婚后子女由女方抚养。",
        "如双方离婚，财产另行协商。",
        "双方到婚姻登记机关办理离婚登记。",
        "双方自愿离婚的事宜由当事人另行到婚姻登记机关办理。",
        "解除收养关系须到民政部门登记，本协议不作处理。",
        "双方解除劳动关系。",
        "双方解除租赁合同关系。",
        "离婚纠纷由人民法院处理。",
        "2024年双方协议离婚，现就抚养费约定如下",
        "双方和好，男方撤回离婚请求。",
        "双方不再提离婚。",
        "是否同意离婚由双方另行决定。",
        "双方确认没有离婚。",
        "双方离婚协议约定的财产分割继续履行",
        "女方曾提出离婚",
    ],
    "R30": [
        "土地权属争议由镇人民政府处理。",
        "本协议不涉及土地权属的确认。",
        "双方对房屋权属无争议。",
        "甲方将车辆归还乙方。",
        "乙方使用两户之间的空地。",
        "电动车归甲方所有。",
        "土地界址以不动产权证书记载为准。",
        "何龙房屋东墙墙体受潮。",
        "房屋租金每月1000元。",
        "赔偿房屋修复费3000元，2026年4月1日前付清。",
        "双方确认欠款3000元。",
        "确认房屋损失3000元。",
        "家具家电归女方所有",
    ],
    "R47": [
        "9天×100元。",
        "甲方于2026年3月20日前支付1800元。",
        "见附件【一】说明",
        "购买XXL号衣服",
        "老队长温某谈话",
        "账号尾号0601",
        "甲方（何龙）支付",
        "身份证记载的出生年月日",
        "长×宽",
        "支付人民币1800元",
        "2026年8月",
    ],
}


def _pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(rule, text) for rule, texts in table.items() for text in texts]


@pytest.mark.parametrize(("rule", "clause"), _pairs(FIRE))
def test_a_faulty_clause_fires_at_its_place(rule: str, clause: str) -> None:
    found = findings(make_case("一、双方互谅互让。", clause), rule)
    assert {one.where for one in found} == {"clauses[1]"}


@pytest.mark.parametrize(("rule", "clause"), _pairs(INNOCENT))
def test_an_innocent_clause_is_left_in_peace(rule: str, clause: str) -> None:
    assert not fires(rule, make_case("一、双方互谅互让。", clause))


@pytest.mark.parametrize("rule", ["R27", "R28", "R30"])
def test_the_record_and_the_facts_may_say_what_a_clause_may_not(rule: str) -> None:
    told = "何龙：我同意离婚，土地归我所有，你不得起诉。"
    assert not fires(rule, make_case(record=told, brief=told, investigation=told))


@pytest.mark.parametrize("rule", ["R27", "R28", "R30"])
def test_the_oral_register_is_read_like_clauses(rule: str) -> None:
    register = OralRegister(agreement=("双方互谅。", FIRE[rule][0]))
    assert [one.where for one in findings(Case(oral_register=register), rule)] == [
        "oral_register.agreement[1]"
    ]


def test_a_request_for_title_is_told_at_intake() -> None:
    case = make_case(requests=("要求拆除越界墙脚", "确认界址线"))
    assert [one.where for one in findings(case, "R30")] == ["requests[1]"]


@pytest.mark.parametrize(
    ("clause", "mended"),
    [
        ("三、乙方收到款项后不得再起诉或者上访。", "三、双方就本纠纷再无其他争议。"),
        (
            "甲方赔偿5000元，乙方不得再起诉；余款付清。",
            "甲方赔偿5000元，双方就本纠纷再无其他争议；余款付清。",
        ),
        ("（二）双方息诉罢访", "（二）双方就本纠纷再无其他争议"),
    ],
)
def test_one_press_mends_a_clause_that_bars_suing(clause: str, mended: str) -> None:
    (found,) = findings(make_case(clause), "R27")
    assert found.fix == mended
    assert not fires("R27", make_case(found.fix))


def test_blanks_are_counted_through_the_whole_agreement() -> None:
    rows = (Obligation(seq=1, obligor="梁亚娣", obligee="____", kind="给付", what="×××"),)
    case = make_case("甲方于____前赔偿【】元。", brief="某某村排水纠纷", schedule=rows)
    found = findings(case, "R47")
    assert [(one.where, one.message[:4]) for one in found] == [
        ("brief", "第1处尚"),
        ("clauses[0]", "第2处尚"),
        ("clauses[0]", "第3处尚"),
        ("schedule[0].obligee", "第4处尚"),
        ("schedule[0].what", "第5处尚"),
    ]


def test_signs_outside_the_agreement_are_no_blanks() -> None:
    assert not fires("R47", make_case(record="（2026）粤××民特××号", investigation="____"))
