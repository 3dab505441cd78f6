"""The bureau's pages (司法局网页): server-rendered, in Chinese, no JavaScript, nothing foreign.

Every page but the log-in asks for a user of the hub's home and shows what their role may see. A form is taken
only with the token of the page it came from.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from zsapp.base.clock import CHINA
from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.paths import shipped
from zsapp.hub import figures
from zsapp.hub.sessions import COOKIE, Session, Sessions
from zsapp.rules.mediation import SECTOR as CASES
from zsapp.rules.reporting import REPORT
from zsapp.rules.roles import EXCHANGE, Right
from zsapp.services.hub import Hub
from zsapp.services.hub_bureau import QUIET_DAYS, User
from zsapp.services.hub_desk import text_of

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Strict-Transport-Security": "max-age=31536000",
}
STATIC = {
    "hub.css": ("hub/hub.css", "text/css"),
    "hei.ttf": ("fonts/NotoSansSC-400.ttf", "font/ttf"),
}
FORM = 32 << 10
"""Bytes of a form at most: a reason of 2,000 characters is 18,000 of them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is logged in."""

    request: Request
    session: Session
    user: User

    def asked(self, name: str, default: str = "") -> str:
        """Return what the address asks for."""
        return self.request.query_params.get(name, default)

    def number(self, name: str, default: int) -> int:
        """Return a number that the address asks for; what is none is the default."""
        text = self.asked(name)
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default


Page = Callable[[Visit], Awaitable[Response]]


class Bureau:
    """The pages of one hub."""

    def __init__(self, hub: Hub) -> None:
        """Show a hub."""
        self._hub = hub
        self._desk = hub.bureau
        self._sessions = Sessions()
        self._pages = Environment(
            loader=FileSystemLoader(shipped("resources") / "hub"), autoescape=True, undefined=StrictUndefined
        )
        self._pages.filters["words"] = text_of
        self._pages.filters["moment"] = lambda when: when.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")

    def routes(self) -> list[Route]:
        """Return the routes."""
        get, post = ["GET"], ["POST"]
        return [
            Route("/", self.front),
            Route("/login", self.login_page, methods=get),
            Route("/login", self.login, methods=post),
            Route("/logout", self.for_users(self.logout), methods=post),
            Route("/bureau", self.for_users(self.stations)),
            Route("/bureau/stations/{station}", self.for_users(self.station)),
            Route("/bureau/receipts", self.for_users(self.receipts)),
            Route("/bureau/figures", self.for_users(self.figures)),
            Route("/bureau/requests", self.for_users(self.requests), methods=get),
            Route("/bureau/requests", self.for_users(self.decide), methods=post),
            Route("/static/{name}", self.static),
        ]

    # --- who is there -------------------------------------------------------------------------------------

    def for_users(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """Return a page for those alone who are logged in; what goes wrong on it is told on a page."""

        async def shown(request: Request) -> Response:
            session = self._sessions.find(request.cookies.get(COOKIE, ""))
            if session is None or not session.user:
                return RedirectResponse("/login", 303, HEADERS)
            user = await run_in_threadpool(self._desk.user, session.user)
            visit = Visit(request, session, user)
            try:
                return await page(visit)
            except ZsError as error:
                return self.page(visit, "error.html", 403, error=error)

        return shown

    async def front(self, _request: Request) -> Response:
        """Lead to the stations."""
        return RedirectResponse("/bureau", 303, HEADERS)

    async def login_page(self, _request: Request) -> Response:
        """Show the log-in."""
        return self._login_page("", "")

    def _login_page(self, said: str, user: str, status: int = 200) -> Response:
        key, session = self._sessions.begin()
        content = self._pages.get_template("login.html").render(
            hub=self._desk.name, said=said, user=user, token=session.token
        )
        return _with_cookie(HTMLResponse(content, status, HEADERS), key)

    async def login(self, request: Request) -> Response:
        """Log in."""
        key = request.cookies.get(COOKIE, "")
        session = self._sessions.find(key)
        form = await _form(request)
        if session is None or not session.is_own(form.get("token", "")):
            return self._login_page("页面已过期，请重新填写。", form.get("user", ""), 403)
        try:
            self._hub.strangers.take(request.client.host if request.client else "")
            user = await run_in_threadpool(
                self._desk.log_in, form.get("user", ""), form.get("passphrase", "")
            )
        except ZsError as error:
            return self._login_page(f"{error}。{error.remedy}", form.get("user", ""), 403)
        made, _ = self._sessions.begin(user.name, instead=key)
        return _with_cookie(RedirectResponse("/bureau", 303, HEADERS), made)

    async def logout(self, visit: Visit) -> Response:
        """Log out."""
        await self.checked_form(visit)
        self._sessions.end(visit.request.cookies.get(COOKIE, ""))
        return RedirectResponse("/login", 303, HEADERS)

    async def checked_form(self, visit: Visit) -> dict[str, str]:
        """Return what the form of a visit says.

        Raises:
            Refusal: BUREAU_FORM for one that is not of a page of theirs.
        """
        form = await _form(visit.request)
        if not visit.session.is_own(form.get("token", "")):
            raise Refusal(Code.BUREAU_FORM)
        return form

    def page(self, visit: Visit, name: str, status: int = 200, **shown: Any) -> Response:
        """Return a page from its template."""
        said = {"hub": self._desk.name, "user": visit.user, "token": visit.session.token, "link": link}
        may = {
            "review": visit.user.badge.may(Right.REVIEW, CASES),
            "change": visit.user.badge.may(Right.CHANGE, CASES),
            "figures": visit.user.badge.may(Right.SEE, REPORT),
            "requests": visit.user.badge.may(Right.ADMINISTER, EXCHANGE),
        }
        content = self._pages.get_template(name).render(**said, may=may, **shown)
        return HTMLResponse(content, status, HEADERS)

    def fault(self, status: int, said: str, remedy: str) -> str:
        """Return the page for whoever meets no page, logged in or not."""
        page = self._pages.get_template("fault.html")
        return page.render(hub=self._desk.name, status=status, said=said, remedy=remedy)

    # --- pages --------------------------------------------------------------------------------------------

    async def stations(self, visit: Visit) -> Response:
        """Show the stations by town."""
        quiet = visit.number("quiet", QUIET_DAYS)
        towns = await run_in_threadpool(self._desk.towns, quiet)
        backup = await run_in_threadpool(self._desk.backup)
        return self.page(
            visit, "stations.html", towns=towns, quiet=quiet, only=visit.asked("only"), backup=backup
        )

    async def station(self, visit: Visit) -> Response:
        """Show one station: how far it has come, what is held, what came last."""
        name = str(visit.request.path_params["station"])
        found = await run_in_threadpool(self._desk.station, name)
        held = await run_in_threadpool(self._desk.held, name)
        receipts = await run_in_threadpool(self._desk.receipts, name)
        return self.page(visit, "station.html", one=found, held=held, receipts=receipts)

    async def receipts(self, visit: Visit) -> Response:
        """Show what came last, of all stations."""
        found = await run_in_threadpool(self._desk.receipts)
        return self.page(visit, "receipts.html", receipts=found)

    async def figures(self, visit: Visit) -> Response:
        """Show Table B, a row of it, or the cases behind a figure."""
        visit.user.require(Right.SEE, REPORT)
        visit.user.require(Right.SEE, CASES)
        asked = figures.read_asked(visit.request.query_params, self._desk.today())
        report = await run_in_threadpool(self._desk.table_b, asked.table)
        shown = figures.shown(report, asked)
        cases = await run_in_threadpool(self._desk.cases, shown.ids) if asked.column else ()
        return self.page(visit, "figures.html", asked=asked, shown=shown, cases=cases)

    async def requests(self, visit: Visit) -> Response:
        """Show who asks for a certificate."""
        visit.user.require(Right.ADMINISTER, EXCHANGE)
        found = await run_in_threadpool(self._desk.requests)
        return self.page(visit, "requests.html", requests=found)

    async def decide(self, visit: Visit) -> Response:
        """Grant or refuse a certificate."""
        form = await self.checked_form(visit)
        grant = form.get("decision") == "grant"
        station, reason = form.get("station", ""), form.get("reason", "")
        await run_in_threadpool(lambda: self._desk.decide(visit.user, station, grant=grant, reason=reason))
        return RedirectResponse("/bureau/requests", 303, HEADERS)

    async def static(self, request: Request) -> Response:
        """Give the style sheet, or the typeface for a computer that has none for Chinese."""
        found = STATIC.get(str(request.path_params["name"]))
        if found is None:
            raise HTTPException(404)
        path: Path = shipped("resources") / found[0]
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "max-age=86400"}
        return FileResponse(path, media_type=found[1], headers=headers)


def link(path: str, **asked: Any) -> str:
    """Return an address with what it asks for; what is empty is left out."""
    told = {name: str(value) for name, value in asked.items() if value not in ("", None)}
    return f"{path}?{urlencode(told)}" if told else path


async def _form(request: Request) -> dict[str, str]:
    """Return what a form says; one that is too large says nothing."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > FORM:
            return {}
    fields = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in fields.items()}


def _with_cookie(response: Response, key: str) -> Response:
    response.set_cookie(COOKIE, key, path="/", secure=True, httponly=True, samesite="strict")
    return response
