"""A town's clerk at the hub's page reviews what comes over the network alone; in a real browser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser import Browser, browser
from tests.db.test_conflicts import by_second
from tests.desks import NEIGHBOUR, PASSPHRASE, TOWN, VILLAGE, Desk, enrol, make_desk, plain_cases
from tests.e2e.test_bureau_page import first_cookie, form
from tests.hubs import Served, enrolled, served
from tests.liars import send
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.exchange.http_line import Line, read_address
from zsapp.hub.sessions import COOKIE
from zsapp.services.station import Station
from zsapp.services.transfer import Transfers
from zsapp.services.upstream import Network

CLERK, REVIEWER = "小李", "reviewer"
MEDIATOR = "调解员老陈"
CASE = plain_cases()[0]
TITLE = "何䶮与梁亚娣相邻排水纠纷"


@dataclass
class Town:
    """A town's hub, a village and its neighbour below it, which only ever speak over the network."""

    hub: Served
    village: Station
    neighbour: Desk
    place: Path

    def save(self, case: dict[str, Any], record_id: str = "", base: int = 0) -> str:
        record_id = record_id or new_id()
        with self.village.store.write() as writer:
            writer.save("mediation", record_id, case, base_version=base, verb="save")
        return record_id

    def sync(self) -> None:
        self.village.network.sync(self.hub.url, self.hub.pin)

    def sync_neighbour(self) -> None:
        desk = self.neighbour
        Network(desk.store, desk.exchange, desk.enrolment, desk.days).sync(self.hub.url, self.hub.pin)

    def state(self, record_id: str) -> str:
        with self.village.store.read() as reader:
            return reader.sync_state(record_id)

    def who(self, record_id: str) -> list[str]:
        """Return who has said something of a record at the hub."""
        with self.hub.hub.store.read() as reader:
            own = self.hub.hub.station.profile.id
            return [one.header.who for one in reader.history(record_id) if one.header.station == own]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    place = tmp_path_factory.mktemp("town")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        with enrolled(place, "village") as stations:
            neighbour = make_desk(place / "neighbour", NEIGHBOUR)
            with served(place / TOWN) as hub:
                station = hub.hub.station
                enrol(Desk(station.store, station.profile), neighbour, place)
                station.add_user(CLERK, PASSPHRASE, REVIEWER)
                station.add_user(MEDIATOR, PASSPHRASE, "mediator")
                made = Town(hub, stations["village"], neighbour, place)
                made.sync_neighbour()
                yield made
            neighbour.store.close()


