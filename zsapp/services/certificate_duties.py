"""Certificates for 今日 (证书待办): ours and those above that end, requests of stations below that wait."""

from collections.abc import Iterator
from datetime import date, timedelta

from zsapp.rules.todo import Duty
from zsapp.services.enrolment import Enrolment

PAGE = "exchange"
"""The page of the window that leads to the certificates."""


class CertificateDuties:
    """A source of 今日."""

    def __init__(self, enrolment: Enrolment) -> None:
        """Ask the desk of certificates."""
        self._enrolment = enrolment

    def duties(self, today: date) -> Iterator[Duty]:
        """Give a line for the certificate that ends, once it is time, and one for the requests that wait."""
        ending = self._enrolment.ending()
        if ending is not None:
            whose = "本站证书" if ending.own else f"上级“{ending.name}”的证书"
            yield Duty(
                pressing="late" if ending.over else "soon",
                title=f"{whose}{'已到期' if ending.over else '快到期'}",
                what=ending.words,
                due=ending.last,
                days=(ending.last - today) // timedelta(days=1),
                page=PAGE,
            )
        if waiting := len(self._enrolment.waiting()):
            what = "打电话核对数字后批准或拒绝：数据交换→证书"
            yield Duty(pressing="waiting", what=what, title=f"{waiting}份证书申请等待批准", page=PAGE)
