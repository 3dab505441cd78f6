"""The services as their pages ask them (服务栏目): the layout of each, the order of their tabs."""

from collections.abc import Mapping

from zsapp.rules import adviser, consultation, notary, publicity, reconsideration, referral
from zsapp.screens.front_desk.layouts_visit import CONSULTATION, MATTER, ORDER, PASSED_ON, REVIEW
from zsapp.screens.front_desk.layouts_work import EVENT, LOG, ROSTER
from zsapp.screens.front_desk.parts import Asked

LAYOUTS: Mapping[str, Asked] = {
    consultation.SECTOR: CONSULTATION,
    adviser.SECTOR: LOG,
    adviser.ORDERS: ORDER,
    adviser.ROSTER: ROSTER,
    publicity.SECTOR: EVENT,
    reconsideration.SECTOR: REVIEW,
    notary.SECTOR: MATTER,
    referral.SECTOR: PASSED_ON,
}
TABS: Mapping[str, str] = {
    consultation.SECTOR: "咨询",
    reconsideration.SECTOR: "复议",
    notary.SECTOR: "公证",
    referral.SECTOR: "转介",
    adviser.ORDERS: "律师服务",
    adviser.SECTOR: "顾问日志",
    adviser.ROSTER: "顾问名册",
    publicity.SECTOR: "法治宣传",
}
"""The services in the order of their tabs: who comes in first, then what is done for everybody."""
HELP = (
    "按键：Enter 到下一栏，Ctrl+S 保存，Ctrl+Enter 保存并接着登记下一位，Ctrl+P 打印，Ctrl+Z 撤销，"
    "Ctrl+R 请来人评价，F4 附件，顾问日志里 Ctrl+M 月度一览，"
    "Alt+左右 换服务，F2 查找，Esc 回到列表。"
)
