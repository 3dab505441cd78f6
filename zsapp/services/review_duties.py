"""What stations say to each other, for 今日 (校核待办): returns, notices, what waits, what is held."""

from collections.abc import Iterator
from datetime import date, timedelta

from zsapp.rules.todo import Duty
from zsapp.services.conflicts import Conflicts
from zsapp.services.review import MANY, Reviews
from zsapp.services.sending import NOTICE, Sending
from zsapp.services.transfer import Transfers

PAGE = "review"
"""The page of the window that what waits here leads to."""
NEWS = timedelta(days=14)
"""For how long a notice stands among what the day asks for (a default of the product, no law)."""


class ReviewDuties:
    """A source of 今日, for every sector alike."""

    def __init__(self, reviews: Reviews, sending: Sending) -> None:
        """Ask the review desk, and what has come from above."""
        self._reviews = reviews
        self._sending = sending

    def duties(self, today: date) -> Iterator[Duty]:
        """Give what was sent back, each record a line; notices; what waits here or is held, one line each."""
        for one in self._reviews.returned():
            yield Duty(
                pressing="returned",
                what=f"{one.review.name}退回：{one.review.reason}",
                title=one.title,
                sector=one.sector,
                record_id=one.review.record_id,
                number=one.number,
            )
        yield from self._notices(today)
        if count := self._reviews.waiting():
            told = f"{MANY - 1}+" if count >= MANY else str(count)
            yield Duty(pressing="waiting", what="打开校核页逐份查看", title=f"{told}份记录待校核", page=PAGE)
        if held := self._reviews.quarantine():
            title = f"{len(held)}条内容已隔离，没有采用"
            yield Duty(pressing="returned", what="原因和处理办法见校核页", title=title, page=PAGE)

    def _notices(self, today: date) -> Iterator[Duty]:
        for one in self._sending.received():
            if one.kind == NOTICE and one.day >= (today - NEWS).isoformat():
                words = " ".join(one.content.split())
                yield Duty(pressing="returned", what=words, title=f"{one.by}：{one.title}", working=words)


class QueueDuties:
    """A source of 今日: what two have said at once, and what is offered to us."""

    def __init__(self, conflicts: Conflicts, transfers: Transfers) -> None:
        """Ask both queues."""
        self._conflicts = conflicts
        self._transfers = transfers

    def duties(self, _today: date) -> Iterator[Duty]:
        """Give one line for the conflicts, one for each record that is offered to us."""
        if found := self._conflicts.listing():
            title = f"{len(found)}份记录有冲突，等待决定"
            yield Duty(pressing="returned", what="两处改了同一栏，请在校核页逐栏选定", title=title, page=PAGE)
        for one in self._transfers.listing():
            if one.mine == "taker" and one.state == "等待接收":
                what = f"{one.giver}请求移交：{one.reason}"
                how = "接收：zsapp transfer accept 编号；不接收：zsapp transfer decline 编号"
                yield Duty(pressing="returned", what=what, title=one.title, number=one.number, working=how)
