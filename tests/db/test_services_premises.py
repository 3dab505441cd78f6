"""The premises and the roster as kept: one record of the place, one of each month, what they refuse."""

import io
from datetime import date

import openpyxl
import pytest
from PIL import Image

from tests.stations import make_station
from zsapp.base.errors import Code, Refusal
from zsapp.rules.premises import SECTOR
from zsapp.services.dossier import LIMIT

TODAY = date(2026, 3, 10)
SHEET = {
    "name": "龙瑞村公共法律服务工作室",
    "address": "中山市沙溪镇龙瑞村文明路1号",
    "hours": [
        {"weekday": day, "opens": "9:00", "closes": "17:00"}
        for day in ("周一", "周二", "周三", "周四", "周五")
    ],
    "staff": [{"name": "高伟明", "post": "负责人", "on_duty": "是"}],
}


def png() -> bytes:
    """Return a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, "PNG")
    return made.getvalue()


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as made:
        yield made


@pytest.fixture
def place(station):
    station.premises.take_in(SHEET)
    return station


def refused(call, *given, **more):
    with pytest.raises(Refusal) as caught:
        call(*given, **more)
    return caught.value


def test_a_place_that_was_never_kept_has_the_stations_name_and_no_version(station):
    view = station.premises.find()
    assert (view.version, view.premises.name, view.premises.org) == (0, station.profile.name, "442000106203")
    assert station.premises.find("442000106201").premises.name == ""
    assert station.premises.all() == ()


def test_the_same_file_again_changes_nothing_and_it_comes_back_as_it_was(place):
    first = place.premises.find()
    assert place.premises.take_in(SHEET) == first
    assert place.premises.sheet() == SHEET
    assert [one.id for one in place.premises.all()] == [first.id]


def test_single_items_are_set_by_name_or_label_and_an_unknown_one_is_refused(place):
    place.premises.set_items({"电话": "0760-88800001", "area": "85.5", "公示": "人员、职责"})
    kept = place.premises.find().premises
    assert (kept.phone, str(kept.area), kept.notices) == ("0760-88800001", "85.5", ("人员", "职责"))
    error = refused(place.premises.set_items, {"楼层": "2"})
    assert error.code is Code.PREMISES_ITEM_UNKNOWN
    assert "楼层" in str(error)
    assert refused(place.premises.set_items, {"area": "很大"}).code is Code.IMPORT_TYPE_WRONG


def test_what_is_typed_is_kept_and_gone_once_saved(place):
    view = place.premises.find()
    place.premises.keep(view.premises, base_version=view.version)
    assert place.premises.typed().version == view.version
    place.premises.save(view.premises, base_version=view.version)
    assert place.premises.typed() is None
    bare = type(view.premises)()
    assert refused(place.premises.save, bare, base_version=0).code is Code.STATION_NAME_MISSING


def test_a_photograph_is_a_blob_with_its_hash_in_the_record(place, tmp_path):
    picture = tmp_path / "门面.png"
    content = png()
    picture.write_bytes(content)
    view = place.premises.add_photo(picture)
    assert [(one.name, one.taken) for one in view.premises.photos] == [("门面", TODAY)]
    assert place.premises.photo("门面") == content
    assert place.premises.take_in(SHEET | {"photos": [{"name": "门面"}]}).premises.photos[0].sha256
    assert refused(place.premises.photo, "后门").code is Code.SCAN_UNKNOWN
    picture.write_bytes(bytes(LIMIT + 1))
    assert refused(place.premises.add_photo, picture).code is Code.SCAN_TOO_LARGE


def test_no_roster_without_opening_hours(station):
    assert refused(station.duty.plan, TODAY).code is Code.PREMISES_HOURS_UNSET


def test_a_month_is_planned_marked_and_counted(place):
    assert place.duty.month(TODAY).sentence == "这个月还没有排班"
    view = place.duty.plan(TODAY)
    assert (view.version, len(view.roster.days)) == (1, 22)
    assert place.duty.plan(TODAY).version == 1
    place.duty.mark(date(2026, 3, 9), opened=True, actual="9:00—18:00")
    view = place.duty.mark(date(2026, 3, 10), opened=False, reason="停电")
    assert view.sentence == "计划7天，已开放1天，开放率14.29%；5天还没有登记"
    assert view.roster.day(date(2026, 3, 9)).by == place.store.user
    view = place.duty.mark(date(2026, 3, 7), opened=True)
    assert view.rate.extra == (date(2026, 3, 7),)
    (rate,) = place.duty.rates(date(2026, 3, 20), date(2026, 4, 1))
    assert (rate.value, rate.org) == ("14.29%", "442000106203")
    assert place.duty.rates(date(2026, 4, 1), date(2026, 5, 1)) == ()


def test_marks_that_cannot_be_are_refused(place):
    place.duty.plan(TODAY)
    assert refused(place.duty.mark, date(2026, 3, 11), opened=True).code is Code.DAY_AHEAD
    assert refused(place.duty.mark, date(2026, 3, 7), opened=False).code is Code.DUTY_NOT_PLANNED
    assert refused(place.duty.mark, date(2026, 3, 9), opened=False).code is Code.REASON_MISSING


def test_somebody_else_is_set_for_one_day_and_a_day_is_added(place):
    place.duty.plan(TODAY)
    view = place.duty.set_day(date(2026, 3, 14), ("陈律师",), "9:00—12:00")
    added = view.roster.day(date(2026, 3, 14))
    assert (added.people, added.times, added.is_planned) == (("陈律师",), "9:00—12:00", True)
    assert place.duty.set_day(date(2026, 3, 14), ("陈律师",)).version == view.version


def test_paper_and_workbook_of_a_month_are_written_and_the_journal_says_so(place, tmp_path):
    place.duty.plan(TODAY)
    place.duty.mark(date(2026, 3, 9), opened=False, reason="停电")
    assert place.duty.write_paper(TODAY, tmp_path / "wall.pdf").read_bytes().startswith(b"%PDF")
    written = place.duty.write_ledger(TODAY, tmp_path / "duty.xlsx")
    assert written.rows == 22
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(written.file).active.iter_rows() for cell in row
    ]
    assert {"停电", "未开放", "待登记"} <= set(cells)
    with place.store.read() as reader:
        (noted,) = reader.noted(["ledger"], 5)
    assert noted.header.sector == "duty_roster"


def test_days_nobody_marked_are_asked_for_today_five_of_them_by_name(place):
    assert list(place.duty.duties(TODAY)) == []
    place.duty.plan(TODAY)
    (one,) = place.duty.duties(TODAY)
    assert one.title == "值守还没有登记：3月2日、3月3日、3月4日、3月5日、3月6日等6天"
    assert (one.pressing, one.page, one.statutory) == ("late", "premises", False)


def test_the_place_travels_like_every_record(place):
    assert place.exchange.status().unsent[SECTOR] == 1
