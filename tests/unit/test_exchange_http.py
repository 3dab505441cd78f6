"""The line to a hub and the words on it: what is believed, and how each failure is told."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.lines import HANG_UP, HOST, listening, plain_other, proxy_to, said, tls_other
from zsapp.base.errors import Code, Refusal, Trouble, ZsError
from zsapp.base.ids import new_id
from zsapp.exchange import envelope, http_line, http_tls
from zsapp.exchange import http_words as words
from zsapp.exchange.certificates import Chain, Subject, chain_texts, make_root
from zsapp.exchange.crypto import DEFAULT, suite
from zsapp.exchange.http_line import Address, Line, read_address

HTTPS = "https" + ":/" + "/"
NONCE, TLS = "0" * 32, "1" * 64
KEY = suite(DEFAULT).new_sign_key()


def chain_of(key: bytes = KEY) -> Chain:
    box = suite(DEFAULT).new_box_key()
    subject = Subject(
        station=new_id(),
        org="442000000000",
        code="442000000000",
        name="中山市公共法律服务中心",
        tier="city",
        sign_key=suite(DEFAULT).sign_public(key),
        box_key=suite(DEFAULT).box_public(box),
        training=False,
    )
    return (make_root(subject, key, date(2026, 1, 1)),)


CHAIN = chain_of()
GREETING = words.Greeting(chain=CHAIN, nonce=NONCE, challenge="2" * 32, tls=TLS, largest=1 << 20)
REQUEST = words.Request(chain=CHAIN, challenge="2" * 32, number=1, method="PUT", path="/v1/volumes/x?y=1")


def code_of(errand: Any, *given: Any, **named: Any) -> Code:
    with pytest.raises(ZsError) as error:
        errand(*given, **named)
    return error.value.code


# --- greetings and requests -------------------------------------------------------------------------------


def test_a_greeting_is_read_as_it_was_signed() -> None:
    assert words.read_greeting(GREETING.sign(KEY), NONCE, TLS) == GREETING


@pytest.mark.parametrize(
    ("content", "nonce", "tls"),
    [
        (b"<html>", NONCE, TLS),
        (GREETING.sign(suite(DEFAULT).new_sign_key()), NONCE, TLS),
        (GREETING.sign(KEY), "f" * 32, TLS),
        (GREETING.sign(KEY), NONCE, "f" * 64),
        (replace(GREETING, challenge="short").sign(KEY), NONCE, TLS),
    ],
    ids=["a portal's page", "another key", "another nonce", "another certificate", "no challenge"],
)
def test_what_is_not_the_greeting_of_this_connection_is_a_portal(
    content: bytes, nonce: str, tls: str
) -> None:
    assert code_of(words.read_greeting, content, nonce, tls) is Code.HUB_PORTAL


def test_a_request_is_read_as_it_was_signed() -> None:
    assert words.read_request(REQUEST.sign(KEY), "PUT", REQUEST.path) == REQUEST


@pytest.mark.parametrize(
    ("header", "method"),
    [
        ("", "PUT"),
        ("Bearer x", "PUT"),
        ("Zsapp !!!", "PUT"),
        ("Zsapp " + "A" * (48 << 10), "PUT"),
        (REQUEST.sign(KEY), "GET"),
        (REQUEST.sign(suite(DEFAULT).new_sign_key()), "PUT"),
        (replace(REQUEST, number=0).sign(KEY), "PUT"),
    ],
    ids=["none", "another scheme", "no base64", "too long", "another method", "another key", "no number"],
)
def test_what_is_not_the_request_that_was_signed_is_refused(header: str, method: str) -> None:
    assert code_of(words.read_request, header, method, REQUEST.path) is Code.REQUEST_UNSIGNED


def test_a_greeting_cannot_be_used_as_a_request() -> None:
    header = words.SCHEME + base64.b64encode(GREETING.sign(KEY)).decode()
    assert code_of(words.read_request, header, "PUT", REQUEST.path) is Code.REQUEST_UNSIGNED


def test_a_request_for_another_format_is_refused() -> None:
    payload = {"format": 2, "chain": chain_texts(CHAIN)}
    header = words.SCHEME + base64.b64encode(envelope.sign(words.REQUEST, payload, KEY)).decode()
    assert code_of(words.read_request, header, "PUT", REQUEST.path) is Code.REQUEST_UNSIGNED


def test_the_rest_of_a_volume_is_named_by_its_bytes() -> None:
    assert words.read_range(words.range_text(3, 10)) == (3, 10)
    for text in ("", "bytes 3-10/10", "bytes 9-3/10", "bytes a-b/c"):
        assert code_of(words.read_range, text) is Code.REQUEST_UNSIGNED


# --- TLS --------------------------------------------------------------------------------------------------


def test_a_hubs_own_certificate_is_made_once_and_nobody_else_may_read_its_key(tmp_path: Path) -> None:
    cert, key = http_tls.own_certificate(tmp_path, "hub.example")
    first = http_tls.fingerprint_of(cert, key)
    assert http_tls.own_certificate(tmp_path, "hub.example") == (cert, key)
    assert http_tls.fingerprint_of(cert, key) == first
    assert key.stat().st_mode & 0o077 == 0
    cert.unlink()
    http_tls.own_certificate(tmp_path, "hub.example")
    assert http_tls.fingerprint_of(cert, key) != first


def test_a_certificate_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "cert.pem"
    file.write_text("x")
    assert code_of(http_tls.fingerprint_of, file, file) is Code.HUB_CERTIFICATE
    assert code_of(http_tls.fingerprint_of, tmp_path / "none", file) is Code.HUB_CERTIFICATE


def test_a_fingerprint_is_read_however_it_is_typed() -> None:
    found = "0123456789abcdef" * 4
    shown = http_tls.shown(found)
    assert (len(shown.split()), shown[:9]) == (16, "0123 4567")
    for typed in (shown, shown.upper(), shown.replace(" ", ":"), f" {found}\n", shown.replace(" ", "-")):
        assert http_tls.read_pin(typed) == found
    assert http_tls.read_pin("  ") == ""
    for wrong in ("0123", found[:-1] + "g"):
        assert code_of(http_tls.read_pin, wrong) is Code.HUB_ADDRESS


# --- addresses --------------------------------------------------------------------------------------------


def test_an_address_is_read_with_or_without_its_scheme() -> None:
    assert read_address(f"{HTTPS}hub.example:8443/") == Address("hub.example", 8443)
    assert read_address(" hub.example ") == Address("hub.example", 443)
    assert read_address(f"{HTTPS}[::1]:8443").host == "::1"


@pytest.mark.parametrize(
    "url", ["", "ftp:/" + "/h", HTTPS, f"{HTTPS}h:port", f"{HTTPS}h/path", f"{HTTPS}h?q=1", f"{HTTPS}u@h"]
)
def test_an_address_of_something_else_is_refused(url: str) -> None:
    assert code_of(read_address, url) is Code.HUB_ADDRESS


# --- the line ---------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def ask(url: str, pin: str = "", body: Any = None) -> http_line.Answer:
    with Line(read_address(url, pin)) as line:
        return line.ask("PUT" if body else "GET", "/x", body=body)


def test_one_connection_carries_every_question(tmp_path: Path) -> None:
    with tls_other(tmp_path, lambda _head: said(b"good", "200 OK", "Zsapp-Size: 7")) as other:
        line = Line(read_address(other.url, other.pin))
        for _ in range(2):
            answer = line.ask("GET", "/x", {"A": "b"})
            assert (answer.status, answer.content, answer.headers["zsapp-size"]) == (200, b"good", "7")
        assert line.tls == other.pin
        assert b"A: b" in other.heard[1]
        line.close()
        line.close()


def test_under_another_pin_nothing_is_said(tmp_path: Path) -> None:
    with tls_other(tmp_path, lambda _head: said(b"")) as other:
        with pytest.raises(Trouble) as trouble:
            ask(other.url, "0" * 64)
        assert trouble.value.code is Code.HUB_PIN
        assert http_tls.shown(other.pin) in str(trouble.value)
        assert other.heard == []


def test_without_a_pin_the_fingerprint_is_told_for_the_telephone(tmp_path: Path) -> None:
    with tls_other(tmp_path, lambda _head: said(b"")) as other:
        with pytest.raises(Trouble) as trouble:
            ask(other.url)
        assert trouble.value.code is Code.HUB_UNPINNED
        assert http_tls.shown(other.pin) in str(trouble.value)
        assert other.heard == []


def test_a_line_that_was_greeted_is_held_to_whoever_greeted(tmp_path: Path) -> None:
    with (
        tls_other(tmp_path / "one", lambda _head: said(b"good")) as one,
        tls_other(tmp_path / "two", lambda _head: said(b"bad")) as two,
        Line(read_address(one.url), greeted=True) as line,
    ):
        assert line.ask("GET", "/x").content == b"good"
        line.hold()
        line.close()
        assert line.ask("GET", "/x").content == b"good"
        line.close()
        line._address = replace(line._address, port=read_address(two.url).port)
        assert code_of(line.ask, "GET", "/x") is Code.HUB_PIN
        assert two.heard == []


def test_a_certificate_of_an_authority_needs_no_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tls_other(tmp_path, lambda _head: said(b"good")) as other:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / http_tls.CERT))
        assert ask(other.url).content == b"good"


def test_where_nobody_listens_there_is_no_hub() -> None:
    with plain_other(b"") as other:
        port = other.port
    with pytest.raises(Trouble) as trouble:
        ask(f"{HOST}:{port}")
    assert trouble.value.code is Code.HUB_UNREACHABLE
    assert "对方没有开启接收" in str(trouble.value)
    assert code_of(ask, "no-such-host.invalid") is Code.HUB_UNREACHABLE


def test_what_speaks_no_tls_is_a_portal() -> None:
    with plain_other(b"HTTP/1.1 200 OK\r\n\r\n<html>") as other:
        assert code_of(ask, other.url, "0" * 64) is Code.HUB_PORTAL


def test_a_line_that_breaks_is_told_and_the_next_question_connects_again(tmp_path: Path) -> None:
    replies = iter(
        [
            b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab" + HANG_UP,
            b"nonsense\r\n\r\n" + HANG_UP,
            HANG_UP,
            said(b"good"),
        ]
    )
    with tls_other(tmp_path, lambda _head: next(replies)) as other:
        line = Line(read_address(other.url, other.pin))
        for _ in range(3):
            assert code_of(line.ask, "GET", "/x") is Code.HUB_CUT
        assert line.ask("GET", "/x").content == b"good"
        line.close()


def test_an_answer_that_never_ends_is_a_portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_line, "MOST", 3)
    with tls_other(tmp_path, lambda _head: said(b"good")) as other:
        assert code_of(ask, other.url, other.pin) is Code.HUB_PORTAL


def test_who_cancels_half_way_leaves_the_line(tmp_path: Path) -> None:
    def body() -> Iterator[bytes]:
        yield b"a"
        raise Refusal(Code.CANCELLED)

    with tls_other(tmp_path, lambda _head: said(b"")) as other:
        assert code_of(ask, other.url, other.pin, body()) is Code.CANCELLED


def test_a_proxy_carries_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tls_other(tmp_path, lambda _head: said(b"good")) as other, proxy_to(other.port) as proxy:
        monkeypatch.setenv("https_proxy", f"127.0.0.1:{proxy.port}")
        assert ask(other.url, other.pin).content == b"good"
        assert proxy.heard[0].startswith(b"CONNECT 127.0.0.1:")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert ask(other.url, other.pin).content == b"good"
        assert len(proxy.heard) == 1


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required", "403 Forbidden"])
def test_a_proxy_that_lets_nobody_through_is_told(monkeypatch: pytest.MonkeyPatch, status: str) -> None:
    with proxy_to(9, status) as proxy:
        monkeypatch.setenv("https_proxy", "http:/" + f"/{HOST}:{proxy.port}")
        assert code_of(ask, "hub.example") is Code.HUB_PROXY


def test_what_the_network_says_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang_up(one: Any, _other: Any) -> None:
        one.recv(10)

    with listening(hang_up) as other:
        assert code_of(ask, other.url, "0" * 64) in (Code.HUB_PORTAL, Code.HUB_UNREACHABLE)

    def refuse(*_given: Any, **_named: Any) -> None:
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("socket.create_connection", refuse)
    with pytest.raises(Trouble) as trouble:
        ask(f"{HOST}:9")
    assert "网络不通" in str(trouble.value)
