"""What a browser is told when there is no page for it (网页出错): in Chinese, what happened and what to do.

Stations and watchers of the machine get from their doors what they always got: they read the status alone.
"""

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from zsapp.hub.bureau import HEADERS

MACHINES = ("/v1/", "/healthz", "/metrics")
"""Whose callers are programs."""
WORDS = {
    400: ("没有看懂浏览器送来的内容", "请关闭这个页面，从“返回工作站列表”重新打开，再填写一次"),
    404: ("没有这个页面", "网址可能不完整，或者页面已经改名；请按“返回工作站列表”，从列表里打开"),
    405: ("这个网址不能直接打开", "请按“返回工作站列表”，打开相应的页面，再按页面上的按钮"),
    413: ("填写的内容太多", "请按浏览器的“后退”，缩短以后再提交"),
    500: ("程序内部出错", "已保存的内容没有改动；请稍后再试，仍不行请联系技术人员查看日志"),
}
OTHER = ("没有办成", "请按“返回工作站列表”再试，仍不行请联系技术人员")

Render = Callable[[int, str, str], str]
"""Makes a page of a status and what is to be said."""


class Faults:
    """Answers where no page does."""

    def __init__(self, render: Render) -> None:
        """Tell it on pages made by `render`."""
        self._render = render

    async def http(self, request: Request, error: Exception) -> Response:
        """Tell of an address, a method or a form that leads nowhere."""
        known = error if isinstance(error, HTTPException) else HTTPException(500)
        if request.url.path.startswith(MACHINES):
            return PlainTextResponse(known.detail, known.status_code, headers=known.headers)
        return self.page(known.status_code, dict(known.headers or {}))

    async def bug(self, request: Request, _error: Exception) -> Response:
        """Tell of what nobody foresaw; the server writes its traceback to the log."""
        if request.url.path.startswith(MACHINES):
            return PlainTextResponse("Internal Server Error", 500)
        return self.page(500)

    def page(self, status: int, headers: dict[str, str] | None = None) -> Response:
        """Return the page for a status."""
        said, remedy = WORDS.get(status, OTHER)
        return HTMLResponse(self._render(status, said, remedy), status, {**HEADERS, **(headers or {})})

    def protocol(self) -> type[H11Protocol]:
        """Return how HTTP is spoken: what is no request gets the page too, unless an answer has begun."""
        page = self.page(400)
        head = "".join(f"{name}: {value}\r\n" for name, value in page.headers.items())
        whole = f"HTTP/1.1 400 Bad Request\r\n{head}connection: close\r\n\r\n".encode() + bytes(page.body)

        class Spoken(H11Protocol):
            def send_400_response(self, msg: str) -> None:
                """Answer a request that cannot be read, such as an address of more than 64 KiB."""
                if self.cycle is not None and self.cycle.response_started:
                    super().send_400_response(msg)
                    return
                self.transport.write(whole)
                self.transport.close()

        return Spoken
