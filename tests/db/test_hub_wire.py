"""What the hub takes and gives over the wire, word by word: signed once, whole, by whoever may."""

import hashlib
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hubs import Net, code_of, net_over
from tests.lines import said, tls_other
from tests.stations import make_station
from zsapp.base.canonical import read_canonical
from zsapp.base.errors import Code
from zsapp.base.ids import new_id
from zsapp.exchange import http_words as words
from zsapp.exchange.http_line import Answer, Line, read_address
from zsapp.exchange.package import SUFFIX
from zsapp.hub.serving import bind
from zsapp.services import credentials, hub_inbox
from zsapp.services.hub_gate import Allowance
from zsapp.services.issuing import Issuing


@dataclass
class Asking:
    """A station that asks the hub by hand."""

    net: Net
    line: Line
    challenge: str
    number: int = 0

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
        """Ask under a good signature."""
        self.number += 1
        signed = {"Authorization": self.signed(method, path), **(headers or {})}
        if not body:
            return self.line.ask(method, path, signed)
        return self.line.ask(method, path, {"Content-Length": str(len(body)), **signed}, [body])

    def signed(self, method: str, path: str) -> str:
        """Return the header of a request."""
        with self.net.village.store.read() as reader:
            known = credentials.read_credentials(reader)
        request = words.Request(
            chain=known.chain, challenge=self.challenge, number=self.number, method=method, path=path
        )
        return request.sign(known.keys.sign)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("no_proxy", "127.0.0.1")
        with net_over(tmp_path_factory.mktemp("wire"), "") as made:
            yield made


@pytest.fixture
def asking(net: Net) -> Iterator[Asking]:
    net.hub.hub.gate.stations.most = net.hub.hub.strangers.most = 10_000
    with Line(read_address(net.hub.url, net.hub.pin)) as line:
        nonce = "0" * 32
        content = line.ask("GET", f"{words.HELLO}?nonce={nonce}").content
        greeting = words.read_greeting(content, nonce, line.tls)
        yield Asking(net, line, greeting.challenge)


def volumes(asking: Asking) -> list[str]:
    """Return what lies in the inbox of volumes, whole or in part."""
    found = asking.net.hub.hub.inbox.folder.iterdir()
    return [one.name for one in found if one.suffix in (".part", SUFFIX)]


def said_code(answer: Answer) -> tuple[int, str]:
    return answer.status, read_canonical(answer.content)["code"]


def test_an_unsigned_request_is_refused_and_stores_nothing(asking: Asking) -> None:
    path = f"{words.VOLUMES}{'0' * 64}"
    for header in ("", asking.signed("GET", path)):
        answer = asking.line.ask("PUT", path, {"Authorization": header}, [b"x"])
        assert said_code(answer) == (401, Code.REQUEST_UNSIGNED.name)
    assert volumes(asking) == []


def test_a_request_counts_once(asking: Asking) -> None:
    path = f"{words.VOLUMES}{'0' * 64}"
    assert asking.ask("HEAD", path).status == 404
    assert asking.line.ask("HEAD", path, {"Authorization": asking.signed("HEAD", path)}).status == 401
    asking.challenge = "f" * 32
    assert asking.ask("HEAD", path).status == 401


