"""The dossier desk over a real store: scans, filing, the whole in statutory order with its quality check."""

import io
import json
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from PIL import Image

from tests.paper_samples import sample
from tests.papers import bare, poppler
from tests.stations import CASES, PASSPHRASE, acceptance_case, acceptance_cases, make_station
from zsapp.app import main
from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.services.dossier import LIMIT
from zsapp.services.station import Station

TODAY = date(2026, 11, 23)
GIVEN = acceptance_cases()


@pytest.fixture
def station(tmp_path):
    with make_station(tmp_path / "home", today=TODAY) as opened:
        for one in GIVEN:
            opened.mediation.import_case(one)
        yield opened


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A station that tests only look at."""
    with make_station(tmp_path_factory.mktemp("shelf") / "home", today=TODAY) as opened:
        for one in GIVEN:
            opened.mediation.import_case(one)
        yield opened


@pytest.fixture
def desk(station):
    return station.dossier


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "墙体.jpg"
    Image.new("RGB", (300, 200), "gray").save(path)
    return path


def refs(volume):
    return [one.ref for one in volume.pieces]


def verbs(station, ref):
    return [one.header.verb for one in station.mediation.history(ref)]


# --- scans and filing -------------------------------------------------------------------------------------


def test_a_scan_is_kept_with_the_case_and_its_bytes_in_the_store(station, desk, photo):
    view = desk.add_scan("C01", photo, "证据材料", evidence=2)
    (scan,) = view.case.scans
    assert (scan.name, scan.evidence, scan.pages, scan.place) == ("装修队报价单（2760元）", 2, 1, "证据材料")
    assert station.store.blobs.get(scan.sha256) == photo.read_bytes()
    assert verbs(station, "C01") == ["import", "scan"]
    assert desk.add_scan("C01", photo, "其他材料").case.scans[1].name == "墙体"
    assert desk.add_scan("C01", photo, "证据材料", evidence=99).case.scans[2].name == "墙体"
    assert desk.add_scan("C01", photo, "证据材料", name="照片").case.scans[3].name == "照片"


def test_scans_stay_when_the_record_is_imported_again_and_are_not_exported(station, desk, photo):
    desk.add_scan("C01", photo, "身份证明")
    given = {**acceptance_case("C01"), "brief": "另有新情况"}
    station.mediation.import_case(given)
    view = station.mediation.find("C01")
    assert len(view.case.scans) == 1
    (sheet,) = station.mediation.export_cases(["C01"])
    assert "scans" not in sheet
    assert "filing" not in sheet


def test_a_scan_taken_out_is_gone_from_the_case_and_kept_in_the_store(station, desk, photo):
    digest = desk.add_scan("C01", photo, "身份证明").case.scans[0].sha256
    assert desk.drop_scan("C01", 1).case.scans == ()
    assert station.store.blobs.has(digest)
    with pytest.raises(Refusal) as refused:
        desk.drop_scan("C01", 1)
    assert refused.value.code is Code.SCAN_UNKNOWN
    with pytest.raises(Refusal):
        desk.drop_scan("C01", 0)


def test_a_file_that_is_no_scan_changes_nothing(station, desk, tmp_path):
    bad = tmp_path / "坏.jpg"
    bad.write_bytes(b"no picture")
    with pytest.raises(Refusal) as refused:
        desk.add_scan("C01", bad, "身份证明")
    assert refused.value.code is Code.SCAN_UNREADABLE
    huge = tmp_path / "大.pdf"
    with huge.open("wb") as out:
        out.truncate(LIMIT + 1)
    with pytest.raises(Refusal) as refused:
        desk.add_scan("C01", huge, "身份证明")
    assert (refused.value.code, refused.value.facts["limit"]) == (Code.SCAN_TOO_LARGE, "50MB")
    with pytest.raises(Refusal) as refused:
        desk.add_scan("C01", bad, "抽屉里")
    assert (refused.value.code, refused.value.field) == (Code.USAGE, "place")
    with pytest.raises(Trouble) as trouble:
        desk.add_scan("C01", tmp_path / "没有.jpg", "身份证明")
    assert trouble.value.code is Code.FILE_MISSING
    assert verbs(station, "C01") == ["import"]


def test_how_it_was_filed_is_noted_once_and_what_is_not_given_stays(station, desk):
    desk.describe("C01", by="刘佩珊", retention="长期")
    view = desk.describe("C01", note="无")
    assert (view.case.filing.by, view.case.filing.retention, view.case.filing.note) == (
        "刘佩珊",
        "长期",
        "无",
    )
    assert desk.describe("C01", note="无").version == view.version
    with pytest.raises(Refusal) as refused:
        desk.describe("C01", retention="永远")
    assert (refused.value.code, refused.value.field) == (Code.USAGE, "retention")
    assert verbs(station, "C01") == ["import", "filing", "filing"]


# --- what lies in it --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "wanted"),
    [
        ("C01", ["F02", "F03", "F04", "F05b", "F06", "F07", "F08", "F09", "F12", "F14"]),
        (
            "C03",
            [
                *("F02", "F03", "F04", "F05b", "F05c", "F05", "F22", "F20", "F06", "F07", "F08", "F09"),
                *("F12", "F13", "F13b", "F13f", "F14"),
            ],
        ),
        ("C06", ["F03", "F04", "F05b", "F06", "F07", "F21", "F08", "F09", "F12", "F14"]),
        ("C08", ["F02", "F03", "F04", "F05b", "F07", "F19", "F29", "F08", "F17", "F12", "F14"]),
        ("C09", ["F02", "F03", "F04", "F05b", "F05c", "F07", "F08", "F18", "F14"]),
    ],
)
def test_a_case_holds_its_papers_in_the_statutory_order(shelf, ref, wanted):
    volume = shelf.dossier.volume(ref)
    assert refs(volume) == wanted
    assert [one.first for one in volume.contents][1:] == [one.last + 1 for one in volume.contents][:-1]
    assert volume.contents[0].first == 1
    assert volume.pages == sum(one.pages for one in volume.pieces)
    assert not any(one.printed for one in volume.pieces)


def test_scans_lie_where_their_kind_belongs_pages_of_one_document_together(desk, photo):
    for n in (2, 1, 2):
        desk.add_scan("C01", photo, "证据材料", evidence=n)
    desk.add_scan("C01", photo, "身份证明", name="何䶮身份证")
    desk.add_scan("C01", photo, "履行凭证", name="收条")
    volume = desk.volume("C01")
    found = [(one.ref, one.title, one.pages) for one in volume.pieces if one.ref.startswith("scan")]
    assert found == [
        ("scan:身份证明", "何䶮身份证", 1),
        ("scan:证据材料", "墙体及雨棚照片8张", 1),
        ("scan:证据材料", "装修队报价单（2760元）", 2),
        ("scan:履行凭证", "收条", 1),
    ]
    assert "F05b" not in refs(volume)
    remarks = {one.title: one.remark for one in volume.contents}
    assert (remarks["装修队报价单（2760元）"], remarks["收条"]) == ("原件", "复印件")
    order = refs(volume)
    assert order.index("F07") < order.index("scan:证据材料") < order.index("F08")
    assert order.index("F09") < order.index("scan:履行凭证") < order.index("F12")


def test_a_paper_printed_for_good_is_bound_as_it_was_signed(station, desk):
    issued = station.paper.issue("F09", "C01")
    piece = next(one for one in desk.volume("C01").pieces if one.ref == "F09")
    assert (piece.files, piece.printed, piece.changed) == ((issued.pdf,), True, False)
    view = station.mediation.find("C01")
    changed = replace(view.case, responsibility="改写了责任")
    station.mediation.save(view.id, changed, base_version=view.version)
    piece = next(one for one in desk.volume("C01").pieces if one.ref == "F09")
    assert (piece.files, piece.printed, piece.changed) == ((issued.pdf,), True, True)


def test_a_paper_bound_only_when_printed_appears_once_it_is(station, desk):
    number = "〔2026〕沙云人调字第77号"
    late = replace(sample("late"), volume_no=number, agreement_no=number)
    view = station.mediation.save(station.mediation.new_id(), late, base_version=0)
    assert "F25" not in refs(desk.volume(view.id))
    station.paper.issue("F25", view.id)
    later = Station(station.store, date(2026, 12, 1)).dossier.volume(view.id)
    piece = next(one for one in later.pieces if one.ref == "F25")
    assert (piece.printed, piece.changed) == (True, False)


# --- the whole --------------------------------------------------------------------------------------------


def test_the_whole_is_one_file_numbered_after_cover_and_index(station, desk, photo):
    desk.add_scan("C01", photo, "证据材料", evidence=1)
    bound = desk.bind("C01")
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        assert len(pdf.pages) == bound.pages == bound.volume.pages + 3
        with pdf.open_outline() as outline:
            titles = [str(one.title) for one in outline.root]
    assert titles == ["封面", "卷内目录", *(one.title for one in bound.volume.contents), "封底"]
    pages = [bare(one) for one in poppler(bound.pdf).split("\f")][:-1]
    assert "调解卷宗" in pages[0]
    for n, entry in enumerate(bound.volume.contents, 1):
        assert f"{n}{entry.title}{entry.pages}" in pages[1]
    for n, page in enumerate(pages[2:-1], 1):
        assert page.endswith(str(n))
    assert f"本卷共{len(bound.volume.contents)}件{bound.volume.pages}页" in pages[-1]
    assert "卷宗质量自查表" in bare(poppler(bound.sheet))
    assert verbs(station, "C01")[-1] == "dossier"


def test_the_same_record_is_bound_the_same(shelf):
    assert shelf.dossier.bind("C09").sha256 == shelf.dossier.bind("C09").sha256


def test_the_quality_check_follows_what_is_added(desk, photo):
    first = desk.quality("C01").score
    desk.add_scan("C01", photo, "证据材料", evidence=1)
    desk.describe("C01", by="甲", checked_by="乙", retention="短期")
    assert desk.quality("C01").score == first + 5 + 2


def test_a_blob_that_is_gone_stops_the_binding(station, desk, photo):
    digest = desk.add_scan("C01", photo, "证据材料").case.scans[0].sha256
    station.store.blobs.path(digest).unlink()
    with pytest.raises(Trouble) as trouble:
        desk.bind("C01")
    assert trouble.value.code is Code.BLOB_DAMAGED


@pytest.mark.parametrize("form", ["F00", "F15", "F23", "F26", "F30"])
def test_the_dossiers_own_papers_print_alone(shelf, form):
    first = shelf.paper.issue(form, "C05")
    assert first.mode == "final"
    if form != "F30":  # the quality check sees what was printed meanwhile
        assert shelf.paper.issue(form, "C05").pdf == first.pdf


def test_the_index_is_made_anew_once_another_paper_is_printed(station, photo):
    first = station.paper.issue("F01", "C01")
    station.dossier.add_scan("C01", photo, "证据材料", name="新照片")
    again = station.paper.issue("F01", "C01")
    assert not again.reprint
    assert "新照片" in bare(poppler(again.pdf))
    assert "新照片" not in bare(poppler(first.pdf))


# --- the terminal -----------------------------------------------------------------------------------------


@pytest.fixture
def zs(tmp_path, capsys):
    make_station(tmp_path / "home", today=TODAY).close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    where = ["--home", str(tmp_path / "home"), "--passphrase-file", str(tmp_path / "pass")]

    def call(*words, as_json=True):
        capsys.readouterr()
        code = main([*map(str, words), *where, *(["--json"] if as_json else [])])
        out = capsys.readouterr().out
        return code, json.loads(out) if as_json else out

    call("record", "import", CASES)
    return call


def test_the_dossier_by_its_verb(zs, tmp_path, photo):
    code, scans = zs("scan", "add", "C01", photo, photo, "--as", "证据材料", "--evidence", "1")
    assert (code, [one["number"] for one in scans]) == (0, [1, 2])
    code, document = zs("dossier", "C01", "--out", tmp_path / "out" / "卷", "--by", "刘佩珊", "--note", "无")
    assert code == 0
    assert [one.rpartition("/")[2] for one in document["files"]] == [
        "〔2026〕沙云人调字第5号 卷宗.pdf",
        "〔2026〕沙云人调字第5号 质量自查表.pdf",
    ]
    assert sorted(path.name for path in (tmp_path / "out" / "卷").iterdir()) == sorted(
        one.rpartition("/")[2] for one in document["files"]
    )
    assert document["contents"][0] == {
        "title": "人民调解申请书", "first": 1, "last": 1, "remark": "", "ref": "F02", "printed": False,
        "changed": False,
    }  # fmt: skip
    assert 0 < document["quality"]["score"] < 100
    assert document["quality"]["vetoes"] == []
    assert {one["source"] for one in document["quality"]["criteria"]} >= {"本系统建议分值"}
    assert zs("record", "show", "C01")[1]["version"] == 4


def test_the_dossier_for_people_says_what_to_look_at(zs, tmp_path):
    zs("form", "print", "F09", "C08", "--draft", "--out", tmp_path / "x.pdf")
    code, text = zs("dossier", "C08", "--out", tmp_path, as_json=False)
    assert code == 0
    assert "质量自查" in text
    assert "《人民调解终止告知书》没有正式打印" in text
    assert "失分：证据复印件附卷：没有证据材料的扫描件" in text


def test_a_changed_record_is_pointed_out(zs, tmp_path):
    assert zs("form", "print", "F03", "C08", "--out", tmp_path / "x.pdf")[0] == 0
    zs("record", "act", "C08", "close", "--date", "2026-09-01")
    text = zs("dossier", "C08", "--out", tmp_path, as_json=False)[1]
    assert "《人民调解受理登记表》正式打印后" not in text


def test_scans_are_listed_and_taken_out_by_their_number(zs, photo):
    assert zs("scan", "list", "C01", as_json=False)[1].strip() == "还没有扫描件"
    zs("scan", "add", "C01", photo, "--as", "身份证明", "--name", "何䶮身份证")
    assert "1  身份证明  何䶮身份证  1页" in zs("scan", "list", "C01", as_json=False)[1]
    assert zs("scan", "drop", "C01", "1") == (0, [])
    code, document = zs("scan", "drop", "C01", "1")
    assert (code, document["error"]["code"]) == (1, Code.SCAN_UNKNOWN.name)


def test_the_papers_of_a_record_are_listed_with_what_they_lack(zs):
    code, found = zs("form", "list", "--id", "C08", "--sector", "mediation")
    offers = {one["number"]: one for one in found}
    assert code == 0
    assert (offers["F17"]["ready"], offers["F10"]["ready"]) == (True, False)
    assert offers["F10"]["missing"][0] == {"label": "口头协议", "where": "outcome.form"}
    text = zs("form", "list", "--id", "C08", as_json=False)[1]
    assert "F10  mediation.oral_agreement  人民调解口头协议登记表" in text
    assert "还缺：口头协议" in text
    assert "F17  mediation.termination_notice  人民调解终止告知书  （本地-1（待核））" in text
    assert "待核" in zs("form", "list", as_json=False)[1]
