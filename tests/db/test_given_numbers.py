"""What is given back bears numbers: every counter goes on after the highest of its kind."""

from pathlib import Path
from typing import Any

from tests.desks import VILLAGE, make_desk
from tests.replaced import COMMITTEE, numbered
from zsapp.base.ids import new_id
from zsapp.services.given_numbers import count_given

INTAKE = {
    "matter": "M01",
    "receipt_no": "沙龙法援收〔2026〕0004号",
    "supplement": {"number": "沙龙法援补〔2026〕0002号"},
    "forwarded": {"number": "沙龙法援转〔2026〕0007号", "batch": "沙龙法援批〔2026〕0003号"},
}
CONSULTATION = {"number": "咨字〔2026〕0012号", "referral": {"number": "转字〔2026〕0005号"}}
ORAL = {"agreement_no": "〔2026〕沙龙人调口字第3号", "filing": {"shared_no": "〔2026〕沙龙人调合字第2号"}}


def test_every_kind_of_number_goes_on_after_the_last_that_was_given(tmp_path: Path) -> None:
    desk = make_desk(tmp_path / "home", VILLAGE)
    sheets: list[tuple[str, dict[str, Any]]] = [
        ("mediation", numbered(7) | ORAL),
        ("mediation", numbered(6) | {"volume_no": "没有编号"}),
        ("legal_aid", INTAKE),
        (
            "legal_aid",
            {"received": {"org": "442000106205"}, "receipt_no": "收〔2026〕0009号"},
        ),
        ("consultation", CONSULTATION),
        ("person", {"name": "何永年"}),
    ]
    with desk.store, desk.store.write() as writer:
        for sector, payload in sheets:
            writer.save(sector, new_id(), payload, base_version=0, verb="import")
        count_given(writer, writer.entries(desk.store.station, 1))
        kinds = ("mediation", "mediation_oral", "mediation_volume")
        assert [writer.allot(COMMITTEE, one, 2026) for one in kinds] == [8, 4, 3]
        kinds = ("legal_aid", "legal_aid.supplement", "legal_aid.slip")
        assert [writer.allot(VILLAGE, one, 2026) for one in kinds] == [5, 3, 8]
        assert writer.allot(VILLAGE, "legal_aid.batch", 2026) == 4
        assert writer.allot("442000106205", "legal_aid", 2026) == 10
        assert [writer.allot(VILLAGE, one, 2026) for one in ("consultation", "referral")] == [13, 6]
