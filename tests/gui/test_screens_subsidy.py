"""The subsidy in the window: a scheme put in, a month claimed, reviewed and paid."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QApplication

from tests.db.test_services_subsidy import SCHEME
from tests.gui.conftest import commit, seen
from tests.stations import acceptance_case
from zsapp.base.ids import new_id
from zsapp.base.plain import to_plain
from zsapp.rules.subsidy import Claim, ClaimLine


@pytest.fixture
def page(room):
    room.station.mediation.import_case(acceptance_case("C01"))
    room.shell.side.choose("subsidy")
    room.settle()
    return room.shell._page("subsidy")


@pytest.fixture
def ready(room, page):
    room.station.subsidies.set_scheme(SCHEME)
    page.start()
    room.settle()
    return page


def put(page, path, text):
    assert page.form.focus(path), path
    field = page.form.desk.fields[path]
    field.control.selectAll()
    commit(text)
    field.control.left.emit()
    QApplication.processEvents()


def test_without_a_scheme_nothing_can_be_claimed_and_the_page_says_why(page):
    assert page.sentence.text() == "现在不能申报：还没有填写补贴办法的文号"
    assert not page.claim.isEnabled()
    assert page.table.rowCount() == 1


def test_a_scheme_is_typed_in_from_its_document(room, page):
    page.setting.click()
    put(page, "doc_no", "某府办〔2026〕1号")
    put(page, "valid_from", "2026-01-01")
    put(page, "valid_to", "2030-12-31")
    put(page, "rows[3].amount", "150")
    page.save.click()
    room.settle()
    scheme = room.station.subsidies.scheme()
    assert (scheme.doc_no, scheme.rows[3].amount) == ("某府办〔2026〕1号", Decimal(150))
    assert page.claim.isEnabled()
    assert page.sentence.text() == "1 件可以申报"


def test_what_cannot_be_read_is_said_at_its_field(page):
    page.setting.click()
    put(page, "valid_from", "明年")
    page._model.entered("doc_no")
    assert page.form.desk.fields["valid_from"]._under.text()
    put(page, "valid_from", "2026-01-01")
    page._model.remove("rows[0]")
    page._model.add("rows", type(page._model.state.scheme.rows[0])())
    page.setting.click()
    assert not page._model.state.editing
    assert page._model.state.scheme.valid_from is None


def test_a_month_is_claimed_reviewed_published_and_paid(room, ready):
    ready.claim.click()
    room.settle()
    assert room.said[-1].sentence == "2026-03 已申报 1 件"
    assert ready.sentence.text() == "没有待申报的案件；本月已申报 1 件，共 150 元（已申报）"
    assert ready.lines.rowCount() == 1
    assert [step for step, one in ready.steps.items() if seen(one)] == ["review", "return"]
    for step, state in (("review", "已审核"), ("publish", "已公示"), ("pay", "已发放")):
        ready.words.setText("凭证1号" if step == "pay" else "")
        ready.steps[step].click()
        room.settle()
        assert ready._model.state.claim.state == state
    assert ready._model.state.claim.claim.paid_doc == "凭证1号"
    assert not any(seen(one) for one in ready.steps.values())


def test_returning_needs_a_reason(room, ready):
    ready.claim.click()
    room.settle()
    ready.steps["return"].click()
    room.settle()
    assert room.said[-1].sentence == "还没有填写理由"


def test_a_hurdle_asks_for_a_reason(room, ready):
    roster = {"name": acceptance_case("C01")["committee"], "mediators": [{"name": "高伟明", "filed": "否"}]}
    room.station.committees.take_in(roster)
    ready.start()
    room.settle()
    assert seen(ready.reason)
    row = ready._model.row(0)
    assert (row.pill, row.under) == ("要写理由", "高伟明还没有备案。")
    ready.reason.setText("已补办备案")
    ready.claim.click()
    room.settle()
    assert ready._model.state.claim.claim.lines[0].reason == "已补办备案"


def test_months_are_turned_and_typed(room, ready):
    ready.before.click()
    room.settle()
    assert (ready.month.text(), ready.table.rowCount()) == ("2026-02", 0)
    ready.after.click()
    ready.month.setFocus()
    ready.month.setText("2025-12")
    room.keys("Return")
    room.settle()
    assert ready._model.state.month == "2025-12"
    ready.month.setText("去年")
    room.keys("Return")
    room.settle()
    assert room.said[-1].number == 2110
    ready.before.click()
    room.settle()
    assert ready.month.text() == "2026-02"


def test_a_case_that_is_only_to_be_minded_is_amber(room, page):
    entry = acceptance_case("C01")
    entry["dates"] = entry["dates"] | {"visit": None, "close": date(2026, 3, 19)}
    room.station.subsidies.set_scheme(SCHEME)
    room.station.mediation.import_case(entry)
    page.start()
    room.settle()
    assert (page._model.row(0).pill, page._model.row(9), page._model.line(0)) == ("请留意", None, None)


def test_the_claim_goes_out_as_its_form_and_as_workbooks(room, ready, tmp_path, monkeypatch):
    monkeypatch.setattr(ready._model, "_folder", lambda: tmp_path)
    entry = acceptance_case("C01")
    room.station.mediation.import_case(entry | {"dates": entry["dates"] | {"file": None}})
    assert not seen(ready.form_out)
    ready._model.save_form()
    ready.claim.click()
    room.settle()
    ready.form_out.click()
    room.settle()
    (paper,) = tmp_path.glob("个案补贴申报表 2026-03*.pdf")
    assert paper.read_bytes().startswith(b"%PDF-")
    for one in (ready.month_book, ready.year_book):
        one.click()
        room.settle()
    assert room.said[-1].sentence == "已写入 个案补贴 2026年.xlsx"
    assert (tmp_path / "个案补贴 2026-03.xlsx").is_file()


def test_a_town_reviews_what_a_village_claims(room, ready):
    village = Claim(
        month="2026-03", committee="中山市沙溪镇某村人民调解委员会", lines=(ClaimLine(number="甲"),)
    )
    with room.station.store.write() as writer:
        writer.save("subsidy", new_id(), to_plain(village), base_version=0, verb="submit")
    ready.start()
    room.settle()
    assert seen(ready.whose)
    ready.whose.setCurrentIndex(1)
    ready.whose.activated.emit(1)
    room.settle()
    assert ready.sentence.text() == f"{village.committee}本月申报 1 件，共 0 元（已申报）"
    assert not ready.claim.isEnabled()
    ready.steps["review"].click()
    room.settle()
    assert room.station.subsidies.find("2026-03", village.committee).state == "已审核"
    ready.after.click()
    room.settle()
    assert not seen(ready.whose)
    ready._model.choose_committee(village.committee)
    assert ready.sentence.text() == f"{village.committee}本月没有申报"
