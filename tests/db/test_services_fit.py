"""What could not be read again is not kept (D-07): neither as a record nor as a draft."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.stations import make_station
from zsapp.base.errors import Code, Refusal
from zsapp.rules.mediation import Case
from zsapp.rules.mediation_parts import Party, Totals

FIRST = Case(
    dispute_type="邻里纠纷", brief="漏水", parties=(Party(role="申请人", kind="自然人", name="何䶮"),)
)


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"brief": "漏水\x1b"}, Code.TEXT_CONTROL_CHARACTER, "brief"),
        ({"brief": "漏" * 4001}, Code.TEXT_TOO_LONG, "brief"),
        ({"parties": (Party(name="何" * 201),)}, Code.TEXT_TOO_LONG, "parties[0].name"),
        ({"copies": 10_000}, Code.NUMBER_OUT_OF_RANGE, "copies"),
        ({"totals": Totals(amount=Decimal("0.001"))}, Code.NUMBER_OUT_OF_RANGE, "amount"),
    ],
    ids=["control", "long", "deep", "copies", "fen"],
)
def test_what_could_not_be_read_again_is_refused_at_its_item(
    tmp_path: Path, typed: dict[str, Any], code: Code, field: str
) -> None:
    with make_station(tmp_path / "home", today=date(2026, 3, 9)) as station:
        desk = station.mediation
        record_id = desk.new_id()
        case = replace(FIRST, **typed)
        for keep in (
            lambda: desk.save(record_id, case, base_version=0),
            lambda: desk.save_draft(record_id, case, 0),
        ):
            with pytest.raises(Refusal) as refused:
                keep()
            assert (refused.value.code, refused.value.field) == (code, field)
        assert desk.drafts() == ()
        assert desk.page().lines == ()


def test_text_of_two_spellings_is_kept_in_one_but_a_name_as_it_was_entered(tmp_path: Path) -> None:
    with make_station(tmp_path / "home", today=date(2026, 3, 9)) as station:
        typed = replace(FIRST, brief="cafe\u0301", parties=(Party(name="Jose\u0301"),))
        view = station.mediation.save(station.mediation.new_id(), typed, base_version=0)
        assert (view.case.brief, view.case.parties[0].name) == ("café", "Jose\u0301")
