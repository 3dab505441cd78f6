"""Verbs of the review desk (校核): list, return, accept, comment, quarantine, conflicts, decide, answer."""

from pathlib import Path
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, folder_named, opened, state_in
from zsapp.rules.review import STATES


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    review = verbs.group("review", "校核：查看下级报来的记录，退回、通过、写意见")
    rows = review.add("list", opened(list_reviews), "列出下级报来的记录")
    rows.add_argument("--station", default="", metavar="S", help="工作站的名称或编号")
    rows.add_argument("--state", default="", help="待校核、已退回、已通过")
    rows.add_argument("--limit", type=count_of, default=50, help="最多列几份（默认50）")
    back = review.add("return", opened(return_record), "退回，写明要改正什么")
    back.add_argument("id", metavar="ID")
    back.add_argument("--reason", required=True, help="要改正什么，下级会看到")
    good = review.add("accept", opened(accept_record), "校核通过")
    good.add_argument("id", metavar="ID")
    good.add_argument("--reason", default="", help="附一句话，可以不写")
    said = review.add("comment", opened(comment_record), "写意见，不改变校核状态")
    said.add_argument("id", metavar="ID")
    said.add_argument("--text", required=True)
    held = review.add("quarantine", opened(list_quarantine), "列出隔离的内容：已收到、有问题、没有采用")
    held.add_argument("--again", action="store_true", help="重新核对一遍，能用的就采用")
    review.add("conflicts", opened(list_conflicts), "列出冲突：两处改了同一栏，等待决定")
    choice = review.add("decide", opened(decide_field), "决定一栏用哪一方的")
    choice.add_argument("id", metavar="ID")
    choice.add_argument("field", metavar="FIELD")
    choice.add_argument("side", choices=("mine", "theirs"), help="mine 登记单位的，theirs 另一方的")
    review.add("stations", opened(list_stations), "列出归本站校核的工作站")
    out = review.add("answer", opened(write_answer), "写出给下级的回执，带上退回、通过和下发的内容")
    out.add_argument("station", metavar="STATION", help="工作站的名称或编号")
    out.add_argument("--to", type=Path, required=True, metavar="DIR")


def list_reviews(station: Any, call: Call) -> Answer:
    """List what came from stations directly below, newest first."""
    options = call.options
    (state,) = state_in(STATES, options["state"]) or ("",)
    found = station.reviews.listing(state=state, station=options["station"], limit=options["limit"])
    lines = tuple(
        f"{one.state}  {one.number or '（未编号）'}  {one.title}  {one.name}  {one.id}"
        + (f"  {one.reason}" if one.reason else "")
        for one in found
    )
    return Answer(found, lines or ("没有这样的记录",))


def return_record(station: Any, call: Call) -> Answer:
    """Send a record back."""
    return _said(station.reviews.give_back(call.options["id"], call.options["reason"]))


def accept_record(station: Any, call: Call) -> Answer:
    """Say that a record is in order."""
    return _said(station.reviews.accept(call.options["id"], call.options["reason"]))


def _said(review: Any) -> Answer:
    back = "随下一次回执带给原单位"
    return Answer(review, (f"{review.state}（第{review.version}版），{back}",))


def comment_record(station: Any, call: Call) -> Answer:
    """Say something of a record."""
    station.reviews.comment(call.options["id"], call.options["text"])
    return Answer({"id": call.options["id"]}, ("已记下意见，随下一次回执带给原单位",))


def list_quarantine(station: Any, call: Call) -> Answer:
    """List what is held, after trying it again if asked to."""
    gone = station.reviews.look_again() if call.options["again"] else 0
    held = station.reviews.quarantine()
    lines = [f"重新核对后采用了{gone}条"] if call.options["again"] else []
    lines += [
        f"{one.name}  第{one.seq}笔登记  {one.title or one.record_id}  {one.sentence}"
        + (f"  其后{one.behind}笔等候" if one.behind else "")
        for one in held
    ]
    document = {"gone_on": gone, "held": held} if call.options["again"] else held
    return Answer(document, tuple(lines) if lines else ("没有隔离的内容",))


def list_conflicts(station: Any, _call: Call) -> Answer:
    """List the fields that two have changed at once."""
    found = station.conflicts.listing()
    lines = [_field_line(one, field) for one in found for field in one.fields]
    return Answer(found, tuple(lines) or ("没有冲突",))


def _field_line(one: Any, field: Any) -> str:
    sides = f"mine {field.mine}（{one.owner}）  theirs {field.theirs}（{one.other}）"
    decided = f"  已定 {field.decided}" if field.decided else ""
    return f"{one.title}  {one.record_id}  {field.name}：{sides}{decided}"


def decide_field(station: Any, call: Call) -> Answer:
    """Decide one field."""
    options = call.options
    last = station.conflicts.decide(options["id"], options["field"], options["side"])
    said = "已决定，冲突已解决，结果随回执带给登记单位" if last else "已决定这一栏，还有别的栏待决定"
    return Answer({"id": options["id"], "field": options["field"], "settled": last}, (said,))


def list_stations(station: Any, _call: Call) -> Answer:
    """List the stations whose records are reviewed here."""
    found = station.reviews.stations()
    return Answer(found, tuple(f"{one.name}  {one.station}" for one in found) or ("没有下级工作站",))


def write_answer(station: Any, call: Call) -> Answer:
    """Write the acknowledgement to a station below, as things stand now."""
    path = station.reviews.write_answer(call.options["station"], folder_named(call.options["to"]))
    return Answer({"file": str(path)}, (f"回执已写出：{path}，请交给该工作站导入",))
