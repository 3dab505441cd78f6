"""The journey on paper: a record for each session, originals given back, letters, receipts, cases again."""

from dataclasses import replace
from datetime import date

from tests.paper_samples import sample, sample_on_paper
from tests.papers import bare, case_of, paper, poppler
from zsapp.rules.mediation_intake import Reopening
from zsapp.rules.mediation_paper import paper_case
from zsapp.rules.mediation_parts import Guardian, Referral
from zsapp.rules.mediation_sessions import Session
from zsapp.rules.mediation_state import settled
from zsapp.rules.mediation_visits import Visit

FIRST, SECOND = date(2026, 3, 6), date(2026, 3, 9)
DRAINS = replace(case_of("C01"), place="调解室")
TWICE = settled(
    replace(
        DRAINS,
        sessions=(
            Session(date=FIRST, place="村委会", present=("何䶮",), record="被申请人没有到场。"),
            Session(date=SECOND, invited=("邻居陈伯",), record="双方达成协议。"),
        ),
    )
)


def text_of(number, case):
    return bare(poppler(paper(number, sample_on_paper(number, case)).pdf))


def test_each_session_is_a_paper_with_its_own_day_place_and_people():
    first, second = paper_case(TWICE).sessions
    assert (first.days, first.place, first.party_names, first.ordinal) == (
        (FIRST,),
        "村委会",
        ("何䶮",),
        "第一次",
    )
    assert (second.days, second.place, second.invited) == ((SECOND,), "调解室", ("邻居陈伯",))
    assert [one.name for one in first.signers] == ["何䶮"]
    assert [one.name for one in second.signers] == ["何䶮", "梁亚娣"]
    assert (first.readings, [one.name for one in second.readings]) == ((), ["梁亚娣"])
    assert (first.going_on, second.succeeded, second.going_on) == (True, True, False)
    assert first.paths["text"] == "sessions[0].record"


def test_a_press_on_the_record_of_a_session_finds_its_own_field():
    places = {place.item for place in paper("F08", sample_on_paper("F08", TWICE)).places}
    assert {"sessions[0].date", "sessions[0].place", "sessions[1].record", "sessions[1].invited"} <= places
    usual = {place.item for place in paper("F08", sample_on_paper("F08", DRAINS)).places}
    assert {"dates.sessions", "record", "place"} <= usual


def test_the_only_session_needs_no_number_and_an_unknown_name_leaves_the_signers():
    (only,) = paper_case(replace(TWICE, sessions=(Session(present=("代理人某",)),))).sessions
    assert (only.ordinal, only.days, only.last) == ("", (), None)
    assert len(only.signers) == 2
    eleven = tuple(Session(record=str(n)) for n in range(11))
    assert paper_case(replace(TWICE, sessions=eleven)).sessions[10].ordinal == ""


def test_who_signs_for_somebody_is_present_by_his_own_name():
    first, second = DRAINS.parties
    child = replace(first, guardians=(Guardian(name="何大明", relation="父亲"),))
    case = replace(DRAINS, parties=(child, second), sessions=(Session(present=("何大明",)),))
    (one,) = paper_case(case).sessions
    assert [(signer.name, signer.by) for signer in one.signers] == [("何䶮", "法定代理人（父亲）何大明")]


def test_the_list_of_evidence_tells_what_went_back_to_whom():
    given, kept, *_ = DRAINS.evidence
    given = replace(given, pages=8, proves="雨水冲刷东墙", returned=SECOND, returned_to="何䶮")
    case = replace(DRAINS, evidence=(given, replace(kept, returned=SECOND, by="")))
    text = text_of("F07", case)
    assert "8雨水冲刷东墙原件2026年3月9日退还，何䶮领取" in text
    assert "退还原件2件" in text
    assert "退还日期2026年3月9日" in text
    assert "证据原件2件经核对后已退还提供人" in text_of("F14", case)
    assert "退还原件件" in text_of("F07", DRAINS)


def test_letters_name_who_waits_for_an_answer_and_until_when():
    sent = Referral(organ="某人民法院", doc="委派调解函", date=FIRST, contact="李法官", phone="88880000")
    sent = replace(sent, materials="起诉状副本", reply_due=date(2026, 3, 31), replied=date(2026, 3, 12))
    receipt = text_of("F20", replace(DRAINS, referral=sent))
    assert "来函经办人李法官经办人电话88880000" in receipt
    assert "收到的材料起诉状副本" in receipt
    assert "按来函要求于2026年3月31日前另行函告" in receipt
    assert "本会将另行函告" in text_of("F20", replace(DRAINS, referral=replace(sent, reply_due=None)))
    result = text_of("F20b", replace(DRAINS, referral=sent))
    assert "来函经办人李法官回函期限2026年3月31日" in result
    assert "2026年3月12日" in result


def test_the_consent_to_an_extension_says_until_when():
    dates = replace(DRAINS.dates, extend_consent=SECOND, extend_to=date(2026, 4, 30))
    assert "同意将调解期限延长至2026年4月30日。" in text_of("F19", replace(DRAINS, dates=dates))


def test_a_receipt_for_each_payment_made_or_for_the_next_one_owed():
    money, deed = DRAINS.schedule
    assert paper("F31", sample_on_paper("F31", DRAINS)).pages == 1
    twice = replace(DRAINS, schedule=(money, replace(money, what="第二期"), deed))
    assert paper("F31", sample_on_paper("F31", twice)).pages == 2
    waiting = replace(DRAINS, schedule=tuple(replace(money, status="", done=None, what=n) for n in "甲乙"))
    owed = text_of("F31", waiting)
    assert ("款项内容甲" in owed, "款项内容乙" in owed, "收款日期2026" in owed) == (True, False, False)
    unknown = replace(money, amount=None)
    assert sample_on_paper("F31", replace(DRAINS, schedule=(unknown,))).receipts[0].sum == ""
    for case in (case_of("C08"), replace(sample("oral"), dates=replace(sample("oral").dates, agree=None))):
        assert sample_on_paper("F31", case).receipts == ()


def test_a_case_taken_in_again_says_which_one_it_was():
    again = replace(DRAINS, reopened=Reopening(number="〔2025〕沙云人调字第9号", reason="又漏水。"))
    assert "本案系〔2025〕沙云人调字第9号案件的重新受理。理由：又漏水。" in text_of("F03", again)
    assert "本案系〔2025〕沙云人调字第9号号案件的重新受理" not in text_of("F14", again)
    assert "〔2025〕沙云人调字第9号" in text_of("F14", again)
    assert "重新受理" not in text_of("F03", DRAINS)


def test_each_visit_is_a_paper_and_the_last_one_tells_how_it_stands():
    again = replace(DRAINS, visits=(Visit(date=date(2026, 6, 1), text="电话回访，没有再漏水。"),))
    first, second = sample_on_paper("F12", again).visits
    assert (first.paths["text"], first.on, first.performance) == ("follow_up", DRAINS.dates.visit, "")
    assert (second.on, second.by_phone, second.satisfied) == (date(2026, 6, 1), True, True)
    sheet = paper("F12", sample_on_paper("F12", again))
    assert sheet.pages == 2
    assert {"dates.visit", "visits[0].date", "visits[0].text", "outcome.performance"} <= {
        place.item for place in sheet.places
    }
