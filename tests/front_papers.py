"""Front-desk records for papers: the visible ones, one of every other service, and a victim of violence."""

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tests.intakes import CASES, VISIBLE
from tests.papers import MADE_AT, SHIPPED
from zsapp.base.items import Thing
from zsapp.press.definition import find_form
from zsapp.press.pdf import Sheet, draw
from zsapp.rules.desk_checking import Desk
from zsapp.rules.desk_paper import DeskOccasion
from zsapp.rules.desk_papers import on_desk_paper
from zsapp.rules.front_desk import service_of
from zsapp.services.front_desk import read_entry_of
from zsapp.services.record_files import read_records
from zsapp.services.tables import shipped_tables

STATION = "东凤镇西罟步村公共法律服务工作室"
ADDRESS, PHONE = "中山市沙溪镇云涧村南巷15号", "13900000155"
ADVISER = {"name": "林敏", "role": "村法律顾问", "licence": "14420202010000001"}
NOTARY = {
    "id": "N-01",
    "service": "公证咨询",
    "date": date(2026, 6, 12),
    "org": "442000103211",
    "org_name": STATION,
    "person": {"name": "麦伟明", "id_no": "442000196605059971", "sex": "1"},
    "matter": "遗嘱",
    "in_person": False,
    "dispute": True,
    "checklist": [{"doc": "户口簿", "have": False}, {"doc": "财产权属证明", "have": True}],
    "notary": "菊城公证处",
    "appointment": date(2026, 6, 20),
    "answer": "须本人到场。",
}
ORDER = {
    "id": "LS-01",
    "service": "律师服务",
    "date": date(2026, 6, 12),
    "org": "442000103211",
    "org_name": STATION,
    "person": {"name": "麦伟明", "phone": "13900000121"},
    "content": "审查铺面租赁合同",
    "answer": "第六条约定不明，建议修改。",
    "adviser": ADVISER,
}


@lru_cache
def entries() -> dict[str, dict[str, Any]]:
    """Return the front-desk records by their reference."""
    visible = {
        one["id"]: one for one in read_records(CASES / VISIBLE) if not str(one["id"]).startswith("LA-")
    }
    return {**visible, "N-01": NOTARY, "LS-01": ORDER}


def record(ref: str, **changed: Any) -> Any:
    """Return a record, changed where the test is about it."""
    entry = entries()[ref]
    row = service_of(entry)
    assert row is not None
    return replace(read_entry_of(row, entry), **changed)


def victim(ref: str) -> Any:
    """Return a record of somebody beaten at home."""
    kept = record(ref)
    person = replace(kept.visitor, groups=("G10",), address=ADDRESS, phone=PHONE)
    return replace(kept, person=person, applicant=None, restricted=("家庭暴力",))


def values_of(number: str, ref: str, made: Any = None, beside: tuple[Any, ...] = ()) -> Thing:
    """Return a record in the words of a form."""
    form = find_form(number)
    row = service_of(entries()[ref])
    assert row is not None
    told = made if made is not None else record(ref)
    desk = Desk(record=told, tables=shipped_tables(), today=date(2026, 9, 8))
    return on_desk_paper(form.about, DeskOccasion(desk, row.sector, STATION, beside))


@lru_cache
def desk_sheet(number: str, ref: str, mode: Any = "final") -> Sheet:
    """Draw a form of a record, once for all tests that only look."""
    values = None if mode == "blank" else values_of(number, ref)
    made_at = None if mode == "blank" else MADE_AT
    return draw(find_form(number), values, mode=mode, made_at=made_at, system=SHIPPED)
