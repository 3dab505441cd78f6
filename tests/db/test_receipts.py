"""The receipt on paper: printed by the town, scanned, typed or imported at a village whose stick is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desks import NEIGHBOUR, Desk, Three, enrol, make_desk, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.base.errors import Code, ZsError
from zsapp.press import raster, seal
from zsapp.services.receipts import Receipts, receipt_in
from zsapp.services.review import Reviews


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Three]:
    with three_desks(tmp_path) as desks:
        yield desks


def receipts(desk: Desk) -> Receipts:
    return Receipts(desk.store, Reviews(desk.store, desk.profile, desk.days), desk.days)


def refused(errand: Callable[..., Any], *words: Any) -> Code:
    with pytest.raises(ZsError) as error:
        errand(*words)
    return error.value.code


def sync(desk: Desk, record_id: str) -> str:
    with desk.store.read() as reader:
        return reader.sync_state(record_id)


@pytest.fixture
def lost(three: Three) -> str:
    """A case that the town has, and of which the village does not know, the stick being lost."""
    record_id = three.village.save(plain_cases()[0])
    three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
    for file in three.stick.iterdir():
        file.unlink()
    return record_id


def test_its_pdf_tells_the_village_that_its_case_has_arrived(three: Three, lost: str, tmp_path: Path) -> None:
    paper = tmp_path / "回执单.PDF"
    paper.write_bytes(receipts(three.town).sheet(three.village.profile.name))
    text = raster.page_text(paper.read_bytes())
    for words in (three.village.profile.name, three.town.profile.name, "第 3 笔登记为止的全部内容", "已入库"):
        assert words in text
    assert sync(three.village, lost) == "已导出"
    taken = receipts(three.village).take(paper)
    assert (taken.news, taken.seq) == (True, 3)
    assert sync(three.village, lost) == "镇已入库"
    before = three.village.fingerprint()
    assert receipts(three.village).take(paper).news is False
    assert three.village.fingerprint() == before


def test_so_does_its_text_as_it_is_typed_from_the_paper(three: Three, lost: str) -> None:
    text = raster.page_text(receipts(three.town).sheet(three.village.store.station))
    typed = text[text.index("ZS1:") :].split("扫码")[0]
    assert receipt_in(typed) == typed.strip()
    assert receipts(three.village).take(typed.replace(" ", "")).news
    assert sync(three.village, lost) == "镇已入库"


def test_a_photograph_of_its_symbol_is_enough(three: Three, lost: str, tmp_path: Path) -> None:
    (content,) = seal.read_document(receipts(three.town).sheet(three.village.store.station))
    photograph = tmp_path / "回执.png"
    photograph.write_bytes(seal.picture(content))
    assert receipts(three.village).take(photograph).news
    photograph.write_bytes(seal.picture(b"ZS1 of another paper"))
    assert refused(receipts(three.village).take, photograph) is Code.SEAL_MISSING


def test_it_is_printed_from_an_acknowledgement_of_our_own_alone(three: Three, lost: str) -> None:
    path = Reviews(three.town.store, three.town.profile, three.town.days).write_answer(
        three.village.store.station, three.stick
    )
    assert receipts(three.town).sheet(path)
    assert refused(receipts(three.village).sheet, path) is Code.RECEIPT_NOT_OURS
    assert refused(receipts(three.town).sheet, "无此站") is Code.STATION_UNKNOWN


def test_what_is_held_and_what_follows_stand_on_it(three: Three, tmp_path: Path) -> None:
    record_id = three.village.save(plain_cases()[0])
    three.village.exchange.export(three.stick)
    three.town.exchange.import_path(three.stick)
    neighbour = make_desk(tmp_path / "neighbour", NEIGHBOUR)
    enrol(three.town, neighbour, tmp_path)
    desk = Reviews(three.town.store, three.town.profile, three.town.days)
    desk.give_back(record_id, "请补充")
    with neighbour.store.read() as reader:
        own = list(reader.entries(neighbour.store.station, 1))
    bad = entry_after(own[-1], neighbour, {"nonsense": 1})
    three.town.exchange.import_path(send(neighbour, tmp_path, [*own, bad]))
    text = raster.page_text(receipts(three.town).sheet(neighbour.store.station))
    assert f"第{bad.header.seq}笔登记（内容不符合要求（1102）：nonsense）" in "".join(text.split())
    assert "下列除外" in text
    later = raster.page_text(receipts(three.town).sheet(three.village.store.station))
    assert "另有1条退回、通过、意见或通知" in "".join(later.split())
    neighbour.store.close()


def test_at_the_village_what_is_held_is_known_by_its_place(three: Three) -> None:
    from tests.db.test_exchange_quarantine import older_program

    record_id = three.village.save(plain_cases()[0])
    with older_program():
        three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
        paper = receipts(three.town).sheet(three.village.store.station)
    (content,) = seal.read_document(paper)
    taken = receipts(three.village).take(seal.seal_text(content))
    assert [(one.record, one.code) for one in taken.quarantine] == [(record_id, "TEXT_TOO_LONG")]
    assert sync(three.village, record_id) == "镇已收"


def test_one_for_another_station_or_of_another_town_or_bent_is_refused(three: Three, lost: str) -> None:
    (content,) = seal.read_document(receipts(three.town).sheet(three.village.store.station))
    assert refused(receipts(three.town).take, seal.seal_text(content)) is Code.ACK_FOREIGN
    assert refused(receipts(three.city).take, seal.seal_text(content)) is Code.ACK_FOREIGN
    bent = bytearray(content)
    bent[40] ^= 1
    assert refused(receipts(three.village).take, seal.seal_text(bytes(bent))) is Code.ACK_DAMAGED
    assert refused(receipts(three.village).take, "ZS1:NONSENSE") is Code.SEAL_UNREADABLE
    assert sync(three.village, lost) == "已导出"


def test_a_receipt_of_nothing_moves_no_mark(three: Three) -> None:
    (content,) = seal.read_document(receipts(three.town).sheet(three.village.store.station))
    assert receipts(three.village).take(seal.seal_text(content)).seq == 0
    assert three.village.exchange.status().marks == {}


def test_a_folder_is_no_receipt() -> None:
    assert receipt_in("/media/usb") is None
    assert receipt_in(" zs1:abc ") == "zs1:abc"
    assert receipt_in("/media/usb/a.pdf") == Path("/media/usb/a.pdf")
