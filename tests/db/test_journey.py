"""The journey at the desk and in the terminal: items by their places, cases again, several in one volume."""

import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest

from tests.paper_samples import sample
from tests.papers import bare, poppler
from tests.stations import CASES, PASSPHRASE, acceptance_case, make_station
from zsapp.app import main
from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Dates, Obligation, Outcome
from zsapp.rules.mediation_performance import is_closed

TODAY = date(2026, 11, 23)
APRIL = date(2026, 4, 2)


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        opened.mediation.import_case(acceptance_case("C01"))
        yield opened


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A station that tests only look at."""
    with make_station(tmp_path_factory.mktemp("shelf") / "home", today=TODAY) as opened:
        opened.mediation.import_case(acceptance_case("C01"))
        yield opened


def spoken(station, name="陈甲", **changes):
    """Save an oral agreement of our own committee."""
    case = sample("oral")
    parties = (case.parties[0], replace(case.parties[1], name=name))
    made = {"committee": station.profile.committee, "volume_no": "", "agreement_no": "", "parties": parties}
    return station.mediation.save(station.mediation.new_id(), replace(case, **made | changes), base_version=0)


# --- items by their places ----------------------------------------------------------------------------------


def test_every_item_of_the_journey_can_be_set_by_its_place(station):
    view = station.journey.change(
        "C01",
        {
            "evidence[0].returned": "2026-03-09",
            "evidence[0].pages": "8",
            "admission.crime": "否",
            "referral.reply_due": "2026-03-31",
            "dates.extend_to": "2026-05-31",
            "schedule[0].amount": "1800.50",
            "invited[0].name": "陈伯",
            "requests[0]": "改道",
            "place": "村委会",
            "parties[0].representatives": "甲、乙",
            "prevention.群体性上访.件": "1",
        },
    )
    case = view.case
    assert (case.evidence[0].returned, case.evidence[0].pages) == (date(2026, 3, 9), 8)
    assert (case.admission.crime, case.place, case.invited[0].name) == (False, "村委会", "陈伯")
    assert (case.schedule[0].amount, case.requests[0]) == (Decimal("1800.50"), "改道")
    assert (case.parties[0].representatives, case.prevention.petition.incidents) == (("甲", "乙"), 1)
    assert case.parties[0].person_id
    emptied = station.journey.change("C01", {"place": "", "requests[0]": "", "dates.extend_to": ""}).case
    assert (emptied.place, emptied.dates.extend_to) == ("", None)
    assert len(emptied.requests) == len(case.requests) - 1


def test_a_session_more_takes_the_old_record_apart_first(station):
    before = station.mediation.find("C01").case
    after = station.journey.change(
        "C01", {"sessions[1].date": "2026-03-12", "sessions[1].record": "再次调解。"}
    ).case
    assert after.sessions[0].record == before.record
    assert after.dates.sessions == (*before.dates.sessions, date(2026, 3, 12))
    assert after.record.endswith("（第二次，2026年3月12日）\n再次调解。")
    file = station.mediation.export_cases(["C01"])[0]
    assert not station.mediation.import_case(file).changed


@pytest.mark.parametrize(
    ("place", "text", "code"),
    [
        ("nowhere", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("evidence[0].nowhere", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("evidence[99].name", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("requests[0].name", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("brief.name", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("dates..apply", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("overrides", "甲", Code.IMPORT_KEY_UNKNOWN),
        ("dates", "甲", Code.IMPORT_TYPE_WRONG),
        ("dates.apply", "三月九日", Code.DATE_WRONG),
        ("admission.crime", "大概", Code.IMPORT_TYPE_WRONG),
        ("copies", "三", Code.IMPORT_TYPE_WRONG),
        ("schedule[0].amount", "若干", Code.IMPORT_TYPE_WRONG),
        ("parties[0].age", "200", Code.NUMBER_OUT_OF_RANGE),
    ],
)
def test_a_place_or_text_that_does_not_fit_is_refused_there(shelf, place, text, code):
    with pytest.raises(Refusal) as refused:
        shelf.journey.change("C01", {place: text})
    assert (refused.value.code, refused.value.field) == (code, place)
    assert shelf.mediation.find("C01").version == 1


def test_a_closed_dispute_comes_back_as_a_new_case(station):
    old = station.mediation.find("C01")
    new = station.journey.reopen("C01", on=TODAY, reason="又漏水")
    assert (new.state, new.number, new.case.reopened.number) == ("已申请", "", old.number)
    assert station.mediation.find(old.id).case == old.case
    for reason, code in (("", Code.REASON_MISSING), ("又来", Code.CASE_STEP_NOT_OPEN)):
        with pytest.raises(Refusal) as refused:
            station.journey.reopen("C01" if not reason else new.id, on=TODAY, reason=reason)
        assert refused.value.code is code


# --- several cases in one volume ----------------------------------------------------------------------------


def test_oral_agreements_are_bound_as_one_volume_under_a_number_of_its_own(station):
    first, second = spoken(station), spoken(station, "陈乙")
    assert [one.view.id for one in station.joint.waiting()] == [first.id, second.id]
    bundle = station.joint.bind([first.id, second.id, first.id], by="刘佩珊", retention="短期")
    assert (bundle.number, bundle.title) == ("〔2026〕沙龙人调卷字第1号", "口头协议案件合卷（2件）")
    with pikepdf.open(io.BytesIO(bundle.pdf)) as pdf:
        assert len(pdf.pages) == bundle.pages
        titles = [item.title for item in pdf.open_outline().root]
    assert (titles[:2], titles[-2:]) == (["封面", "卷内目录"], ["卷宗情况说明", "封底"])
    assert [one.remark for one in bundle.contents] == [*[first.number] * 5, *[second.number] * 5, ""]
    assert [one.first for one in bundle.contents[1:]] == [one.last + 1 for one in bundle.contents[:-1]]
    text = bare(poppler(bundle.pdf))
    assert text.count("调解卷宗") == text.count("卷内目录") == 1
    assert "立卷人刘佩珊" in text
    assert f"共收入2件案件：{first.number}何䶮与陈甲噪声纠纷；{second.number}何䶮与陈乙噪声纠纷。" in text
    kept = [station.mediation.find(one.id) for one in (first, second)]
    assert [(one.state, one.case.filing.shared_no) for one in kept] == [("已立卷", bundle.number)] * 2
    assert station.joint.waiting() == ()
    again = station.joint.bind([first.id, second.id])
    assert (again.number, [one.version for one in again.cases]) == (
        bundle.number,
        [one.version for one in kept],
    )


def test_an_agreement_still_performed_does_not_wait_to_be_filed(station):
    paid = Obligation(obligor="陈甲", kind="给付", amount=Decimal(50), due=date(2026, 5, 1))
    view = spoken(station, schedule=(paid,), outcome=Outcome(form="口头", result="调解成功"))
    assert (view.state, station.joint.waiting()) == ("履行中", ())
    closed = replace(view.case, dates=replace(view.case.dates, close=TODAY))
    view = station.mediation.save(view.id, closed, base_version=view.version)
    assert [one.view.id for one in station.joint.waiting()] == [view.id]


@pytest.mark.parametrize(
    ("dates", "performance", "closed"),
    [
        ({"agree": APRIL}, "", False),
        ({"agree": APRIL}, "未履行", False),
        ({"agree": APRIL}, "履行完毕", True),
        ({"agree": APRIL}, "达成协议后反悔起诉", True),
        ({"agree": APRIL, "close": APRIL}, "履行中", True),
        ({"terminate": APRIL}, "", True),
        ({"withdraw": APRIL}, "", True),
        ({"accept": APRIL}, "履行完毕", False),
    ],
)
def test_a_case_is_done_with_when_it_failed_or_its_agreement_is_performed(dates, performance, closed):
    assert is_closed(Case(dates=Dates(**dates), outcome=Outcome(performance=performance))) is closed


def test_what_does_not_belong_together_is_refused_before_anything_is_filed(station):
    one, other = spoken(station), spoken(station, "陈乙")
    stranger = spoken(station, "陈丙", committee="中山市古镇镇某村人民调解委员会")
    open_case = spoken(station, "陈丁", dates=Dates(accept=APRIL))
    for refs, word in (
        ([one.id, stranger.id], "不是同一个调委会"),
        ([one.id, open_case.id], "还没有办结"),
        ([one.id, "C01"], "不是同一个调委会"),
    ):
        with pytest.raises(Refusal, match=word) as refused:
            station.joint.bind(refs)
        assert refused.value.code is Code.VOLUME_CASE_UNFIT
    for refs, filing in (([one.id, one.id], {}), ([one.id, other.id], {"retention": "一阵子"})):
        with pytest.raises(Refusal) as wrong:
            station.joint.bind(refs, **filing)
        assert wrong.value.code is Code.USAGE
    assert station.mediation.find(one.id).version == 1
    third = spoken(station, "陈戊")
    station.joint.bind([one.id, other.id])
    for refs in ([third.id, one.id], [one.id, third.id]):
        with pytest.raises(Refusal, match="已经装订在〔2026〕沙龙人调卷字第1号"):
            station.joint.bind(refs)


def test_a_pattern_without_the_usual_words_still_tells_volumes_from_cases(station):
    changed = station.change_profile(replace(station.profile, number_pattern="〔{year}〕{short}第{serial}号"))
    one, other = spoken(changed), spoken(changed, "陈乙")
    assert changed.joint.bind([one.id, other.id]).number == "合卷〔2026〕沙龙第1号"


# --- in the terminal ----------------------------------------------------------------------------------------


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=TODAY).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")

    def call(*words):
        capsys.readouterr()
        places = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass"), "--json"]
        code = main([*map(str, words), "--today", str(TODAY), *places])
        return code, json.loads(capsys.readouterr().out)

    return call


def test_the_journey_is_walked_from_the_terminal(zs, tmp_path):
    assert zs("record", "import", CASES)[0] == 0
    code, stands = zs("record", "set", "C09", "difficulty=简易", "reopened.reason=")
    assert (code, stands["state"]) == (0, "已立卷")
    code, wrong = zs("record", "set", "C09", "difficulty")
    assert (code, wrong["error"]["code"]) == (2, "USAGE")
    code, again = zs("record", "reopen", "C09", "--reason", "双方又愿意调解")
    assert (code, again["state"]) == (0, "已申请")
    assert zs("record", "set", again["id"], "admission.crime=是", "difficulty=简易")[0] == 0
    code, found = zs("check", again["id"])
    assert (code, [one["where"] for one in found if one["rule"] == "R25"]) == (1, ["outcome.result"])
    assert zs("record", "act", again["id"], "refuse")[1]["state"] == "不予受理"
    code, later = zs("record", "reopen", again["id"], "--reason", "另有民事部分", "--date", "2026-11-20")
    assert zs("record", "act", later["id"], "withdraw", "--reason", "自行和解")[1]["state"] == "撤回"
    assert zs("record", "set", later["id"], "difficulty=简易")[0] == 0
    code, bound = zs("dossier", "C09", later["id"], "--out", tmp_path / "out", "--by", "刘佩珊")
    assert (code, len(bound["cases"]), bound["contents"][-1]["title"]) == (0, 2, "卷宗情况说明")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{bound['number']} 卷宗.pdf"]