@pytest.fixture(scope="module")
def page(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as made:
        made.open(f"{town.hub.url}/login")
        made.type("#user", CLERK)
        made.type("#passphrase", PASSPHRASE)
        made.press("button")
        made.until("全部工作站")
        yield made


def test_a_case_goes_back_over_the_network_and_is_passed_when_it_comes_again(
    town: Town, page: Browser, tmp_path: Path
) -> None:
    record_id = town.save(CASE)
    town.sync()
    page.press_link("校核")
    page.until(TITLE)
    page.picture(tmp_path / "review-list.png")
    page.press_link(TITLE)
    assert "何䶮" in page.until("理由或意见")
    page.picture(tmp_path / "review-record.png")
    page.press("button[value=return]")
    page.until("还没有填写理由")
    page.type("#reason", "申请人住址不完整，请补充")
    page.picture(tmp_path / "review-reason.png")
    page.press("button[value=return]")
    page.until("这一版已经校核过")
    page.picture(tmp_path / "review-returned.png")
    town.sync()
    assert town.state(record_id) == "已退回"
    (back,) = town.village.reviews.returned()
    assert back.review.reason == "申请人住址不完整，请补充"
    town.save({**CASE, "brief": "补充了住址"}, record_id, base=1)
    town.sync()
    page.press_link("校核")
    page.press_link(TITLE)
    page.until("第 2 版")
    page.press("button[value=accept]")
    page.until("镇已校核")
    town.sync()
    assert town.state(record_id) == "镇已校核"
    assert town.who(record_id) == [CLERK, CLERK]


def test_a_transfer_is_passed_on_by_the_hub_and_the_page_shows_how_it_stands(
    town: Town, page: Browser, tmp_path: Path
) -> None:
    record_id = town.save(plain_cases()[1])
    town.village.transfers.offer(record_id, NEIGHBOUR, "当事人都住在邻村")
    town.sync()
    page.press_link("移交")
    assert "当事人都住在邻村" in page.until("等待接收")
    town.sync_neighbour()
    Transfers(town.neighbour.store, town.neighbour.profile).accept(record_id, "当事人已经联系上")
    town.sync_neighbour()
    town.sync()
    assert town.state(record_id) == "已移交"
    own = town.save(plain_cases()[2])
    town.village.transfers.offer(own, TOWN, "案情重大")
    town.sync()
    page.press_link("移交")
    assert "当事人已经联系上" in page.until("已接收")
    page.picture(tmp_path / "transfers.png")
    assert "不接收的原因" not in page.text, "a reviewer changes no case"
    with Line(read_address(town.hub.url, town.hub.pin)) as line:
        made = cookie_of(line, "站长")
        token = token_of(line, "/bureau/transfers", made)
        declined = form(line, "/bureau/transfers", made, token=token, record=own, answer="decline")
        assert f"（{Code.REASON_MISSING.value.number}）" in declined.content.decode()
        assert form(line, "/bureau/transfers", made, token=token, record=own, answer="accept").status == 303
    town.sync()
    assert town.state(own) == "已移交"


def test_a_conflict_is_decided_on_the_page_and_the_owner_hears_of_it(
    town: Town, page: Browser, tmp_path: Path
) -> None:
    second = make_desk(town.place / "second", VILLAGE)
    station = town.hub.hub.station
    enrol(Desk(station.store, station.profile), second, town.place)
    case = plain_cases()[3]
    record_id = town.save(case)
    town.save({**case, "brief": "甲的写法"}, record_id, base=1)
    town.sync()
    theirs = by_second(second, record_id, {**case, "brief": "乙的写法"})
    station.exchange.import_path(send(second, town.place, theirs))
    second.store.close()
    page.press_link("冲突")
    page.until("乙的写法")
    page.picture(tmp_path / "conflicts.png")
    page.press("button[value=theirs]")
    page.until("没有等待决定的冲突")
    town.sync()
    with town.village.store.read() as reader:
        stored = reader.record(record_id)
    assert stored is not None
    assert stored.payload["brief"] == "乙的写法"


# --- who may ----------------------------------------------------------------------------------------------


def cookie_of(line: Line, user: str) -> str:
    cookie, token = first_cookie(line)
    entered = form(line, "/login", cookie, token=token, user=user, passphrase=PASSPHRASE)
    return entered.headers["set-cookie"].partition("=")[2].partition(";")[0]


def token_of(line: Line, path: str, cookie: str) -> str:
    shown = line.ask("GET", path, {"Cookie": f"{COOKIE}={cookie}"}).content.decode()
    return shown.partition('name="token" value="')[2].partition('"')[0]


def test_who_may_not_review_finds_no_way_in_and_is_refused(town: Town) -> None:
    record_id = town.save(CASE)
    town.sync()
    with Line(read_address(town.hub.url, town.hub.pin)) as line:
        cookie = {"Cookie": f"{COOKIE}={cookie_of(line, MEDIATOR)}"}
        assert "校核" not in line.ask("GET", "/bureau", cookie).content.decode()
        for path in ("/bureau/review", f"/bureau/review/{record_id}", "/bureau/conflicts"):
            refused = line.ask("GET", path, cookie)
            assert refused.status == 403
            assert f"（{Code.ROLE_MAY_NOT.value.number}）" in refused.content.decode()
            assert TITLE not in refused.content.decode()


def test_a_verdict_from_elsewhere_or_about_nothing_is_not_taken(town: Town) -> None:
    record_id = town.save(CASE)
    town.sync()
    with Line(read_address(town.hub.url, town.hub.pin)) as line:
        made = cookie_of(line, CLERK)
        token = token_of(line, f"/bureau/review/{record_id}", made)

        def said(path: str, **fields: str) -> tuple[int, str]:
            answer = form(line, path, made, **fields)
            return answer.status, answer.content.decode()

        def number(code: Code) -> str:
            return f"（{code.value.number}）"

        assert number(Code.BUREAU_FORM) in said(f"/bureau/review/{record_id}", what="accept")[1]
        assert said(f"/bureau/review/{record_id}", token=token, what="burn")[0] == 403
        long = "长" * 2_001
        status, text = said(f"/bureau/review/{record_id}", token=token, what="return", reason=long)
        assert status == 403
        assert long in text, "what was typed is still there"
        assert (
            number(Code.RECORD_UNKNOWN) in said(f"/bureau/review/{new_id()}", token=token, what="accept")[1]
        )
        assert (
            number(Code.CONFLICT_UNKNOWN)
            in said("/bureau/conflicts", token=token, record=record_id, field="brief", side="mine")[1]
        )
        assert (
            number(Code.ROLE_MAY_NOT)
            in said("/bureau/transfers", token=token, record=record_id, answer="accept")[1]
        )
        with town.hub.hub.store.read() as reader:
            assert reader.review_of(record_id) is None


def test_a_record_is_found_by_its_number_and_the_list_goes_on_by_pages(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [town.save({**CASE, "volume_no": f"（2026）沙龙瑞人调字第{n}号"}) for n in range(701, 704)]
    town.sync()
    monkeypatch.setattr("zsapp.services.hub_desk.PAGE", 2)
    with Line(read_address(town.hub.url, town.hub.pin)) as line:
        cookie = {"Cookie": f"{COOKIE}={cookie_of(line, CLERK)}"}

        def asked(path: str, **words: str) -> Any:
            return line.ask("GET", f"{path}?{urlencode(words)}", cookie)

        first = asked("/bureau/review", state="全部").content.decode()
        assert [one in first for one in ids] == [False, True, True]
        after = first.partition("after=")[2].partition('"')[0]
        assert ids[0] in asked("/bureau/review", state="全部", after=after).content.decode()
        number = "（2026）沙龙瑞人调字第702号"
        found = asked("/bureau/review/find", number=number)
        assert (found.status, found.headers["location"]) == (303, f"/bureau/review/{ids[1]}")
        assert asked("/bureau/review/find", number="没有这个号").status == 403
        only = asked("/bureau/review", station=town.neighbour.store.station, state="全部")
        assert ids[0] not in only.content.decode()
