"""The tables as text: what is read, and how a damaged one is told."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from zsapp.base.errors import Code, Trouble
from zsapp.rules.calendar import Calendar
from zsapp.rules.number_tables import read_limits, read_lpr
from zsapp.rules.tables import (
    LawText,
    Region,
    Tables,
    cited,
    read_calendar,
    read_codes,
    read_courts,
    read_law,
    read_periods,
    read_regions,
)

CODES = "list_id,code,text,sort,parent,standard,valid_from,valid_to,active\n"
LAW = "law,article,text,source,status\n"
REGIONS = "code,name,parent,level,kind,short_name\n"
PERIODS = "id,what,count,unit,start,basis,status,source,note\n"
DAYS = "date,kind,name,source,status\n"
LPR = "date,one_year,source,status\n"
LIMITS = "id,what,value,unit,basis,status,source\n"


def test_code_lists_are_sorted_and_inactive_entries_left_out() -> None:
    rows = "sex,2,女,20,,GB,,,1\nsex,1,男,10,,GB,2003-12-01,2099-01-01,1\nsex,3,旧,5,,GB,,,0\n"
    (male, female) = read_codes("codes.csv", CODES + rows)["sex"]
    assert (male.text, male.label, female.code) == ("男", "男", "2")
    assert (male.valid_from, female.valid_from) == (date(2003, 12, 1), None)


@pytest.mark.parametrize(
    ("read", "text", "what"),
    [
        (read_codes, "list_id,code\nsex,1\n", "缺少列"),
        (read_codes, "", "缺少列"),
        (read_codes, CODES, "没有内容"),
        (read_codes, CODES + "sex,1,男,十,,GB,,,1\n", "第2行"),
        (read_codes, CODES + "sex,1,男,10,,GB,去年,,1\n", "第2行"),
        (read_codes, CODES + "sex,1,男,10,,GB,,,是\n", "第2行"),
        (read_codes, CODES + "sex,1,男\n", "第2行列数不对"),
        (read_codes, CODES + "sex,1,男,10,,GB,,,1,多\n", "第2行列数不对"),
        (read_codes, CODES + 'sex,"1"2,男,10,,GB,,,1\n', "第2行"),
        (read_law, LAW + "民法典,1,条文,来源,待核\n", "第2行"),
        (read_law, LAW + "民法典,1,,来源,已核\n", "第2行"),
        (read_law, LAW + "民法典,1,,来源,没核\n", "第2行"),
        (read_calendar, DAYS + "2026-02-30,放假,春节,通知,official\n", "第2行"),
        (read_calendar, DAYS + "2026-02-20,半天,春节,通知,official\n", "第2行"),
        (read_calendar, DAYS + "2026-02-20,放假,春节,通知,none\n", "第2行"),
        (read_regions, REGIONS + "442000,中山市,44,county,市,中山市\n", "第2行"),
        (read_periods, PERIODS + "T1,受理,三,day,申请,,,,\n", "第2行"),
        (read_periods, PERIODS + "T1,受理,3,month,申请,,,,\n", "第2行"),
        (read_courts, "code,court\n1,法院\n", "缺少列"),
        (read_lpr, LPR + "2019-08-20,四点二五,公告,已核\n", "第2行"),
        (read_lpr, LPR + "2019-08-20,NaN,公告,已核\n", "第2行"),
        (read_lpr, LPR + "2019-08-20,4.25,公告,可改\n", "第2行"),
        (read_limits, LIMITS + "group,代表,五,人,,可改,\n", "第2行"),
        (read_limits, LIMITS + "group,代表,5,人,,待核,\n", "第2行"),
    ],
)
def test_a_damaged_table_is_told_by_file_and_line(read: Any, text: str, what: str) -> None:
    with pytest.raises(Trouble) as caught:
        read("x.csv", text)
    assert caught.value.code is Code.TABLE_DAMAGED
    assert str(caught.value) == f"数据表 x.csv 不能使用：{what}"


def test_one_official_day_makes_its_year_official() -> None:
    rows = (
        "2027-01-01,放假,元旦,办法,provisional\n"
        "2027-01-02,放假,元旦,通知,official\n"
        "2027-01-09,上班,元旦,办法,provisional\n"
    )
    calendar = read_calendar("calendar.csv", DAYS + rows)
    assert calendar.status(date(2027, 6, 1)) == "official"
    assert calendar.is_workday(date(2027, 1, 9))


@pytest.mark.parametrize(
    ("basis", "articles"),
    [
        ("民诉法解释358(五)", [("民诉法解释", "358")]),
        ("人民调解法29(1)(三)", [("人民调解法", "29")]),
        ("民法典19、20、23", [("民法典", "19"), ("民法典", "20"), ("民法典", "23")]),
        ("民法典162、165；参照民诉法62", [("民法典", "162"), ("民法典", "165"), ("民诉法", "62")]),
        (
            "75号令30（待核）；人民调解法23、24",
            [("75号令", "30"), ("人民调解法", "23"), ("人民调解法", "24")],
        ),
        ("治安处罚法9¶4", [("治安处罚法", "9")]),
        ("粤府令268第三条(一)", [("粤府令268", "3")]),
        (
            "法援法31(四);40;42(一);粤府令268",
            [("法援法", n) for n in ("31", "40", "42")] + [("粤府令268", "")],
        ),
        ("逻辑校验", []),
        ("", []),
    ],
)
def test_a_basis_cites_its_articles(basis: str, articles: list[tuple[str, str]]) -> None:
    assert list(cited(basis)) == articles


def test_an_article_is_shown_whole_with_its_source_and_an_unread_one_as_such() -> None:
    law = {
        "民法典19": LawText("民法典", "19", "甲\n乙", "民法典（2020-05-28）", "已核"),
        "75号令30": LawText("75号令", "30", "", "人民调解工作若干规定", "待核"),
    }
    tables = Tables(calendar=Calendar(), law=law)
    assert tables.law_text("民法典19、999；75号令30（待核）") == (
        "《民法典》第19条　甲\n乙\n来源：民法典（2020-05-28）\n\n《民法典》第999条（待核）\n\n"
        "《75号令》第30条　（待核）\n来源：人民调解工作若干规定"
    )
    assert tables.law_text("粤府令268第三条(一)") == "《粤府令268》第3条（待核）"
    assert tables.law_text("粤府令268") == "《粤府令268》（待核）"
    assert tables.law_text("操作建议") == ""


def test_a_villages_court_is_its_towns() -> None:
    town = Region("1000", "沙溪镇", "1", "town", "镇", "沙溪镇")
    village = Region("1001", "云涧村", "1000", "village", "村", "云涧村")
    tables = Tables(calendar=Calendar(), regions={"1000": town, "1001": village}, courts={"1000": "第一法院"})
    assert [tables.court_of(code) for code in ("1000", "1001", "9")] == ["第一法院", "第一法院", ""]


def test_the_rate_of_a_day_is_the_last_one_published_by_then() -> None:
    rows = "2019-09-20,4.20,公告,待核\n2019-08-20,4.25,公告,已核\n"
    tables = Tables(calendar=Calendar(), lpr=read_lpr("lpr.csv", LPR + rows))
    days = ["2019-08-19", "2019-08-20", "2019-09-19", "2019-09-20", "2030-01-01"]
    known = [tables.lpr_on(date.fromisoformat(day)) for day in days]
    assert known == [None, Decimal("4.25"), Decimal("4.25"), Decimal("4.20"), Decimal("4.20")]


def test_limits_are_numbers_by_their_id() -> None:
    assert read_limits("limits.csv", LIMITS + "group,代表,5,人,,可改,本系统\n") == {"group": Decimal(5)}
