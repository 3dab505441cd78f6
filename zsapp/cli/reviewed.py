"""What stations above have said of a record (校核意见), beside the record itself: for every sector alike."""

from collections.abc import Callable
from typing import Any

from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call


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
    lines = [
        f"其中 {one.quarantined} 条有问题，已隔离，其余照常入库：zsapp review quarantine"
        for one in done.packages
        if one.quarantined
    ]
    for one in done.acknowledgements:
        if one.quarantine:
            seqs = "、".join(f"第{held.seq}条" for held in one.quarantine)
            lines.append(f"{one.name} 隔离了 {seqs}：请改正后重新保存，再导出")
        if one.down:
            lines.append(f"{one.name} 带来 {one.down} 条退回、通过、意见或下发的内容")
    return lines
