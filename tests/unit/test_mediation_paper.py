"""A case in the words of its papers: who signs, what is owed, which annexes there are."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from zsapp.rules.mediation import Case
from zsapp.rules.mediation_paper import paper_case, session_count
from zsapp.rules.mediation_paper_annexes import annexes_of, money, name_table, roster_table
from zsapp.rules.mediation_paper_text import amount_text, day_text, obligation_text
from zsapp.rules.mediation_parts import (
    Account,
    Agent,
    Dates,
    Guardian,
    Interpreter,
    Invited,
    LegalRep,
    Loss,
    Mediator,
    Obligation,
    Outcome,
    Party,
    Referral,
    RosterRow,
    Split,
    Witness,
)

DAY = date(2026, 3, 9)


def case(**items) -> Case:
    return Case(**items)


def of_party(**items):
    """Return a party on paper."""
    return paper_case(case(parties=(Party(**items),), dates=Dates(accept=DAY))).parties[0]


def signers(**items) -> list[tuple[str, str, bool]]:
    """Return who signs for a party: name, by whom, and whether a seal is put."""
    found = paper_case(case(parties=(Party(**items),))).signers
    return [(one.name, one.by, one.organisation) for one in found]


@pytest.mark.parametrize(
    ("items", "age"),
    [
        ({"age": 57}, 57),
        ({"age": 0, "birth": date(1980, 1, 1)}, 0),
        ({"birth": date(1968, 3, 9)}, 58),
        ({"birth": date(1968, 3, 10)}, 57),
        ({"birth": date(2026, 3, 9)}, 0),
        ({}, None),
    ],
)
def test_a_party_has_the_age_it_gave_or_that_of_the_day_of_acceptance(items, age):
    assert of_party(**items).age == age


def test_without_a_day_there_is_no_age():
    assert paper_case(case(parties=(Party(birth=DAY),))).parties[0].age is None
    applied = case(parties=(Party(birth=date(1968, 3, 9)),), dates=Dates(apply=DAY))
    assert paper_case(applied).parties[0].age == 58


@pytest.mark.parametrize(
    ("items", "identity"),
    [
        ({"id_type": "居民身份证", "id_no": "442000196803159914"}, "居民身份证 442000196803159914"),
        ({"id_no": "442000196803159914"}, "442000196803159914"),
        ({"id_type": "居民身份证", "id_missing_reason": "当事人拒绝提供"}, "居民身份证（当事人拒绝提供）"),
        ({"id_type": "护照", "id_no": "E1", "id_missing_reason": "无"}, "护照 E1"),
        ({"id_type": "护照"}, "护照"),
        ({}, ""),
    ],
)
def test_an_identity_is_its_paper_and_number_or_why_there_is_none(items, identity):
    assert of_party(**items).identity == identity


def test_a_party_is_a_person_an_organisation_or_a_group():
    assert (of_party(kind="法人").organisation, of_party(kind="非法人组织").natural) == (True, False)
    assert (of_party(kind="自然人").natural, of_party(group="12人").collective) == (True, True)
    assert of_party(role="").role == "当事人"
    assert of_party(phone="1", phone_hk="2").phone == "1、2"


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ({"name": "甲", "kind": "自然人"}, [("甲", "", False)]),
        ({"name": "公司", "kind": "法人"}, [("公司", "", True)]),
        (
            {"name": "公司", "kind": "法人", "legal_rep": LegalRep(name="乙")},
            [("公司", "法定代表人（负责人） 乙", True)],
        ),
        (
            {"name": "公司", "kind": "法人", "legal_rep": LegalRep(name="乙"), "agent": Agent(name="丙")},
            [("公司", "委托代理人 丙", True)],
        ),
        ({"name": "甲", "agent": Agent(), "legal_rep": LegalRep()}, [("甲", "", False)]),
        (
            {"name": "甲", "guardians": (Guardian(name="父", relation="父亲"), Guardian(name="母"))},
            [("甲", "法定代理人（父亲）父", False), ("甲", "法定代理人母", False)],
        ),
        (
            {"name": "甲等12人", "representatives": ("乙", "丙")},
            [("乙", "推选代表人", False), ("丙", "推选代表人", False)],
        ),
    ],
)
def test_who_signs_for_a_party(items, expected):
    assert signers(**items) == expected


def test_who_acts_for_a_party_is_named_with_the_papers():
    people = of_party(
        guardians=(Guardian(name="父", relation="父亲", id_no="1", phone="2"),),
        agent=Agent(name="丙", title="经理", authority="特别授权", doc="授权委托书"),
        representatives=("乙", "丁"),
        rep_doc="推选书",
    ).people
    assert [(one.label, one.name, one.authority, one.several) for one in people] == [
        ("法定代理人", "父", "", False),
        ("委托代理人", "丙", "特别授权；授权委托书", False),
        ("推选代表人", "乙、丁", "推选书", True),
    ]


@pytest.mark.parametrize(
    ("items", "seen"),
    [
        ({"read_aloud_by": "高"}, ""),
        ({"witness": Witness(name="梁")}, "梁"),
        ({"witness": Witness(name="梁", relation="女儿")}, "梁（女儿）"),
    ],
)
def test_to_whom_a_paper_was_read_and_who_saw_it(items, seen):
    (reading,) = paper_case(case(parties=(Party(name="甲", **items),))).readings
    assert (reading.name, reading.witness) == ("甲", seen)
    assert paper_case(case(parties=(Party(name="甲"),))).readings == ()


def test_the_first_party_applies_where_nobody_is_called_the_applicant():
    two = (Party(name="甲", role="甲方"), Party(name="乙", role="乙方"))
    values = paper_case(case(parties=two))
    assert [one.name for one in values.applicants] == ["甲"]
    assert [one.name for one in values.respondents] == ["乙"]
    assert [one.name for one in values.applicant_signers] == ["甲"]
    called = paper_case(case(parties=(two[0], replace(two[1], role="申请人"))))
    assert [one.name for one in called.applicants] == ["乙"]


@pytest.mark.parametrize(
    ("source", "applied", "by_itself", "referred"),
    [
        ("", None, None, None),
        ("当事人申请", True, False, False),
        ("主动调解", False, True, False),
        ("公安委托", False, False, True),
        ("法院移送", False, False, True),
    ],
)
def test_where_a_case_comes_from_is_ticked_once(source, applied, by_itself, referred):
    values = paper_case(case(source=source))
    assert (values.by_application, values.by_committee, values.by_referral) == (applied, by_itself, referred)


def test_a_referral_names_who_sent_it_by_which_paper_and_when():
    sent = Referral(organ="沙溪派出所", doc="移送函", date=DAY)
    assert paper_case(case(referral=sent)).referral == "沙溪派出所，移送函，2026年3月9日"
    assert paper_case(case(referral=Referral(organ="沙溪派出所"))).referral == "沙溪派出所"
    assert paper_case(case()).referral == ""


def test_an_interpreter_is_named_with_the_language():
    assert paper_case(case(interpreter=Interpreter(name="甲", language="壮语"))).interpreter == "甲（壮语）"
    assert paper_case(case(interpreter=Interpreter(name="甲"))).interpreter == "甲"
    assert paper_case(case()).interpreter == ""


def test_who_was_invited_is_named_with_what_he_is():
    invited = (Invited(name="蔡律师", capacity="法律顾问"), Invited(name="邻居"))
    assert paper_case(case(invited=invited)).invited == ("蔡律师（法律顾问）", "邻居")


def test_requests_make_the_matter_in_dispute_and_blank_ones_do_not_count():
    values = paper_case(case(requests=("退还2000元；", " ", "道歉。")))
    assert values.dispute == "退还2000元；道歉。"
    assert [one.text for one in values.numbered_requests] == ["1、退还2000元；", "2、道歉。"]
    assert [one.at for one in values.requests] == ["requests[0]", "requests[2]"]
    assert paper_case(case()).dispute == ""


def test_only_mediators_who_do_not_record_are_counted_as_several():
    one = (Mediator(name="甲", role="主持"), Mediator(name="乙", role="记录人"))
    assert not paper_case(case(mediators=one)).several_mediators
    assert paper_case(case(mediators=(*one, Mediator(name="丙", role="主持")))).several_mediators


@pytest.mark.parametrize(
    ("kind", "clauses", "offer", "said"),
    [
        ("邻里纠纷", (), False, False),
        ("邻里纠纷", (), True, True),
        ("医疗纠纷", (), False, True),
        ("医疗纠纷", ("双方可以申请司法确认。",), False, False),
    ],
)
def test_a_medical_agreement_always_speaks_of_confirmation(kind, clauses, offer, said):
    values = paper_case(case(dispute_type=kind, clauses=clauses), offer_confirmation=offer)
    assert bool(values.confirmation_note) == said


def test_a_child_below_fourteen_is_noticed():
    assert paper_case(case(parties=(Party(age=13),))).child
    assert not paper_case(case(parties=(Party(age=14), Party()))).child


DAYS = (date(2026, 7, 8), date(2026, 7, 22))
TWICE = "（第一次，7月8日）各执一词。\n（第二次，7月22日）仍不同意。"


def test_a_record_headed_session_by_session_gives_one_paper_for_each():
    told = case(record=TWICE, dates=Dates(sessions=DAYS), outcome=Outcome(result="调解不成"))
    assert session_count(told) == 2
    first, second = paper_case(told).sessions
    assert (first.days, first.ordinal, first.text) == (DAYS[:1], "第一次", "（第一次，7月8日）各执一词。")
    assert (first.going_on, first.failed, second.going_on, second.failed) == (True, False, False, True)
    assert paper_case(told, session=1).sessions == (second,)
    assert paper_case(told, session=2).sessions == ()


@pytest.mark.parametrize(
    "told",
    [
        case(record=TWICE, dates=Dates(sessions=DAYS[:1])),
        case(record="前言。\n" + TWICE, dates=Dates(sessions=DAYS)),
        case(record="各执一词。", dates=Dates(sessions=DAYS)),
        case(),
    ],
)
def test_a_record_not_headed_by_session_is_one_paper(told):
    (only,) = paper_case(told).sessions
    assert (only.ordinal, only.text) == ("", told.record)
    assert (only.succeeded, only.failed, only.going_on) == (None, None, None)


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (
            Obligation(obligor="甲", obligee="乙", amount=Decimal(1800), due=DAY, method="现金"),
            "甲于签订本协议当日（2026年3月9日）以现金方式向乙支付人民币1800元（大写：壹仟捌佰元整）。",
        ),
        (
            Obligation(
                obligor="甲", obligee="乙", amount=Decimal("0.50"), due=date(2026, 4, 1), what="含运费"
            ),
            "甲于2026年4月1日前向乙支付人民币0.50元（大写：伍角整），含运费。",
        ),
        (Obligation(obligor="甲", what="拆除雨棚", condition="梁某同意"), "梁某同意的，甲履行：拆除雨棚。"),
        (Obligation(obligor="甲", obligee="乙", kind="道歉"), "甲向乙道歉。"),
        (
            Obligation(
                obligor="甲", obligee="乙", amount=Decimal(800), period="每月", day=10, start=DAY, end="去世"
            ),
            "甲自2026年3月9日起，于每月10日前向乙支付人民币800元（大写：捌佰元整），至去世止。",
        ),
        (Obligation(obligor="甲", kind="探望", period="每月"), "甲于每月探望。"),
        (Obligation(obligor="甲", kind="供水", end="修好"), "甲供水，至修好止。"),
    ],
)
def test_an_obligation_is_a_sentence(one, sentence):
    assert obligation_text(one, DAY) == sentence


def test_several_obligations_are_numbered_and_one_is_not():
    one = Obligation(obligor="甲", kind="道歉")
    assert [line.text for line in paper_case(case(schedule=(one,))).obligations] == ["甲道歉。"]
    texts = [line.text for line in paper_case(case(schedule=(one, one))).obligations]
    assert texts == ["1、甲道歉。", "2、甲道歉。"]


def test_days_and_sums_are_written_out():
    assert (day_text(None), day_text(DAY)) == ("", "2026年3月9日")
    assert amount_text(Decimal("25085.76")) == "人民币25085.76元（大写：贰万伍仟零捌拾伍元柒角陆分）"
    assert (money(None), money(Decimal("190350"))) == ("", "190,350.00")


def row(n: int, *instalments: int, owed: int | None = 100, ethnicity: str = "汉族") -> RosterRow:
    amounts = tuple(Decimal(one) for one in instalments)
    total = None if owed is None else Decimal(owed)
    return RosterRow(no=n, name=f"工{n}", sex="男", ethnicity=ethnicity, owed=total, instalments=amounts)


def test_a_roster_shows_its_instalments_in_columns_with_their_sums():
    dues = tuple(Obligation(amount=Decimal(1), due=date(2026, month, 30)) for month in (6, 7))
    table = roster_table(case(roster=(row(1, 40, 60), row(2, 40), row(3, owed=None)), schedule=dues))
    assert table.heads[4:6] == ("第一期\n6月30日前", "第二期\n7月30日前")
    assert [one.cells[3:6] for one in table.rows] == [
        ("100.00", "40.00", "60.00"),
        ("100.00", "40.00", ""),
        ("", "", ""),
    ]
    assert table.foot == ("", "合计", "3人", "200.00", "80.00", "60.00", "")
    assert sum(table.widths) == 155
    assert len(table.widths) == len(table.heads) == len(table.foot) == len(table.sides)


def test_instalments_have_no_day_where_the_schedule_has_others():
    dues = (Obligation(amount=Decimal(1), due=DAY), Obligation(amount=Decimal(1)), Obligation(due=DAY))
    table = roster_table(case(roster=(row(1, 40, 60),), schedule=dues))
    assert table.heads[4:6] == ("第一期", "第二期")


def test_many_instalments_share_a_column():
    table = roster_table(case(roster=(row(1, 25, 25, 25, 25), row(2, 100))))
    assert table.heads[4] == "各期金额（元）"
    assert table.rows[0].cells[4] == "1期 25.00；2期 25.00；3期 25.00；4期 25.00"
    assert table.foot[3:5] == ("200.00", "200.00")
    assert sum(table.widths) == 155


def test_sums_without_instalments_have_one_column():
    table = roster_table(case(roster=(row(1), row(2))))
    assert table.foot == ("", "合计", "2人", "200.00", "")
    assert sum(table.widths) == 155


def test_a_roster_that_owes_nothing_is_a_list_of_names():
    people = case(roster=(row(1, owed=None), RosterRow(name="乙", id_no="1", phone="2")))
    assert roster_table(people) == name_table(people)
    assert [one.cells for one in name_table(people).rows] == [
        ("1", "工1\n男　汉族", "", ""),
        ("", "乙", "1\n2", ""),
    ]
    assert sum(name_table(people).widths) == 155


def test_a_long_name_of_a_people_has_a_line_of_its_own_in_a_narrow_column():
    table = roster_table(case(roster=(row(1, ethnicity="维吾尔族"), row(2))))
    assert [one.cells[1] for one in table.rows] == ["工1\n男\n维吾尔族", "工2\n男　汉族"]


def test_annexes_are_numbered_in_order_and_named_as_the_clauses_name_them():
    whole = case(
        roster=(row(1),),
        loss_table=(Loss(name="医疗费", calc="票据", amount=Decimal(100)), Loss(name="其他")),
        accounts=(Account(name="甲", tail="0501"), Account(name="乙")),
        split=Split(loss_total=Decimal(100)),
        clauses=("见附件一《拖欠工资明细》。", "见附件《收款账户清单》。"),
        accounts_note="尾号与序号对应",
    )
    first, second, third = annexes_of(whole)
    assert [one.number for one in (first, second, third)] == ["附件一", "附件二", "附件三"]
    assert [one.title for one in (first, second, third)] == ["拖欠工资明细", "损失计算表", "收款账户清单"]
    assert (first.note, third.note) == ("说明：尾号与序号对应", "")
    assert second.tables[0].foot == ("", "合计", "", "100.00")
    assert [one.cells for one in second.tables[1].rows] == [("损失合计", "100.00")]
    assert [one.cells[3] for one in third.tables[0].rows] == ["尾号0501", ""]
    assert (second.to_sign, first.to_sign) == (True, False)


def test_accounts_alone_carry_their_own_note():
    (only,) = annexes_of(case(accounts=(Account(name="甲"),), accounts_note="由本人填写"))
    assert (only.number, only.title, only.note) == ("附件一", "收款账户确认表", "说明：由本人填写")
    (losses,) = annexes_of(case(loss_table=(Loss(name="其他"),)))
    assert len(losses.tables) == 1
    assert annexes_of(case()) == ()


def test_an_agreement_names_its_annexes():
    values = paper_case(case(roster=(row(1),), accounts=(Account(name="甲"),)))
    assert values.annex_names == "附件一《名单及金额表》、附件二《收款账户确认表》"
    assert values.names is not None
    assert paper_case(case()).names is None
