"""What a transfer asks for next is said to everybody in it, and how a record stands with other stations."""

from pathlib import Path

from tests.db.test_transfer import Country, country, offered, refusal, reviews, transfers
from tests.desks import NEIGHBOUR, OTHER_VILLAGE, Desk, make_desk, plain_cases
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.services.conflicts import Conflicts
from zsapp.services.review_duties import QueueDuties
from zsapp.services.standing import Standing, Standings

__all__ = ["country"]


def standing(desk: Desk, record_id: str) -> Standing:
    return Standings(desk.store, reviews(desk), transfers(desk)).of(record_id)


def step(desk: Desk) -> str:
    """Return what a station is told to do next about the only transfer it knows."""
    (line,) = transfers(desk).listing()
    return line.step


def test_everybody_is_told_what_is_to_be_done_next_until_the_answer_is_home(country: Country) -> None:
    village, town, neighbour = country.village, country.town, country.neighbour
    record_id = village.save(plain_cases()[0])
    transfers(village).offer(record_id, NEIGHBOUR, "当事人都住在邻村")
    assert step(village) == "还没有送出。下一步：到“数据交换”导出，交沙溪镇公共法律服务工作站导入"
    village.exchange.export(country.three.stick)
    assert step(village).startswith("已导出。下一步：把U盘交沙溪镇公共法律服务工作站导入")
    town.exchange.import_path(country.three.stick)
    village.exchange.import_path(country.three.stick)
    assert step(village).startswith("沙溪镇公共法律服务工作站已收到，会转给对方。下一步：等对方答复")
    assert step(town).startswith("下一步：到“校核”给沙溪镇邻村公共法律服务工作室写出回执")
    country.home(neighbour)
    assert step(neighbour) == "等本站答复。下一步：看过内容，接收或者不接收"
    country.up(neighbour)
    assert step(town) == "已送到沙溪镇邻村公共法律服务工作室，等它答复"
    transfers(neighbour).accept(record_id, "明天派人去")
    assert step(neighbour).startswith("签收还没有送出。下一步：到“数据交换”导出")
    neighbour.exchange.export(country.three.stick)
    assert step(neighbour).startswith("签收已导出。下一步：把U盘交")
    country.up(neighbour)
    assert step(neighbour) == ""
    assert step(town).startswith("下一步：到“校核”给沙溪镇龙瑞村公共法律服务工作室写出回执")
    country.home(village)
    (line,) = transfers(village).listing()
    assert (line.answer, line.answered_by, line.step, line.unsent) == ("明天派人去", "站长", "", False)
    country.up(village)
    assert step(town) == ""


def test_why_it_was_not_taken_reaches_the_giver_and_a_withdrawal_the_taker(country: Country) -> None:
    record_id = offered(country)
    village, neighbour = country.village, country.neighbour
    transfers(neighbour).decline(record_id, "当事人不在本村")
    assert step(neighbour).startswith("答复还没有送出")
    country.up(neighbour)
    country.home(village)
    (line,) = transfers(village).listing()
    assert (line.declined, line.reason, line.answer) == (True, "当事人都住在邻村", "当事人不在本村")
    (duty,) = QueueDuties(Conflicts(village.store), transfers(village)).duties(village.days())
    assert duty.what == "沙溪镇乐群村没有接收：当事人不在本村"
    transfers(village).offer(record_id, NEIGHBOUR, "再问一次")
    country.up(village)
    country.home(neighbour)
    transfers(village).withdraw(record_id)
    assert transfers(village).listing()[0].step.startswith("撤回还没有送出。下一步：到“数据交换”导出")
    first, _ = QueueDuties(Conflicts(village.store), transfers(village)).duties(village.days())
    assert (first.pressing, first.page) == ("unsent", "exchange")
    country.up(village)
    country.home(neighbour)
    taken_back = transfers(neighbour).listing()[0]
    assert (taken_back.state, taken_back.step, taken_back.answer) == ("已撤回", "", "")


def test_an_offer_that_goes_nowhere_says_so(country: Country, tmp_path: Path) -> None:
    village, town = country.village, country.town
    record_id = village.save(plain_cases()[0])
    transfers(village).offer(record_id, OTHER_VILLAGE, "当事人已搬走")
    country.up(village)
    assert step(town).endswith("由中山市公共法律服务中心转交；它还没有入网的，请移交单位撤回")
    lone = make_desk(tmp_path / "lone", OTHER_VILLAGE)
    transfers(lone).offer(lone.save(plain_cases()[0]), NEIGHBOUR, "x")
    assert step(lone).startswith("本站还没有入网证书，送不出去")
    lone.store.close()


def test_a_record_says_how_it_stands_with_other_stations(country: Country) -> None:
    village, neighbour = country.village, country.neighbour
    record_id = village.save(plain_cases()[0])
    before = standing(village, record_id)
    assert (before.sync, before.may_offer, before.locked, before.transfer) == ("已登记", True, False, None)
    transfers(village).offer(record_id, NEIGHBOUR, "当事人都住在邻村")
    during = standing(village, record_id)
    assert (during.may_offer, during.locked) == (False, True)
    country.up(village)
    reviews(country.town).comment(record_id, "请尽快")
    country.home(neighbour)
    transfers(neighbour).accept(record_id)
    assert standing(neighbour, record_id).transfer is not None, "our answer has not left yet"
    country.up(neighbour)
    assert standing(neighbour, record_id).transfer is None
    country.home(village)
    after = standing(village, record_id)
    assert (after.own, after.sync, after.locked, after.may_offer) == (False, "已移交", True, False)
    assert [one.text for one in after.comments] == ["请尽快"]
    assert refusal(standing, neighbour, new_id()) is Code.RECORD_UNKNOWN


def test_places_near_by_come_first_and_stations_known_by_name(country: Country) -> None:
    found = transfers(country.village).places()
    assert [one.name for one in found[:2]] == ["沙溪镇公共法律服务工作站", "中山市公共法律服务中心"]
    assert found[2].name.startswith("沙溪镇")
    assert country.village.profile.code not in [one.code for one in found]
    assert len({one.code for one in found}) == len(found) > 200


def test_what_is_offered_can_be_read_before_it_is_taken(country: Country) -> None:
    record_id = offered(country)
    (line,) = transfers(country.neighbour).listing()
    assert (line.here, line.known) == (True, False)
    labels = [one.label for one in transfers(country.neighbour).sheet(record_id)]
    assert "纠纷类型" in labels
    assert transfers(country.neighbour).sheet(country.village.store.station) == ()
