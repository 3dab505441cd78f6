"""A morning at the front desk (窗口的一个上午), by keys alone: eight visitors, each with another matter.

Asserted is what stands in the window and what is in the store afterwards; and how many keys besides the words
each record took. The README's counts are those of this story.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from tests.gui.clerk import Clerk
from tests.stations import PASSPHRASE, make_station
from zsapp.rules.front_desk import SERVICES
from zsapp.services.station import open_station

DAY = date(2026, 11, 27)
MOST_KEYS = {
    "咨询": 8,
    "咨询转调解": 8,
    "咨询转法律援助": 8,
    "行政复议": 44,
    "公证": 15,
    "转介": 10,
    "律师服务": 10,
    "顾问日志": 12,
}
"""Keys besides the words that each record may take: the walk with Tab included."""


@pytest.fixture
def clerk(qtbot, tmp_path, monkeypatch):
    """Give somebody before a village's window; PDFs go to the documents of this PC."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))  # a PC without a printer
    make_station(tmp_path / "village", today=DAY).close()
    return Clerk(qtbot, tmp_path / "village", tmp_path)


class Morning:
    """Counts the keys that each visitor takes."""

    def __init__(self, clerk: Clerk) -> None:
        self.clerk, self.keys = clerk, {}

    @contextmanager
    def visitor(self, name: str) -> Iterator[Callable[..., None]]:
        """Take in a visitor."""
        before = self.clerk.pressed["keys"]
        yield self.clerk.fill
        self.keys[name] = self.clerk.pressed["keys"] - before
        self.clerk.picture(name)


def test_eight_visitors_are_taken_in_by_keys_alone(clerk, tmp_path):
    clerk.come_in(DAY, PASSPHRASE)
    clerk.turn_to("窗口服务")
    morning = Morning(clerk)
    advised(morning)
    turned_into_a_case(morning)
    turned_into_an_application(morning)
    written_down_orally(morning)
    asked_about_a_will(morning)
    passed_on(morning)
    served_by_a_lawyer(morning)
    visited_by_the_adviser(morning)
    clerk.go_home()
    assert {name: keys for name, keys in morning.keys.items() if keys > MOST_KEYS[name]} == {}
    assert set(morning.keys) == set(MOST_KEYS)
    with open_station(tmp_path / "village", passphrase=PASSPHRASE, today=DAY) as station:
        counts = {sector: station.front.page(sector).total for sector in SERVICES}
        assert {sector: count for sector, count in counts.items() if count} == {
            "consultation": 3,
            "reconsideration": 1,
            "notary": 1,
            "referral": 1,
            "adviser_order": 1,
            "adviser": 1,
        }
        turned = [one for one in station.front.every("consultation") if one.record.turned]
        assert [one.record.turned[0].sector for one in turned] == ["mediation", "legal_aid"]


def advised(morning):
    clerk = morning.clerk
    with morning.visitor("咨询") as fill:
        clerk.press("Ctrl+N")
        clerk.settle()
        fill(
            ("姓名", "麦伟明"),
            ("联系电话", "13900000121"),
            ("咨询内容", "租客退租，要退押金4500元。"),
            ("解答意见", "看合同怎么约定，过高的可以请求调整（民法典585）。"),
        )
        save(clerk)
    assert clerk.reads("咨字〔2026〕0001号")
    assert clerk.reads("已办结")


def turned_into_a_case(morning):
    clerk = morning.clerk
    with morning.visitor("咨询转调解") as fill:
        clerk.press("Ctrl+Return")
        clerk.settle()
        fill(("姓名", "何䶮"), ("咨询内容", "邻居家雨棚的水冲到墙脚。"), ("解答意见", "可以由调委会调解。"))
        turn(clerk, "F7")
    assert clerk.title.startswith("何䶮")
    clerk.turn_to("窗口服务")


def turned_into_an_application(morning):
    clerk = morning.clerk
    with morning.visitor("咨询转法律援助") as fill:
        clerk.press("Ctrl+N")
        clerk.settle()
        fill(("姓名", "黎志强"), ("咨询内容", "工厂欠薪三个月。"), ("解答意见", "可以申请法律援助。"))
        turn(clerk, "F8")
    assert clerk.title.startswith("法律援助：黎志强")
    clerk.turn_to("窗口服务")


def written_down_orally(morning):
    clerk = morning.clerk
    with morning.visitor("行政复议") as fill:
        begin(clerk)
        fill(
            ("姓名", "区少芬"),
            ("被申请人", "中山市民众街道办事处"),
            ("文书名称", "当场行政处罚决定书"),
            ("知道日期", "2026-11-20"),
            ("行政复议请求", "撤销处罚决定。"),
            ("事实和理由", "没有占用道路，没有听取申辩。"),
        )
        save(clerk)
    assert clerk.reads("向谁申请：中山市人民政府")


def asked_about_a_will(morning):
    clerk = morning.clerk
    with morning.visitor("公证") as fill:
        begin(clerk)
        fill(("姓名", "麦伟明"), ("公证事项", "遗嘱"), ("解答意见", "须本人到场，带齐材料。"))
        save(clerk)
    assert clerk.reads("还没有登记本人能否到场")


def passed_on(morning):
    clerk = morning.clerk
    with morning.visitor("转介") as fill:
        begin(clerk)
        fill(("姓名", "陈少英"), ("转介事由", "被拖欠社保。"), ("转给谁", "12333"), ("当事人同意", "是"))
        save(clerk)
    assert clerk.reads("转介中")


def served_by_a_lawyer(morning):
    clerk = morning.clerk
    with morning.visitor("律师服务") as fill:
        begin(clerk)
        fill(
            ("姓名", "郭满堂"),
            ("服务类型", "合同审查"),
            ("委托事项", "审查铺面租赁合同"),
            ("承办律师", "林敏"),
        )
        save(clerk)
    assert clerk.reads("律服字〔2026〕0001号")


def visited_by_the_adviser(morning):
    clerk = morning.clerk
    with morning.visitor("顾问日志") as fill:
        begin(clerk)
        fill(("法律顾问", "林敏"), ("到达时间", "09:00"), ("离开时间", "12:00"), ("法律咨询", "3"))
        save(clerk)
    assert clerk.reads("本次小时：3.0")


def begin(clerk: Clerk) -> None:
    """Go on to the next service and begin a record there."""
    clerk.press("Alt+Right", "Ctrl+N")
    clerk.settle()


def save(clerk: Clerk) -> None:
    """Save."""
    clerk.press("Ctrl+S")
    clerk.settle()


def turn(clerk: Clerk, key: str) -> None:
    """Turn the visit into another record by one key: what is typed is saved first."""
    clerk.press(key)
    clerk.settle()
