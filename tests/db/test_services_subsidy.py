"""The subsidy desk: nothing without a document, no case twice, every step on record."""

from datetime import date
from decimal import Decimal

import pytest

from tests.stations import acceptance_case, make_station
from zsapp.base.errors import Code, Refusal

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
