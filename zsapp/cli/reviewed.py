"""What stations above have said of a record (校核意见), beside the record itself: for every sector alike."""

from collections.abc import Callable
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call
from zsapp.rules.review import CONFLICT


def reviewed(show: Callable[[Any, Call], Answer]) -> Callable[[Any, Call], Answer]:
    """Return a verb that shows a record and then what was said of it: the verdict in force, every word."""

    def run(station: Any, call: Call) -> Answer:
        from zsapp.services.review import review_line  # the store's libraries load only when one is opened

        answer = show(station, call)
        review, words = station.reviews.of(call.options["id"]), station.reviews.words(call.options["id"])
        lines = [f"校核：{review_line(review)}"] if review else []
        lines += [f"{one.by} {one.who}  {one.state}：{one.text}" for one in words if one.text]
        document = {**answer.document, "review": review, "words": words}
        return Answer(document, (*answer.lines[:1], *lines, *answer.lines[1:]), answer.exit)

    return run


def said_above(done: Any) -> list[str]:
    """Return what an import says of entries that are held, here and above, and of what came down."""
    lines = []
    for one in done.packages:
        if bad := one.quarantined - one.conflicts:
            lines.append(
                f"{one.name} 的内容，其中 {bad} 条有问题，已隔离，其余照常入库：zsapp review quarantine"
            )
        if one.conflicts:
            lines.append(
                f"{one.name} 有 {one.conflicts} 条与另一处的改动冲突，等本站决定：zsapp review conflicts"
            )
    for one in done.acknowledgements:
        lines += [f"{one.name} {words}" for words in _held_above(one.quarantine)]
        if one.down and one.news:
            lines.append(f"{one.name} 带来 {one.down} 条退回、通过、意见或下发的内容")
    return lines


def _held_above(held: Any) -> list[str]:
    """Say which of our entries a station above holds: what is to be put right, and what it will decide."""
    bad = "、".join(f"第{one.seq}笔登记" for one in held if one.code != CONFLICT)
    disputed = "、".join(f"第{one.seq}笔登记" for one in held if one.code == CONFLICT)
    return [
        *([f"隔离了 {bad}：请改正后重新保存，再导出"] if bad else []),
        *([f"收到的 {disputed}与另一处的改动冲突，由其决定后随回执带回"] if disputed else []),
    ]
