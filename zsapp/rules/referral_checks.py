"""What may be wrong with a referral of its own (转介的检查), brief L §3.5; its deadlines and figures."""

from collections.abc import Iterator, Mapping
from typing import Any

from zsapp.rules.checking import Spot
from zsapp.rules.desk_checking import ERROR, HINT, WARNING, Desk, DeskCheck, shared, shared_deadlines
from zsapp.rules.desk_parts import ReferralSlip
from zsapp.rules.mediation_deadlines import Deadline

ELSE = "其他"


def _required(desk: Desk) -> Iterator[Spot]:
    slip = desk.record.referral or ReferralSlip()
    for place, text, label in (("to", slip.to, "转介对象"), ("way", slip.way, "转介方式")):
        if not text:
            yield Spot(f"referral.{place}", f"还没有填写{label}")


def _receiver(desk: Desk) -> Iterator[Spot]:
    slip = desk.record.referral or ReferralSlip()
    known = desk.tables.codes["referral_to"]
    if slip.to and all(slip.to not in (row.code, row.text) for row in known):
        yield Spot("referral.to", f"转介对象“{slip.to}”不在代码表内，请写明全称", severity=HINT)
    if slip.to == ELSE and not slip.reason:
        yield Spot("referral.reason", "转介给其他单位的，请写明单位名称和事由")


CHECKS: tuple[DeskCheck, ...] = (
    DeskCheck("RF01", "必填项目", ERROR, "转介工作要求", _required),
    DeskCheck("RF02", "转介对象", WARNING, "转介工作要求", _receiver),
    *shared("RF", "60"),
)


def referral_record_deadlines(desk: Desk) -> Iterator[Deadline]:
    """Return by when the result is looked after, and a bad mark answered."""
    yield from shared_deadlines(desk)


def referral_figures(desk: Desk) -> Mapping[str, Any]:
    """Return what is worked out of a referral: whom to call, and whether its loop is closed."""
    slip = desk.record.referral or ReferralSlip()
    contact = desk.tables.desk.receivers.get(slip.to)
    return {
        "number": desk.record.number,
        "phone": contact.phone if contact else "",
        "closed_loop": bool(slip.result),
    }
