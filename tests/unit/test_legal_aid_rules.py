"""The rules of the pre-check, each by what it is there for: R-01 to R-10a of brief L §1.3."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.intakes import (
    DAY,
    PAPERS,
    STATEMENT,
    advised,
    due,
    household,
    make_intake,
    says,
    visible,
    with_applicant,
)
from zsapp.rules.legal_aid_advice import RULES
from zsapp.rules.legal_aid_facts import Situation, relation_of
from zsapp.rules.legal_aid_parts import AidAgent, Forum, Respondent
from zsapp.services.tables import shipped_tables

CHILD = date(2014, 10, 3)
MOTHER = AidAgent(name="何母", relation="5", type="法定代理人")
SON = AidAgent(name="何子甲", relation="2", type="委托代理人")
BARE = ("法律援助申请表", "身份证复印件")


def child(**changed: Any) -> Any:
    return with_applicant(make_intake(matter="M04b", **({"agent": MOTHER} | changed)), birth=CHILD)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_names_its_number(rule: Any) -> None:
    assert (rule.__doc__ or "")[0] in "RVGF"


def test_every_reason_has_its_law_and_what_is_meant_for_the_citizen_is_plain() -> None:
    for ref in ("LA-01", "LA-02", "LA-04", "LA-06", "LA-07", "LA-09"):
        for one in advised(visible(ref)).reasons:
            assert one.basis
            assert one.text
            assert one.told.endswith("。") or one.tone == "warning" or one.rule == "G02"
            assert "决定书" not in one.text


# --- to R-10 ------------------------------------------------------------------------------


def test_somebody_who_only_asks_is_told_of_the_right_to_apply() -> None:
    found = advised(make_intake(form="法律咨询"))
    assert found.advice == "不属范围-另引导"
    assert "享有依法申请法律援助的权利" in found.reasons[0].told


@pytest.mark.parametrize(
    ("id_type", "groups", "advice", "flagged"),
    [
        ("17", (), "转交-需核查(承诺)", True),
        ("外国护照", (), "转交-需核查(承诺)", True),
        ("01", ("G12",), "转交-需核查(承诺)", True),
        ("11", ("G11",), "转交-需核查(承诺)", False),
        ("21", (), "不属范围-另引导", False),
    ],
)
def test_a_foreigner_is_forwarded_an_organisation_is_not_aided(
    id_type: str, groups: tuple[str, ...], advice: str, flagged: bool
) -> None:
    found = advised(with_applicant(make_intake(groups=groups), id_type=id_type))
    assert found.advice == advice
    assert ("涉外" in found.flags) == flagged


@pytest.mark.parametrize("matter", ["M99", "M98", "M55"])
def test_what_is_not_listed_is_never_refused(matter: str) -> None:
    found = advised(make_intake(matter=matter, family=household("9000")))
    assert found.advice == "转交-需核查(承诺)"
    assert "事项待认定" in found.flags


@pytest.mark.parametrize(
    ("facts", "engaged"),
    [
        ("申请人已委托律师张三代理。", True),
        ("申请人已委托律师张三，后于2月解除委托。", False),
        ("对方已委托律师。", False),
        ("申请人未委托律师。", False),
        ("尚没有自行委托辩护人。", False),
        ("", False),
        ("申请人已与广东某律师事务所签订委托代理合同。", True),
        ("家属已为其委托了辩护人。", True),
        ("申请人花3000元请了一名律师代理。", True),
        ("现由张律师代理一审。", True),
        ("一审时委托了律师，二审没有委托。", False),
        ("何子已委托律师。", False),
        ("村里已请律师提供咨询。", False),
        ("已请值班律师提供法律帮助。", False),
        ("已自行委托律师代理仲裁,诉讼阶段未委托律师。", False),
    ],
)
def test_whoever_has_a_lawyer_is_led_elsewhere_unless_that_has_ended(facts: str, engaged: bool) -> None:
    found = advised(make_intake(facts=facts))
    assert (found.advice == "不属范围-另引导") == engaged


def test_a_tick_about_the_lawyer_goes_before_the_narrative() -> None:
    assert advised(make_intake(lawyer_engaged=True)).basis == "法援法31"
    assert advised(make_intake(lawyer_engaged=True, matter="M21")).basis == "法援法24"
    assert advised(make_intake(lawyer_engaged=False, facts="已委托律师。")).advice == "转交-需核查(承诺)"


@pytest.mark.parametrize(
    ("paper", "opened"),
    [
        ("户口簿", False),
        ("再审裁定书", True),
        ("人民检察院民事抗诉书", True),
        ("高级人民法院提审裁定书", True),
        ("不予抗诉决定书", False),
        ("抗诉申请书", False),
        ("驳回再审申请裁定书", False),
        ("再审申请书及再审裁定书", True),
    ],
)
def test_an_appeal_needs_the_decision_to_try_again(paper: str, opened: bool) -> None:
    found = advised(make_intake(matter="M23", documents=(*PAPERS, paper)))
    assert found.advice == ("转交-需核查(承诺)" if opened else "不属范围-另引导")


@pytest.mark.parametrize(
    ("changed", "applicant", "ground"),
    [
        ({}, {"birth": CHILD}, "未成年人"),
        ({}, {"disability_no": "44200019480213997131"}, "言语残疾人"),
        ({}, {"disability_no": "44200019690811998643"}, ""),
        ({}, {"capacity": "无民事行为能力"}, "不能完全辨认自己行为的成年人"),
        ({"facts": "可能被判处无期徒刑。"}, {}, "可能被判处无期徒刑、死刑等情形"),
        ({"facts": "盗窃。"}, {}, ""),
        ({"matter": "M99", "title": "强制医疗"}, {}, "强制医疗案件"),
    ],
)
def test_for_some_the_organ_must_ask_for_a_defender_and_the_means_are_left_alone(
    changed: dict[str, Any], applicant: dict[str, Any], ground: str
) -> None:
    base = {"matter": "M21", "role": "被告人", "family": (), "documents": BARE, "agent": MOTHER}
    found = advised(with_applicant(make_intake(**(base | changed)), **applicant))
    assert ground in says(found, "R-09")
    assert bool(says(found, "R-09")) == bool(ground)
    if ground:
        assert found.advice == "转交-不受限"
        assert found.means is None
        assert due(found, "forward") == DAY


@pytest.mark.parametrize(
    ("forum", "name"),
    [
        (Forum(kind="诉讼", place="442000"), ""),
        (Forum(kind="诉讼", place="中山市"), ""),
        (Forum(kind="诉讼"), ""),
        (Forum(kind="诉讼", place="440606"), "佛山市"),
        (Forum(kind="诉讼", place="430000"), "湖南省"),
        (Forum(kind="诉讼", place="990000"), "990000"),
        (Forum(kind="诉讼", place="佛山市顺德区"), "佛山市顺德区"),
        (Forum(kind="诉讼", organ="广东省佛山市顺德区人民法院"), "佛山市"),
        (Forum(kind="诉讼", organ="广东省高级人民法院"), ""),
        (Forum(kind="诉讼", organ="中山市第一人民法院"), ""),
        (Forum(kind="诉讼", place="440606", cause_place="442000"), "佛山市"),
        (Forum(kind="非诉讼", place="440606", cause_place="442000"), ""),
        (Forum(kind="非诉讼", place="440606"), "佛山市"),
    ],
)
def test_it_is_the_organs_place_that_counts(forum: Forum, name: str) -> None:
    found = advised(make_intake(forum=forum))
    assert (found.advice == "另指管辖") == bool(name)
    assert name in says(found, "R-10")


@pytest.mark.parametrize("hukou", ["中山市沙溪镇", "湖南省永州市", ""])
def test_where_the_applicant_is_registered_is_nothing_to_jurisdiction(hukou: str) -> None:
    assert says(advised(with_applicant(make_intake(), hukou=hukou)), "R-10") == says(
        advised(make_intake()), "R-10"
    )


# --- who acts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "occupation", "capacity"),
    [
        (date(2018, 3, 10), "", "无民事行为能力"),
        (date(2018, 3, 9), "", "限制民事行为能力"),
        (date(2010, 3, 9), "31", "限制民事行为能力"),
        (date(2010, 3, 9), "工人", ""),
        (date(2010, 3, 10), "24", "限制民事行为能力"),
        (date(2008, 3, 9), "31", ""),
        (None, "", ""),
    ],
)
def test_capacity_goes_by_age_and_own_labour(birth: date | None, occupation: str, capacity: str) -> None:
    found = advised(
        with_applicant(make_intake(agent=MOTHER if capacity else None), birth=birth, occupation=occupation)
    )
    assert capacity in says(found, "R-03")
    assert bool(says(found, "R-03")) == bool(capacity)


def test_a_minor_by_the_flag_alone_needs_somebody_and_one_who_earns_his_living_does_not() -> None:
    flagged = advised(with_applicant(make_intake(groups=("G02",)), birth=None))
    assert flagged.missing == ("由法定代理人代为申请",)
    earning = advised(with_applicant(make_intake(), birth=date(2010, 3, 9), occupation="24.1"))
    assert "可以本人申请" in says(earning, "G02")
    assert earning.missing == ()


@pytest.mark.parametrize(
    ("agent", "respondent", "missing", "warned"),
    [
        (MOTHER, "何某", [], False),
        (None, "何某", ["由法定代理人代为申请"], False),
        (SON, "何某", ["由法定代理人代为申请"], False),
        (replace(MOTHER, type=""), "何某", [], False),
        (replace(MOTHER, type="", relation="8"), "何某", ["由法定代理人代为申请"], False),
        (replace(MOTHER, type="近亲属", relation="6"), "何某", ["由法定代理人代为申请"], False),
        (replace(MOTHER, is_counterparty=True), "何某", ["由另一法定代理人或者近亲属代为申请"], True),
        (replace(MOTHER, harms=True), "何某", ["由另一法定代理人或者近亲属代为申请"], True),
        (MOTHER, "何母（虚构）", ["由另一法定代理人或者近亲属代为申请"], True),
    ],
)
def test_a_child_is_acted_for_by_a_guardian_who_is_not_against_it(
    agent: AidAgent | None, respondent: str, missing: list[str], warned: bool
) -> None:
    against = (Respondent(kind="自然人", name=respondent, relation="邻居"),)
    found = advised(child(agent=agent, respondent=against))
    assert list(found.missing) == missing
    assert ("代理人冲突" in found.flags) == warned
    assert (found.advice == "补正") == bool(missing)


def test_a_grandmother_acts_where_the_father_is_the_other_side() -> None:
    father = (Respondent(kind="自然人", name="何父", relation="父亲"),)
    grandmother = AidAgent(name="何祖母", relation="6", type="近亲属")
    found = advised(child(agent=grandmother, respondent=father))
    assert found.missing == ()
    assert "近亲属可以代为申请" in says(found, "R-03")
    assert advised(child(agent=None, respondent=father)).missing == ("由其他法定代理人或者近亲属代为申请",)


def test_an_adult_with_a_guardian_needs_proof_of_it() -> None:
    found = advised(make_intake(agent=MOTHER, documents=PAPERS[:3]))
    assert "监护关系" in says(found, "R-03")
    assert "法定代理人的代理权证明" in found.missing
    limited = with_applicant(make_intake(agent=None), capacity="2")
    assert advised(limited).missing == ("由法定代理人代为申请",)


@pytest.mark.parametrize(
    ("matter", "form", "agent", "asked"),
    [
        ("M04a", "", SON, "授权委托书"),
        ("M04a", "", replace(SON, type="近亲属"), "授权委托书"),
        ("M22b", "", replace(SON, type="近亲属"), "授权委托书"),
        ("M22a", "", replace(SON, type="近亲属"), "亲属关系证明"),
        ("M21", "刑事辩护", replace(SON, type="近亲属", relation="7"), "亲属关系证明"),
        ("M21", "刑事辩护", replace(SON, type="近亲属", relation="6"), "授权委托书"),
        ("M23", "民事诉讼代理", replace(SON, type="近亲属", relation="祖父母或外祖父母"), "亲属关系证明"),
    ],
)
def test_who_acts_for_an_adult_shows_a_power_of_attorney_unless_the_law_lets_kin_apply(
    matter: str, form: str, agent: AidAgent, asked: str
) -> None:
    papers = (*BARE, STATEMENT, "拘留通知书", "再审决定书", "收入说明")
    found = advised(make_intake(matter=matter, form=form, agent=agent, documents=papers))
    assert found.missing == (asked,)
    satisfied = advised(
        make_intake(matter=matter, form=form, agent=agent, documents=(*papers, "授权委托书", "户口簿"))
    )
    assert satisfied.missing == ()


def test_an_adults_agent_who_is_the_other_side_may_not_act() -> None:
    found = advised(make_intake(agent=replace(SON, is_counterparty=True)))
    assert "代理人冲突" in found.flags
    assert "由本人申请或者另行委托代理人" in found.missing


JAILED = {"matter": "M21", "custody": True, "role": "犯罪嫌疑人"}
JAIL_PAPERS = (*PAPERS, "逮捕通知书")


@pytest.mark.parametrize(
    ("agent", "missing"),
    [
        (None, ()),
        (replace(SON, type="近亲属"), ()),
        (SON, ()),
        (MOTHER, ()),
        (replace(SON, type="", relation="8"), ("由法定代理人或者近亲属提出申请", "授权委托书")),
    ],
)
def test_somebody_in_custody_applies_by_kin_and_it_goes_the_same_day(
    agent: AidAgent | None, missing: tuple[str, ...]
) -> None:
    found = advised(make_intake(**JAILED, agent=agent, documents=JAIL_PAPERS))
    assert found.missing == missing
    assert found.advice == ("紧急先行转交" if missing else "转交-需核查(承诺)")
    assert due(found, "forward") == DAY


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("5", "5"),
        ("配偶", "1"),
        ("丈夫", "1"),
        ("前夫", "8"),
        ("长子", "2"),
        ("女儿", "3"),
        ("外孙女", "4"),
        ("母亲", "5"),
        ("岳母", "8"),
        ("外祖母", "6"),
        ("哥哥", "7"),
        ("堂兄", "8"),
        ("本人", "0"),
        ("邻居", "邻居"),
    ],
)
def test_a_relation_may_be_told_in_words(words: str, code: str) -> None:
    assert relation_of(Situation(make_intake(), shipped_tables(), DAY), words) == code


def test_kin_in_their_own_name_prove_it() -> None:
    found = advised(make_intake(matter="M21", role="其他", documents=(*BARE, STATEMENT, "拘留通知书")))
    assert found.missing == ("亲属关系证明",)
