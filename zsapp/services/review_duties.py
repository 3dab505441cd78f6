"""What stations say to each other, for 今日 (校核待办): returns, notices, what waits, what is held."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from zsapp.base.clock import CHINA
from zsapp.rules.todo import Duty
from zsapp.services.conflicts import Conflicts
from zsapp.services.review import MANY, Reviews
from zsapp.services.sending import NOTICE, Sending
from zsapp.services.transfer import TransferLine, Transfers
from zsapp.services.transfer_way import GIVER, TAKER

PAGE, TRANSFERS, EXCHANGE = "review", "transfers", "exchange"
"""The pages of the window that what waits here leads to."""
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

    def duties(self, today: date) -> Iterator[Duty]:
        """Give one line for the conflicts, and what each transfer asks for."""
        if found := self._conflicts.listing():
            title = f"{len(found)}份记录有冲突，等待决定"
            yield Duty(pressing="returned", what="两处改了同一栏，请在校核页逐栏选定", title=title, page=PAGE)
        for one in self._transfers.listing():
            yield from _transfer_duties(one, today)


def _transfer_duties(one: TransferLine, today: date) -> Iterator[Duty]:
    """Give what a transfer asks for: our answer, a look at the other's, and that our word leaves at last."""
    about = Duty(pressing="returned", what=one.step, title=one.title, sector=one.sector, number=one.number)
    if one.mine == TAKER and one.open:
        yield replace(about, what=f"{one.giver}请求移交：{one.reason}", working=one.step, page=TRANSFERS)
    elif one.mine == GIVER and (one.taken or one.declined) and _is_news(one, today):
        answer = f"{one.taker}{one.state}" + (f"：{one.answer}" if one.answer else "")
        yield replace(about, what=answer, page=TRANSFERS)
    elif one.mine and one.idle and _is_news(one, today):
        yield replace(about, page=TRANSFERS)
    if one.unsent:
        yield replace(about, pressing="unsent", what=f"移交：{one.step}", page=EXCHANGE)


def _is_news(one: TransferLine, today: date) -> bool:
    return one.answered_at is not None and one.answered_at.astimezone(CHINA).date() >= today - NEWS
