"""The receipt sheet (回执单): what a station above holds, on one page with a QR; for a lost stick."""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, LONG, SHORT, Thing, item


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSheet(Thing):
    """What stands on the sheet (回执单)."""

    receiver: str = item("出具单位", maximum=LINE)
    sender: str = item("送件单位", maximum=LINE)
    seq: str = item("已收到", maximum=SHORT)
    made_on: date | None = item("出具日期")
    state: str = item("入库情况", maximum=LINE)
    held: str = item("隔离的内容", maximum=LONG)
    later: str = item("另有", maximum=LINE)
    code: str = item("核对文字", maximum=LONG)


ABOUT = {"ReceiptSheet": ReceiptSheet}
"""What this form is about."""
