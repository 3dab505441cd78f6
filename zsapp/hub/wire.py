"""What stations speak to (工作站接口): volumes up, acknowledgements down, requests for certificates.

Each answer that is a refusal has the catalogue's sentence and number. 201 says stored, never applied.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.ids import is_id
from zsapp.services.hub import Hub
from zsapp.services.hub_words import FILE, NONCE, SHA256, SIZE, WAITING, Chain, read_range

LONGEST_WAIT = 20.0
"""Seconds an answer waits for what was just stored to be taken in; a station's line is silent for 30."""
LOOK = 0.02
SMALL = 1 << 20
"""Bytes of a request for a certificate at most."""
LOOPBACK = ("127.0.0.1", "::1")

STATUS = {
    Code.REQUEST_UNSIGNED: 401,
    Code.REQUEST_TOO_MANY: 429,
    Code.REQUEST_TOO_LARGE: 413,
    Code.VOLUME_RANGE: 409,
    Code.VOLUME_DAMAGED: 422,
    Code.DISK_FULL: 507,
    Code.UPSTREAM_UNREACHABLE: 503,
    Code.UPSTREAM_FAULT: 503,
    Code.STORE_BUSY: 503,
}
"""Any other refusal is 403."""

Endpoint = Callable[[Request], Awaitable[Response]]


def refused(error: ZsError) -> Response:
    """Return an error as it travels."""
    said = {
        "code": error.code.name,
        "number": error.code.value.number,
        "message": str(error),
        "remedy": error.remedy,
    }
    return JSONResponse(said, STATUS.get(error.code, 403))


class Wire:
    """The endpoints of one hub."""

    def __init__(self, hub: Hub) -> None:
        """Speak for a hub."""
        self._hub = hub

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/v1/hello", self._guarded(self.hello)),
            Route("/v1/volumes/{sha256}", self._guarded(self.volume), methods=["HEAD", "PUT"]),
            Route("/v1/acknowledgements/{station}", self._guarded(self.acknowledgement)),
            Route("/v1/down/{station}", self._guarded(self.down)),
            Route("/v1/down/{station}/{name}", self._guarded(self.down_file)),
            Route("/v1/enrolment", self._guarded(self.enrol), methods=["POST"]),
            Route("/v1/enrolment/{station}", self._guarded(self.enrolment_answer)),
            Route("/healthz", self.health),
            Route("/metrics", self.metrics),
        ]

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        async def answered(request: Request) -> Response:
            try:
                return await endpoint(request)
            except ZsError as error:
                return refused(error)
            except ClientDisconnect:  # what came is kept; nobody is there to hear
                return Response(status_code=499)

        return answered

    async def _caller(self, request: Request) -> Chain:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        header = request.headers.get("authorization", "")
        return await run_in_threadpool(self._hub.gate.let_in, header, request.method, path)

    def _stranger(self, request: Request) -> None:
        self._hub.strangers.take(request.client.host if request.client else "")

    # --- stations -----------------------------------------------------------------------------------------

    async def hello(self, request: Request) -> Response:
        """Greet whoever gives a nonce."""
        self._stranger(request)
        nonce = _matched(NONCE, request.query_params.get("nonce", ""))
        return Response(await run_in_threadpool(self._hub.greeting, nonce), media_type="application/json")

    async def volume(self, request: Request) -> Response:
        """Say how much of a volume is here, or take the rest of it."""
        await self._caller(request)
        sha256, inbox = _matched(SHA256, request.path_params["sha256"]), self._hub.inbox
        if request.method == "HEAD":
            size = await run_in_threadpool(inbox.size, sha256)
            whole = await run_in_threadpool(inbox.is_whole, sha256)
            return Response(status_code=200 if whole else 404, headers={SIZE: str(size)})
        first, size = read_range(request.headers.get("content-range", ""))
        if await run_in_threadpool(inbox.is_whole, sha256):
            return Response(status_code=201)
        receiving = await run_in_threadpool(inbox.receive, sha256, first, size)
        whole = False
        try:
            async for part in request.stream():
                receiving.write(part)
        finally:
            whole = await run_in_threadpool(receiving.close)
        return Response(status_code=201 if whole else 202)

    async def acknowledgement(self, request: Request) -> Response:
        """Give the acknowledgement to a station, once what was stored has been looked at."""
        caller = await self._caller(request)
        station = _id(request)
        until = time.monotonic() + min(_seconds(request.query_params.get("wait", "0")), LONGEST_WAIT)
        while not self._hub.inbox.is_idle and time.monotonic() < until:
            await asyncio.sleep(LOOK)
        content = await run_in_threadpool(self._hub.acknowledgement, caller, station)
        waiting = "0" if self._hub.inbox.is_idle else str(self._hub.inbox.waiting())
        return Response(content, media_type="application/json", headers={WAITING: waiting})

    async def down(self, request: Request) -> Response:
        """Name the other files that wait for a station."""
        caller = await self._caller(request)
        found = await run_in_threadpool(self._hub.down, caller, _id(request))
        return JSONResponse({"files": sorted(found)})

    async def down_file(self, request: Request) -> Response:
        """Give one of them."""
        caller = await self._caller(request)
        found = await run_in_threadpool(self._hub.down, caller, _id(request))
        name = _matched(FILE, request.path_params["name"])
        if name not in found:
            return Response(status_code=404)
        return Response(found[name], media_type="application/octet-stream")

    # --- who has no certificate yet -----------------------------------------------------------------------

    async def enrol(self, request: Request) -> Response:
        """Take a request for a certificate; a person decides it, by the digits read out by telephone."""
        self._stranger(request)
        content = bytearray()
        async for part in request.stream():
            content += part
            if len(content) > SMALL:
                raise Refusal(Code.REQUEST_DAMAGED)
        digits = await run_in_threadpool(self._hub.ask_to_enrol, bytes(content))
        return JSONResponse({"fingerprint": digits}, 202)

    async def enrolment_answer(self, request: Request) -> Response:
        """Give what was decided; 202 while nobody has. It is of use to the holder of the key alone."""
        self._stranger(request)
        found = await run_in_threadpool(self._hub.enrolment_answer, _id(request))
        if found is None:
            return Response(status_code=202)
        return Response(found, media_type="application/json")

    # --- who watches the machine --------------------------------------------------------------------------

    async def health(self, _request: Request) -> Response:
        """Say whether home and tables answer."""
        try:
            await run_in_threadpool(self._hub.metrics)
        except ZsError as error:
            return refused(error)
        return PlainTextResponse("ok\n")

    async def metrics(self, request: Request) -> Response:
        """Give figures for a watcher on this machine; from elsewhere they are not there."""
        if request.client is None or request.client.host not in LOOPBACK:
            return Response(status_code=404)
        figures: dict[str, Any] = await run_in_threadpool(self._hub.metrics)
        return PlainTextResponse("".join(f"zsapp_hub_{name} {value}\n" for name, value in figures.items()))


def _matched(pattern: re.Pattern[str], text: str) -> str:
    if pattern.fullmatch(text) is None:
        raise Refusal(Code.REQUEST_UNSIGNED)
    return text


def _id(request: Request) -> str:
    station = str(request.path_params["station"])
    if not is_id(station):
        raise Refusal(Code.REQUEST_UNSIGNED)
    return station


def _seconds(text: str) -> float:
    return float(text) if text.isascii() and text.isdecimal() else 0.0
