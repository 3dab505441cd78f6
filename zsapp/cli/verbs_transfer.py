"""Verbs of transfers (移交): transfer list|offer|withdraw|accept|decline."""

from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, opened


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    transfer = verbs.group("transfer", "移交：把一份记录交给别的工作站办理，双方各签一次")
    transfer.add("list", opened(list_transfers), "列出移交")
    out = transfer.add("offer", opened(offer_record), "提出移交")
    out.add_argument("id", metavar="ID")
    out.add_argument(
        "--to", required=True, metavar="PLACE", help="接收单位的区划代码、村（社区）名称或工作站编号"
    )
    out.add_argument("--reason", required=True, help="为什么移交，对方会看到")
    transfer.add("withdraw", opened(withdraw_offer), "撤回移交").add_argument("id", metavar="ID")
    yes = transfer.add("accept", opened(accept_record), "接收移交来的记录")
    yes.add_argument("id", metavar="ID")
    yes.add_argument("--reason", default="", help="给对方的留言")
    no = transfer.add("decline", opened(decline_record), "不接收，写明理由")
    no.add_argument("id", metavar="ID")
    no.add_argument("--reason", required=True, help="为什么不接收，对方会看到")


def list_transfers(station: Any, _call: Call) -> Answer:
    """List offers, the latest first."""
    found = station.transfers.listing()
    return Answer(found, tuple(text for one in found for text in _lines(one)) or ("没有移交",))


def _lines(one: Any) -> tuple[str, ...]:
    """Return a transfer as the terminal tells it: how it stands, what was answered, what comes next."""
    named = f"{one.number or '（未编号）'}  {one.title}"
    head = f"{one.state}  {named}  {one.giver} → {one.taker}  {one.record_id}"
    answer = (f"    {one.answered_by}：{one.answer}",) if one.answer else ()
    return head, *answer, *((f"    {one.step}",) if one.step else ())


def offer_record(station: Any, call: Call) -> Answer:
    """Offer a record to another station."""
    options = call.options
    station.transfers.offer(options["id"], options["to"], options["reason"])
    said = "已提出移交，随下一次导出送到；对方接收前本站不能改动，可以撤回"
    return Answer({"id": options["id"], "to": options["to"]}, (said,))


def withdraw_offer(station: Any, call: Call) -> Answer:
    """Take an offer back."""
    station.transfers.withdraw(call.options["id"])
    return Answer({"id": call.options["id"]}, ("已撤回移交",))


def accept_record(station: Any, call: Call) -> Answer:
    """Take a record over."""
    record_id = station.transfers.accept(call.options["id"], call.options["reason"])
    return Answer({"id": record_id}, ("已接收，现在由本站办理；原单位可以查看",))


def decline_record(station: Any, call: Call) -> Answer:
    """Say that a record is not taken over."""
    station.transfers.decline(call.options["id"], call.options["reason"])
    return Answer({"id": call.options["id"]}, ("已答复不接收，随下一次导出送到",))
