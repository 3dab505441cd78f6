"""What may stand at the other end of a station's line: TLS servers that answer as they are told, proxies."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from zsapp.exchange import http_tls

HOST = "127.0.0.1"
Reply = Callable[[bytes], bytes]
HANG_UP = b"<and hangs up>"
"""At the end of what somebody answers: nothing more will come."""


@dataclass
class Other:
    """Somebody who listens. `heard` gathers what was asked; `carried` counts bytes that went up."""

    port: int
    pin: str = ""
    heard: list[bytes] = field(default_factory=list)
    carried: int = 0

    @property
    def url(self) -> str:
        return f"https://{HOST}:{self.port}"


def said(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """Return an answer of HTTP."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def _head(one: socket.socket) -> bytes:
    head = b""
    while b"\r\n\r\n" not in head:
        part = one.recv(65_536)
        if not part:
            break
        head += part
    return head


@contextmanager
def listening(reply: Callable[[socket.socket, Other], None]) -> Iterator[Other]:
    """Give somebody who does with each connection what `reply` says."""
    server = socket.create_server((HOST, 0))
    other = Other(server.getsockname()[1])

    def work() -> None:
        while True:
            try:
                one, _ = server.accept()
            except OSError:
                return
            with one, suppress(OSError):
                one.settimeout(10)
                reply(one, other)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield other
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


@contextmanager
def tls_other(home: Path, reply: Reply, host: str = HOST) -> Iterator[Other]:
    """Give somebody who speaks TLS under a certificate of his own, and answers what `reply` says."""
    cert, key = http_tls.own_certificate(home, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def answer(one: socket.socket, other: Other) -> None:
        with context.wrap_socket(one, server_side=True) as wrapped:
            while head := _head(wrapped):
                other.heard.append(head)
                content = reply(head)
                wrapped.sendall(content.removesuffix(HANG_UP))
                if content.endswith(HANG_UP):
                    return

    with listening(answer) as other:
        other.pin = http_tls.fingerprint_of(cert, key)
        yield other


@contextmanager
def plain_other(content: bytes) -> Iterator[Other]:
    """Give somebody who answers anything with the same bytes, without TLS: a portal, a broken proxy."""

    def answer(one: socket.socket, other: Other) -> None:
        other.heard.append(one.recv(65_536))
        one.sendall(content)

    with listening(answer) as other:
        yield other


@contextmanager
def cutting_relay(port: int, after: int) -> Iterator[Other]:
    """Give a line to a port that breaks after so many bytes have gone up over it."""

    def carry(one: socket.socket, other: Other) -> None:
        with socket.create_connection((HOST, port)) as there:
            back = threading.Thread(target=_pour, args=(there, one))
            back.start()
            left = after
            while left > 0 and (part := one.recv(min(65_536, left))):
                there.sendall(part)
                other.carried += len(part)
                left -= len(part)
            for end in (one, there):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()

    with listening(carry) as other:
        yield other


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            target.sendall(part)


@contextmanager
def proxy_to(port: int, status: str = "200 OK") -> Iterator[Other]:
    """Give a proxy that lets a tunnel through to a port, or refuses."""

    def carry(one: socket.socket, other: Other) -> None:
        other.heard.append(_head(one))
        one.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())
        if not status.startswith("200"):
            return
        with socket.create_connection((HOST, port)) as there:
            back = threading.Thread(target=_pour, args=(there, one))
            back.start()
            _pour(one, there)
            for end in (one, there):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join()

    with listening(carry) as other:
        yield other
