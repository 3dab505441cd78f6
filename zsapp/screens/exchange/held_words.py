"""What the exchange page says of entries that are held (隔离), and of what came down (下发)."""

from collections.abc import Iterable, Iterator

from zsapp.rules.review import TIER_WORDS
from zsapp.screens.exchange.words import Line
from zsapp.services.downward import HeldAbove
from zsapp.services.exchange import Imported
from zsapp.services.review import held_words

SHOWN = 5
"""Held records that are named; the others come up as these are put right."""


def held_lines(got: Imported) -> Iterator[Line]:
    """Give what an import says of held entries, here and above, and of what came down."""
    for package in got.packages:
        if bad := package.quarantined - package.conflicts:
            words = f"{package.name}：有 {bad} 条内容有问题，已隔离，没有采用；其余照常入库"
            yield Line(words, "amber", "原因见“校核”页；回执会告诉对方")
        if package.conflicts:
            words = f"{package.name}：有 {package.conflicts} 条与另一处的改动冲突，等本站决定"
            yield Line(words, "amber", "在“校核”页决定用哪一处的")
    for ack in got.acknowledgements:
        if ack.quarantine:
            words = f"{ack.name}隔离了本站 {len(ack.quarantine)} 条内容"
            yield Line(words, "amber", "是哪些、为什么，见“送到了哪里”")
        if ack.down:
            yield Line(f"{ack.name}带来 {ack.down} 条退回、通过、意见或下发的内容", "blue", "退回的见“今日”")


def held_above_lines(held: Iterable[HeldAbove]) -> Iterator[Line]:
    """Give which of our records stations above hold, and what is to be done."""
    found = list(held)
    for one in found[:SHOWN]:
        where = TIER_WORDS.get(one.tier, "上级")
        words = f"{where}已收到、没有采用：{one.title}"
        yield Line(words, "red", f"{held_words(one.code, one.where)}；请改正后重新保存，再导出")
    if len(found) > SHOWN:
        yield Line(f"另有 {len(found) - SHOWN} 份", "red", "先改正上面这些")
