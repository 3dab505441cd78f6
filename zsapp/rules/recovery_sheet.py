"""The recovery sheet (恢复码封存单): the one paper with the recovery code; printed at set-up, then sealed."""

from dataclasses import dataclass
from datetime import date

from zsapp.base.items import LINE, SHORT, Thing, item


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet(Thing):
    """What stands on the sheet (恢复码封存单)."""

    station: str = item("工作站", maximum=LINE)
    code: str = item("区划代码", maximum=SHORT)
    user: str = item("建站人", maximum=SHORT)
    made_on: date | None = item("建站日期")
    recovery: str = item("恢复码", maximum=SHORT)
    keeper: str = item("封存单位", maximum=LINE)


ABOUT = {"RecoverySheet": RecoverySheet}
"""What a form of the station may be about."""
