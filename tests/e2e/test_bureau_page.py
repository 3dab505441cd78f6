"""The bureau's page in a real browser, without JavaScript, over real TLS; what a forger may not do there."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browser import Browser, browser
from tests.desks import CITY, PASSPHRASE, plain_cases
from tests.e2e.desktop import wait_for
from tests.hubs import Served, enrolled, served
from tests.stations import make_station
from zsapp.base import clock
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.exchange.http_line import Answer, Line, read_address
from zsapp.hub.sessions import COOKIE, LASTS, Sessions
from zsapp.records.upstream_read import Receipt
from zsapp.services import credentials
from zsapp.services.hub_bureau import NEVER, SILENT

VILLAGE_NAME = "沙溪镇龙瑞村公共法律服务工作室"
VIEWER, SEES = "局管理员", "administrator"


@dataclass
class Bureau:
    """A hub whose village has sent its cases, one of them bad."""

    hub: Served
    village: str

    def line(self) -> Line:
        return Line(read_address(self.hub.url, self.hub.pin))


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bureau]:
    place = tmp_path_factory.mktemp("bureau")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        with enrolled(place, "village") as stations, served(place / CITY) as hub:
            village = stations["village"]
            with village.store.write() as writer:
                for case in plain_cases():
                    writer.save("mediation", new_id(), case, base_version=0, verb="save")
                writer.save("mediation", new_id(), {"nonsense": 1}, base_version=0, verb="save")
            village.network.sync(hub.url, hub.pin)
            hub.hub.station.add_user(VIEWER, PASSPHRASE, SEES)
            yield Bureau(hub, village.profile.id)


@pytest.fixture(scope="module")
def chromium(bureau: Bureau, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as made:
        made.open(bureau.hub.url)
        yield made


@pytest.fixture
def page(chromium: Browser) -> Browser:
    """Give the browser as somebody finds it who comes to it first."""
    chromium.forget()
    return chromium


def log_in(page: Browser, bureau: Bureau, user: str = "站长", passphrase: str = PASSPHRASE) -> None:
    page.open(f"{bureau.hub.url}/login")
    page.type("#user", user)
    page.type("#passphrase", passphrase)
    page.press("button")


def test_who_does_not_log_in_sees_nothing(page: Browser, bureau: Bureau) -> None:
    page.open(bureau.hub.url)
    page.until("登录")
    assert page.url.endswith("/login")
    assert "龙瑞村" not in page.text
    log_in(page, bureau, passphrase="不是口令")
    page.until("口令不正确")
    log_in(page, bureau)
    page.until("全部工作站")
    (cookie,) = page.cookies()
    told = cookie["name"], cookie["secure"], cookie["httpOnly"], cookie["sameSite"]
    assert told == (COOKIE, True, True, "Strict")


def test_the_bureau_looks_from_the_list_down_to_one_station(page: Browser, bureau: Bureau) -> None:
    log_in(page, bureau)
    said = page.until("全部工作站")
    assert "沙溪镇" in said
    assert "从未上送" in said
    page.press_link(VILLAGE_NAME)
    said = page.until("隔离的内容")
    assert "第 1 至" in said
    assert "内容不符合要求（1105）：nonsense" in said or "内容不符合要求" in said
    page.press_link("收件登记")
    assert VILLAGE_NAME in page.until("已入库")


def test_a_figure_leads_to_its_cases_and_no_case_to_a_name(page: Browser, bureau: Bureau) -> None:
    log_in(page, bureau)
    page.until("全部工作站")
    page.press_link("统计")
    said = page.until("镇街和调委会")
    assert "古镇镇" in said
    assert "云灯工业园" not in said
    page.press_link("古镇镇")
    page.until("中山市古镇镇云灯工业园人民调解委员会")
    page.press("section:nth-of-type(2) td a")
    said = page.until("只列编号、类型、状态和日期")
    assert "劳动争议纠纷" in said
    names = {party["name"] for case in plain_cases() for party in case["parties"]}
    assert not [name for name in names if name in said]


def test_a_role_sees_what_it_may(page: Browser, bureau: Bureau) -> None:
    log_in(page, bureau, VIEWER)
    said = page.until("全部工作站")
    assert "统计" not in said
    page.open(f"{bureau.hub.url}/bureau/figures")
    assert "请由" in page.until("没有办成") or "不能" in page.text
    page.press(".who button")
    page.until("登录")
    page.open(f"{bureau.hub.url}/bureau")
    assert page.url.endswith("/login")


def test_a_request_for_a_certificate_is_granted_after_a_call(
    page: Browser, bureau: Bureau, tmp_path: Path
) -> None:
    hub = bureau.hub.hub
    with make_station(tmp_path / "one", "town") as one, make_station(tmp_path / "two", "town") as two:
        for fresh in (one, two):
            hub.ask_to_enrol(fresh.enrolment.request_bytes())
        log_in(page, bureau)
        page.until("全部工作站")
        page.press_link("入网申请")
        assert one.enrolment.fingerprint() in page.until("逐位核对指纹")
        page.press(f"form:has(input[value='{one.profile.id}']) button[value=grant]")
        page.until("已批准")
        page.type(f"form:has(input[value='{two.profile.id}']) input.long", "电话里核对不上")
        page.press(f"form:has(input[value='{two.profile.id}']) button[value=refuse]")
        page.until("已拒绝")
        answer = hub.enrolment_answer(one.profile.id)
        assert answer is not None
        one.enrolment.accept_bytes(answer)
        with hub.store.read() as reader:
            noted = [entry.header.who for entry in reader.noted(("decide_request",), 2)]
    assert noted == ["站长", "站长"]


# --- by hand ----------------------------------------------------------------------------------------------


def form(line: Line, path: str, cookie: str, **fields: str) -> Answer:
    body = urlencode(fields).encode()
    headers = {"Cookie": f"{COOKIE}={cookie}", "Content-Length": str(len(body))}
    return line.ask("POST", path, headers, [body])


def first_cookie(line: Line) -> tuple[str, str]:
    """Return the cookie and the token of a fresh log-in page."""
    answer = line.ask("GET", "/login")
    cookie = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    token = answer.content.decode().partition('name="token" value="')[2].partition('"')[0]
    return cookie, token


def test_every_page_says_what_a_browser_may_load(bureau: Bureau) -> None:
    with bureau.line() as line:
        answer = line.ask("GET", "/login")
        rules = answer.headers["content-security-policy"]
        assert rules.startswith("default-src 'none'; style-src 'self'")
        assert "frame-ancestors 'none'" in rules
        assert answer.headers["cache-control"] == "no-store"
        assert b"<script" not in answer.content
        assert b"http://" not in answer.content
        assert line.ask("GET", "/static/hub.css").headers["content-type"].startswith("text/css")
        assert line.ask("GET", "/static/hei.ttf").status == 200
        assert line.ask("GET", "/static/..%2fhub.py").status == 404


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        (("GET", "/nowhere"), 404, "没有这个页面"),
        (("GET", "/static/nothing"), 404, "没有这个页面"),
        (("GET", "/logout"), 405, "这个网址不能直接打开"),
        (("no method", "/bureau"), 400, "没有看懂浏览器送来的内容"),
    ],
)
def test_who_finds_no_page_is_told_so_in_chinese(
    bureau: Bureau, logged: list[logging.LogRecord], asked: tuple[str, str], status: int, said: str
) -> None:
    with bureau.line() as line:
        answer = line.ask(*asked)
    logged.clear()  # the server notes what is no request
    told = answer.content.decode()
    assert (answer.status, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert f"<h1>{said}</h1>" in told
    assert 'href="/bureau"' in told
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_what_nobody_foresaw_is_told_on_a_page_too(
    bureau: Bureau, logged: list[logging.LogRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    with bureau.line() as line:
        cookie, token = first_cookie(line)
        entered = form(line, "/login", cookie, token=token, user="站长", passphrase=PASSPHRASE)
        made = entered.headers["set-cookie"].partition("=")[2].partition(";")[0]
        monkeypatch.setattr(bureau.hub.hub.bureau, "towns", None)
        answer = line.ask("GET", "/bureau", {"Cookie": f"{COOKIE}={made}"})
    with bureau.line() as line:  # the server has closed the other one
        monkeypatch.setattr(bureau.hub.hub.gate, "let_in", None)
        plain = line.ask("GET", f"/v1/down/{new_id()}")
    assert (answer.status, "<h1>程序内部出错</h1>" in answer.content.decode()) == (500, True)
    assert (plain.status, plain.content) == (500, b"Internal Server Error")
    wait_for("both in the log, where they come after the answer", lambda: len(logged) == 2)
    logged.clear()


def test_a_program_at_a_door_of_its_own_gets_no_page(bureau: Bureau) -> None:
    with bureau.line() as line:
        assert line.ask("GET", "/v1/nowhere").content == b"Not Found"
        assert line.ask("DELETE", "/v1/hello").status == 405
        refused = line.ask("GET", f"/v1/down/{new_id()}")
    assert refused.headers["content-type"] == "application/json"


def test_a_form_that_came_from_elsewhere_is_not_taken(bureau: Bureau) -> None:
    good = {"user": "站长", "passphrase": PASSPHRASE}
    with bureau.line() as line:
        cookie, token = first_cookie(line)
        assert form(line, "/login", cookie, token="0" * 32, **good).status == 403
        assert form(line, "/login", "none", token=token, **good).status == 403
        cookie, token = first_cookie(line)
        entered = form(line, "/login", cookie, token=token, **good)
        assert entered.status == 303
        made = entered.headers["set-cookie"].partition("=")[2].partition(";")[0]
        assert made != cookie
        for path in ("/logout", "/bureau/requests"):
            refused = form(line, path, made, token=token)
            assert refused.status == 403
            assert f"（{Code.BUREAU_FORM.value.number}）" in refused.content.decode()
        assert form(line, "/logout", made, token=token, much="x" * (33 << 10)).status == 403
        gone = line.ask("GET", f"/bureau/stations/{new_id()}", {"Cookie": f"{COOKIE}={made}"})
        assert f"（{Code.CERT_UNKNOWN.value.number}）" in gone.content.decode()
        odd = line.ask(
            "GET", "/bureau/figures?kind=x&year=x&number=99&by=x&row=x", {"Cookie": f"{COOKIE}={made}"}
        )
        assert odd.status == 200
        assert line.ask("GET", "/bureau?quiet=x", {"Cookie": f"{COOKIE}={made}"}).status == 200


def test_a_session_ends_by_itself() -> None:
    clock_of = [0.0]
    sessions = Sessions(lambda: clock_of[0])
    key, session = sessions.begin("站长")
    clock_of[0] = LASTS - 1
    assert sessions.find(key) is session
    clock_of[0] += LASTS + 1
    assert sessions.find(key) is None


def test_a_station_that_has_gone_quiet_is_named(bureau: Bureau) -> None:
    hub = bureau.hub.hub
    with hub.store.shelf() as shelf:
        (last, *_) = shelf.receipts(bureau.village)
    old = clock.now() - timedelta(days=30)
    with hub.store.read() as reader:
        known = credentials.read_certificates(reader)
        other = next(one.station for one in known if one.station != bureau.village)
    hub.store.keep_receipt(
        Receipt(
            **{name: getattr(last, name) for name in last.__dataclass_fields__} | {"sender": other, "at": old}
        )
    )
    states = {one.id: one for town in hub.bureau.towns() for one in town.stations}
    assert (states[other].state, states[other].quiet) == (SILENT, 30)
    assert hub.bureau.towns(60)[0].counted(SILENT) == 0
    assert states[bureau.village].state not in (SILENT, NEVER)