def test_no_answer_waits_for_the_line_to_say_that_its_beginning_came() -> None:
    with bind("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_nonce_that_is_none_gets_no_greeting(asking: Asking) -> None:
    assert said_code(asking.line.ask("GET", words.HELLO)) == (401, Code.REQUEST_UNSIGNED.name)


def test_a_volume_must_come_whole_and_as_its_hash_says(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = hashlib.sha256(b"volume").hexdigest()
    path = f"{words.VOLUMES}{digest}"
    assert said_code(asking.ask("PUT", path, {}, b"x")) == (401, Code.REQUEST_UNSIGNED.name)
    part = {"Content-Range": "bytes 0-5/6"}
    assert asking.ask("PUT", path, part, b"vol").status == 202
    assert asking.ask("HEAD", path).headers["zsapp-size"] == "3"
    assert said_code(asking.ask("PUT", path, part, b"volume")) == (409, Code.VOLUME_RANGE.name)
    rest = {"Content-Range": "bytes 3-5/6"}
    assert said_code(asking.ask("PUT", path, rest, b"more than that")) == (413, Code.REQUEST_TOO_LARGE.name)
    assert said_code(asking.ask("PUT", path, rest, b"XXX")) == (422, Code.VOLUME_DAMAGED.name)
    assert asking.ask("HEAD", path).headers["zsapp-size"] == "0"
    monkeypatch.setattr(hub_inbox, "LARGEST", 5)
    assert said_code(asking.ask("PUT", path, part, b"volume")) == (413, Code.REQUEST_TOO_LARGE.name)
    monkeypatch.setattr(hub_inbox, "LARGEST", 100)
    monkeypatch.setattr(hub_inbox, "SPARE", 1 << 60)
    assert said_code(asking.ask("PUT", path, part, b"volume")) == (507, Code.DISK_FULL.name)
    assert volumes(asking) == []


def test_what_is_no_package_is_dropped_and_the_hub_goes_on(asking: Asking) -> None:
    digest = hashlib.sha256(b"volume").hexdigest()
    path = f"{words.VOLUMES}{digest}"
    assert asking.ask("PUT", path, {"Content-Range": "bytes 0-5/6"}, b"volume").status == 201
    record_id = asking.net.save()
    asking.net.sync()
    assert asking.net.is_there(record_id)
    assert asking.net.hub.hub.inbox.waiting() == 0


def test_a_volume_that_was_taken_in_is_not_sent_again(asking: Asking) -> None:
    record_id = asking.net.save()
    volume = asking.net.village.exchange.export(asking.net.place).file
    content = volume.read_bytes()
    path = f"{words.VOLUMES}{hashlib.sha256(content).hexdigest()}"
    whole = {"Content-Range": words.range_text(0, len(content))}
    assert asking.ask("PUT", path, whole, content).status == 201
    own = asking.net.village.profile.id
    assert asking.ask("GET", f"{words.ACKNOWLEDGEMENTS}{own}?wait=20").headers["zsapp-waiting"] == "0"
    assert asking.net.is_there(record_id)
    assert asking.ask("HEAD", path).status == 200
    assert asking.ask("PUT", path, whole, content).status == 201
    assert asking.net.hub.hub.inbox.waiting() == 0


def test_nobody_hears_what_is_said_to_another(asking: Asking) -> None:
    for path in (words.ACKNOWLEDGEMENTS, words.DOWN):
        answer = asking.ask("GET", f"{path}{new_id()}")
        assert said_code(answer) == (403, Code.REQUEST_NOT_YOURS.name)
    assert asking.ask("GET", f"{words.DOWN}nobody").status == 401
    own = asking.net.village.profile.id
    assert read_canonical(asking.ask("GET", f"{words.DOWN}{own}").content) == {"files": []}
    assert asking.ask("GET", f"{words.DOWN}{own}/zsapp-00000000-to-11111111.zsack").status == 404
    assert asking.ask("GET", f"{words.DOWN}{own}/secret").status == 401


def test_too_many_requests_are_put_off(asking: Asking) -> None:
    asking.net.hub.hub.gate.stations = Allowance(1)
    path = f"{words.VOLUMES}{'0' * 64}"
    assert asking.ask("HEAD", path).status == 404
    assert asking.ask("HEAD", path).status == 429
    clock = [0.0]
    allowed = Allowance(1, lambda: clock[0])
    allowed.take("a")
    allowed.take("b")
    assert code_of(allowed.take, "a") is Code.REQUEST_TOO_MANY
    clock[0] = 60
    allowed.take("a")


def test_a_new_station_asks_for_its_certificate_over_the_network(asking: Asking, tmp_path: Path) -> None:
    hub = asking.net.hub.hub
    with make_station(tmp_path / "new", "town") as fresh:
        told = asking.net.hub.url, asking.net.hub.pin
        assert fresh.network.enrol(*told).fingerprint == fresh.enrolment.fingerprint()
        assert fresh.network.enrol(*told).certificate is None
        Issuing(hub.store, hub.station.profile, hub.station.today).grant(fresh.profile.id)
        granted = fresh.network.enrol()
        assert granted.certificate is not None
        assert granted.certificate.own
        assert fresh.network.sync().sent == 1
        path = f"{words.ENROLMENT}/{fresh.profile.id}"
    assert asking.line.ask("POST", words.ENROLMENT, {}, [b"x"]).status == 403
    assert (
        asking.line.ask("POST", words.ENROLMENT, {"Content-Length": str(2 << 20)}, [bytes(2 << 20)]).status
        == 403
    )
    hub.strangers.most = 0
    assert asking.line.ask("GET", path).status == 429
    assert code_of(asking.net.village.network.enrol, *told) is Code.HUB_BUSY


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (said(b"<html>", "202 Accepted"), Code.HUB_PORTAL),
        (said(b"<html>"), Code.CERT_DAMAGED),
        (said(b"no", "403 Forbidden"), Code.HUB_PORTAL),
    ],
    ids=["a page that waits", "a page", "a refusal without words"],
)
def test_who_is_not_enrolled_takes_nothing_of_a_portal(tmp_path: Path, reply: bytes, code: Code) -> None:
    with make_station(tmp_path / "new") as fresh, tls_other(tmp_path / "x", lambda _head: reply) as other:
        assert code_of(fresh.network.enrol, other.url, other.pin) is code


def test_whoever_watches_the_machine_sees_figures(asking: Asking) -> None:
    asking.net.save()
    asking.net.sync()
    assert asking.line.ask("GET", "/healthz").content == b"ok\n"
    figures = asking.line.ask("GET", "/metrics").content.decode()
    assert re.search(r'zsapp_hub_records\{sector="mediation"\} [1-9]', figures)
    assert "zsapp_hub_volumes_waiting 0" in figures
