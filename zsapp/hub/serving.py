"""Serving (提供服务): opens the hub, binds its address, and serves until told to stop."""

import json
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from zsapp.base.errors import Code, Refusal, Trouble
from zsapp.base.files import words_of
from zsapp.hub.bureau import Bureau
from zsapp.hub.faults import Faults
from zsapp.hub.review import Review
from zsapp.hub.wire import Wire
from zsapp.services.hub import Hub, Tls, open_hub, tls_of

GRACE = 5
"""Seconds that requests under way are given at the end."""


def application(hub: Hub, bureau: Bureau, faults: Faults) -> Starlette:
    """Return the application of a hub."""
    return Starlette(
        routes=[*Wire(hub).routes(), *bureau.routes(), *Review(hub, bureau).routes()],
        exception_handlers={HTTPException: faults.http, Exception: faults.bug},
    )


def read_listen(text: str) -> tuple[str, int]:
    """Return host and port of an option.

    Raises:
        Refusal: USAGE.
    """
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdecimal() and int(port) < 65_536):
        raise Refusal(Code.USAGE, field="listen", what=f"--listen 应写 主机:端口，实际是“{text}”")
    return host.strip("[]"), int(port)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        Trouble: HUB_LISTEN.
    """
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=512)
    except OSError as fault:
        raise Trouble(Code.HUB_LISTEN, what=f"{host}:{port}（{words_of(fault)}）") from fault
    # what is accepted from it has this from it: else the end of an answer waits 40 ms for the other side
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class Serving:
    """A hub that is served. `run` blocks; `stop` may be called from any thread."""

    def __init__(self, hub: Hub, listening: socket.socket, tls: Tls) -> None:
        """Serve a hub on a socket, under a certificate."""
        self.hub = hub
        self._socket = listening
        bureau = Bureau(hub)
        faults = Faults(bureau.fault)
        settings = uvicorn.Config(
            application(hub, bureau, faults),
            http=faults.protocol(),
            ssl_certfile=str(tls.cert),
            ssl_keyfile=str(tls.key),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            h11_max_incomplete_event_size=64 << 10,
        )
        self._server = uvicorn.Server(settings)

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens."""
        host, port, *_ = self._socket.getsockname()
        return host, port

    def run(self) -> None:
        """Serve until stopped."""
        try:
            with suppress(KeyboardInterrupt):  # the way to end it; requests under way were seen to
                self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()
            self.hub.close()

    def stop(self) -> None:
        """Ask it to end."""
        self._server.should_exit = True


def serve(
    home: Path,
    *,
    passphrase: str,
    user: str,
    listen: str,
    database: str,
    tls: tuple[Path | None, Path | None],
    backup: Path | None,
    told: Callable[[Serving, Tls], Any],
) -> None:
    """Open a home as a hub and serve it; `told` hears where, and under which fingerprint.

    Raises:
        Refusal: USAGE, UPSTREAM_URL, HUB_VILLAGE.
        Trouble: HUB_LISTEN, HUB_CERTIFICATE, UPSTREAM_UNREACHABLE … and as `open_station`; BACKUP_INSIDE.
    """
    host, port = read_listen(listen)
    found: list[Tls] = []

    def fingerprint(place: Path) -> str:
        found.append(tls_of(place, host, *tls))
        return found[0].fingerprint

    listening = bind(host, port)
    try:
        hub = open_hub(home, passphrase=passphrase, user=user, database=database, tls=fingerprint)
    except BaseException:
        listening.close()
        raise
    serving = Serving(hub, listening, found[0])
    try:
        if backup is not None:
            hub.station.backups.choose(str(backup.absolute()))
    except BaseException:
        listening.close()
        hub.close()
        raise
    told(serving, found[0])
    serving.run()


def open_door(call: Any) -> int:
    """Serve what a call from the terminal asks for, until Ctrl+C, and return the exit code."""

    def told(serving: Serving, tls: Tls) -> None:
        host, port = serving.address
        url = f"https://{host}:{port}"
        lines = (
            f"联网接收已开始：{url}（司法局网页在同一地址）",
            f"网站证书的指纹：{tls.shown}",
            "请把地址和指纹电话告知下级工作站。按 Ctrl+C 停止。",
        )
        if call.as_json:
            json.dump({"url": url, "fingerprint": tls.fingerprint}, sys.stdout)
            sys.stdout.write("\n")
            sys.stdout.flush()
        told_to = sys.stderr if call.as_json else sys.stdout
        told_to.write("".join(f"{line}\n" for line in lines))
        told_to.flush()

    options = call.options
    serve(
        call.home,
        passphrase=call.passphrase(),
        user=call.user,
        listen=options["listen"],
        database=options["database"],
        tls=(options["tls_cert"], options["tls_key"]),
        backup=options["backup"],
        told=told,
    )
    return 0
