"""The subsidy desk: nothing without a document, no case twice, every step on record."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from tests.papers import bare, poppler
from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation_paper_claim import claim_table
from zsapp.rules.subsidy import Claim, ClaimLine, Share

ON = date(2026, 4, 2)
SCHEME = {
    "name": "某镇以案定补办法",
    "doc_no": "某府办〔2026〕1号",
    "valid_from": date(2026, 1, 1),
    "valid_to": date(2030, 12, 31),
    "rows": [{"grade": "一般", "form": "书面", "amount": Decimal(150)}],
    "per_mediator_month": Decimal(1000),
    "filed_only": "是",
    "split": "平均分配",
}


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=ON) as made:
        yield made


@pytest.fixture
def desk(station):
    station.mediation.import_case(acceptance_case("C01"))
    return station.subsidies


@pytest.fixture
def ready(desk):
    desk.set_scheme(SCHEME)
    return desk


def refused(call) -> Code:
    with pytest.raises(Refusal) as told:
        call()
    return told.value.code


def test_a_new_station_has_the_shape_of_a_scheme_and_no_amount(desk):
    assert desk.scheme().name == "待配置"
    assert all(one.amount is None for one in desk.scheme().rows)
    (offered,) = desk.candidates("2026-03")
    assert (offered.amount, [one.rule for one in offered.findings]) == (None, ["S02"])
    assert refused(lambda: desk.claim("2026-03", ())) is Code.SUBSIDY_UNSET


def test_a_scheme_is_kept_as_its_file_says(ready):
    assert ready.scheme_sheet() == SCHEME
    ready.set_scheme(SCHEME | {"payer": "镇财政"})
    assert ready.scheme().payer == "镇财政"


def test_a_case_is_claimed_once(ready):
    (offered,) = ready.candidates("2026-03")
    assert (offered.title, offered.amount) == ("何䶮与梁亚娣相邻排水纠纷", Decimal(150))
    view = ready.claim("2026-03", [offered.number])
    (line,) = view.claim.lines
    assert (line.amount, line.parties, [(one.name, one.amount) for one in line.shares]) == (
        Decimal(150),
        "何*、梁**",
        [("高伟明", Decimal(150))],
    )
    assert (view.state, view.claim.total()) == ("已申报", Decimal(150))
    assert ready.candidates("2026-03") == ()
    assert refused(lambda: ready.claim("2026-03", [offered.case_id])) is Code.RECORD_UNKNOWN
    assert [one.claim.month for one in ready.all()] == ["2026-03"]


def test_a_month_without_cases_has_nothing_to_claim(ready):
    assert refused(lambda: ready.claim("2026-02", ())) is Code.SUBSIDY_NOTHING
    assert refused(lambda: ready.claim("2026-13", ())) is Code.MONTH_WRONG
    assert refused(lambda: ready.find("2026-02")) is Code.RECORD_UNKNOWN


def test_what_the_scheme_forbids_needs_a_reason(station, ready):
    station.committees.take_in(
        {"name": acceptance_case("C01")["committee"], "mediators": [{"name": "高伟明", "filed": "否"}]}
    )
    assert refused(lambda: ready.claim("2026-03", ())) is Code.SUBSIDY_STOPPED
    view = ready.claim("2026-03", (), reason="备案手续已于4月1日补办")
    assert view.claim.lines[0].reason == "备案手续已于4月1日补办"


def test_the_cap_of_a_month_needs_a_reason_too(ready):
    ready.set_scheme(SCHEME | {"per_mediator_month": Decimal(100)})
    assert refused(lambda: ready.claim("2026-03", ())) is Code.SUBSIDY_STOPPED
    assert ready.claim("2026-03", (), reason="经司法所同意").state == "已申报"


def test_a_claim_goes_its_way_step_by_step(ready):
    ready.claim("2026-03", ())
    assert refused(lambda: ready.decide("2026-03", "pay", on=ON)) is Code.CLAIM_STEP_NOT_OPEN
    assert refused(lambda: ready.decide("2026-03", "return", on=ON)) is Code.REASON_MISSING
    assert refused(lambda: ready.decide("2026-03", "dance", on=ON)) is Code.USAGE
    assert ready.decide("2026-03", "review", on=ON).claim.reviewed_by == "站长"
    assert ready.decide("2026-03", "publish", on=ON).state == "已公示"
    paid = ready.decide("2026-03", "pay", on=ON, words="转账凭证12号")
    assert (paid.state, paid.claim.paid_doc) == ("已发放", "转账凭证12号")


def test_a_returned_claim_starts_anew(ready):
    ready.claim("2026-03", ())
    returned = ready.decide("2026-03", "return", on=ON, words="缺回访记录")
    assert (returned.state, returned.claim.returned_for) == ("已退回", "缺回访记录")
    assert len(ready.candidates("2026-03")) == 1
    again = ready.claim("2026-03", ())
    assert (again.state, len(again.claim.lines), again.version) == ("已申报", 1, 3)


def test_a_later_case_joins_the_open_claim_but_not_a_reviewed_one(station, ready):
    ready.claim("2026-03", ())
    entry = acceptance_case("C01") | {"case": "C01x", "volume_no": "〔2026〕沙云人调字第80号"}
    entry["parties"] = [
        dict(one) | {"name": f"另{n}", "id_no": None} for n, one in enumerate(entry["parties"])
    ]
    station.mediation.import_case(entry)
    assert len(ready.claim("2026-03", ()).claim.lines) == 2
    ready.decide("2026-03", "review", on=ON)
    entry |= {"case": "C01y", "volume_no": "〔2026〕沙云人调字第81号"}
    entry["parties"] = [dict(one) | {"name": f"又{n}"} for n, one in enumerate(entry["parties"])]
    station.mediation.import_case(entry)
    assert refused(lambda: ready.claim("2026-03", ())) is Code.CLAIM_STEP_NOT_OPEN


def test_a_thin_dossier_stands_in_the_way(ready):
    ready.set_scheme(SCHEME | {"score_min": 99})
    (offered,) = ready.candidates("2026-03")
    assert [one.rule for one in offered.findings] == ["S05"]
    assert refused(lambda: ready.claim("2026-03", ())) is Code.SUBSIDY_STOPPED


# --- the form and the report ------------------------------------------------------------------------------


def test_the_form_is_filled_from_the_stored_claim_and_follows_it(station, ready):
    number = ready.candidates("2026-03")[0].number
    empty = bare(poppler(station.paper.issue("F26", number).pdf))
    assert "150" not in empty
    ready.claim("2026-03", ())
    said = bare(poppler(station.paper.issue("F26", number).pdf))
    assert "申报月份2026年3月" in said
    assert "某府办〔2026〕1号" in said
    assert "合计1件150" in said
    assert "何*、梁**" in said
    assert "何䶮" not in said
    ready.decide("2026-03", "return", on=ON, words="缺回访记录")
    assert "150" not in bare(poppler(station.paper.issue("F26", number).pdf))


def test_each_share_of_a_case_has_its_own_line_to_sign(ready):
    line = ClaimLine(
        number="〔2026〕沙云人调字第5号",
        amount=Decimal(100),
        shares=(Share(name="高伟明", amount=Decimal(70)), Share(name="刘佩珊", amount=Decimal(30))),
    )
    table = claim_table(Claim(month="2026-03", lines=(line, ClaimLine(number="〔2026〕沙云人调字第6号"))))
    assert [row.cells[-3:-1] for row in table.rows] == [("高伟明", "70"), ("刘佩珊", "30"), ("", "")]
    assert [row.cells[0] for row in table.rows] == ["1", "", "2"]
    assert table.foot[2] == "2件"
    assert table.foot[6] == "100"


def test_the_report_counts_what_is_claimed_and_nothing_else(station, ready, tmp_path):
    out = tmp_path / "补贴.xlsx"
    assert ready.report("2026-01", "2026-12").claims == ()
    ready.claim("2026-03", ())
    report = ready.write_report("2026-01", "2026-12", out)
    assert (report.cases, report.total, report.paid) == (1, Decimal(150), Decimal(0))
    (one,) = report.mediators
    assert (one.name, one.cases, one.total) == ("高伟明", 1, Decimal(150))
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["申报汇总", "按调解员", "明细"]
    assert [cell.value for cell in book["申报汇总"][6]][4:7] == [1, 150, 0]
    assert "何*、梁**" in [cell.value for cell in book["明细"][6]]
    ready.decide("2026-03", "review", on=ON)
    ready.decide("2026-03", "pay", on=ON)
    assert ready.report("2026-03", "2026-03").paid == Decimal(150)
    assert ready.report("2026-04", "2026-12", "别的调委会").total == 0
    assert refused(lambda: ready.report("2026-03", "2026年")) is Code.MONTH_WRONG


def test_a_returned_claim_is_listed_and_not_counted(ready):
    ready.claim("2026-03", ())
    ready.decide("2026-03", "return", on=ON, words="缺回访记录")
    report = ready.report("2026-03", "2026-03")
    assert [(one.state, one.counts) for one in report.claims] == [("已退回", False)]
    assert (report.cases, report.total, report.mediators) == (0, Decimal(0), ())
