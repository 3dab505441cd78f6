"""Up and down over the network: a real hub behind real TLS, and every way a line can fail."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import database
from tests.desks import CITY, PASSPHRASE, TOWN, VILLAGE, copy_homes, plain_cases
from tests.hubs import LARGE, Net, code_of, enrolled, net_over, served
from tests.lines import cutting_relay, said, tls_other
from tests.stations import make_station
from zsapp.base.errors import Code, Trouble
from zsapp.base.ids import new_id
from zsapp.base.progress import Progress
from zsapp.exchange.http_line import Line, read_address
from zsapp.exchange.package import SUFFIX
from zsapp.records.upstream_rows import CHAIN, ENTRY, LINE, RECEIPT, RECORD, VALUE
from zsapp.services import hub_inbox
from zsapp.services.hub import open_hub, tls_of
from zsapp.services.station import open_station

__all__ = ["database"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def both(tmp_path: Path, database: str) -> Iterator[Net]:
    with net_over(tmp_path, database) as net:
        yield net


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Net]:
    with net_over(tmp_path, "") as made:
        yield made


# --- it works ---------------------------------------------------------------------------------------------


def test_what_was_saved_is_delivered_once_the_hub_has_signed_for_it(both: Net) -> None:
    record_id = both.save()
    assert both.state(record_id) == "已登记"
    done = both.sync()
    assert (done.sent, done.waiting, done.name) == (1, 0, "中山市公共法律服务中心")
    assert both.is_there(record_id)
    assert both.state(record_id) == "市已入库"
    assert done.imported.acknowledgements[-1].seq == done.seq
    assert list((both.village.store.home / "upward").iterdir()) == []
    again = both.sync()
    assert (again.sent, again.exported, again.seq) == (0, (), done.seq)


def test_what_comes_later_goes_later_and_only_that(net: Net) -> None:
    net.save()
    first = net.sync()
    later = net.save(1)
    second = net.sync()
    assert second.exported[0].seq_from == first.seq + 1
    assert net.state(later) == "市已入库"


def test_progress_is_told_in_words_of_the_network(net: Net) -> None:
    net.save()
    told: list[str] = []
    net.sync(progress=Progress(lambda _done, _total, text: told.append(text)))
    words_told = list(dict.fromkeys(told))
    assert words_told[0] == "正在连接上级"
    assert "正在上送第 1/1 卷" in words_told
    assert words_told[-1] in ("正在等候回执", "正在取回执")
    assert not any("U盘" in one for one in told)


# --- a line that breaks -----------------------------------------------------------------------------------


def test_a_broken_line_goes_on_where_it_broke_and_hardly_anything_goes_twice(net: Net) -> None:
    record_id = net.save()
    net.print()
    with cutting_relay(net.hub.port, LARGE // 2) as relay:
        assert code_of(net.sync, relay.port) is Code.HUB_CUT
    assert net.state(record_id) == "已导出"
    (volume,) = (net.village.store.home / "upward").iterdir()
    volume_size = volume.stat().st_size
    done = net.sync()
    assert done.exported == ()
    assert done.bytes < volume_size - LARGE // 3
    assert net.state(record_id) == "市已入库"


def test_who_cancels_loses_nothing(net: Net) -> None:
    record_id = net.save()
    net.print()
    stop = Progress()

    def told(done: int, _total: int, text: str) -> None:
        if "上送" in text and done > LARGE // 3:
            stop.cancel()

    stop.told = told
    assert code_of(net.sync, progress=stop) is Code.CANCELLED
    assert net.state(record_id) == "已导出"
    assert net.sync().sent == 1
    assert net.state(record_id) == "市已入库"


def test_half_a_package_in_the_outbox_is_made_anew(net: Net) -> None:
    record_id = net.save()
    outbox = net.village.store.home / "upward"
    outbox.mkdir()
    (outbox / f"zsapp-00000000-1-1-1{SUFFIX}").write_bytes(b"half")
    assert net.sync().sent == 1
    assert net.state(record_id) == "市已入库"


def test_a_hub_that_was_stopped_takes_in_what_lies_there_when_it_is_opened_again(net: Net) -> None:
    record_id = net.save()
    volume = net.village.exchange.export(net.place).file
    digest = hashlib.sha256(volume.read_bytes()).hexdigest()
    net.hub.hub.inbox.close()
    volume.rename(net.hub.hub.inbox.folder / f"{digest}{SUFFIX}")
    again = hub_inbox.Inbox(net.hub.hub.store, net.hub.hub.station.exchange)
    again.take_all()
    assert net.is_there(record_id)
    assert again.size(digest) > 0
    assert again.is_whole(digest)


# --- who is at the other end ------------------------------------------------------------------------------


def test_a_station_that_believes_the_root_needs_no_pin(net: Net) -> None:
    record_id = net.save()
    assert code_of(net.village.network.sync, net.hub.url, "0" * 64) is Code.HUB_PIN, (
        "one that is typed counts"
    )
    assert net.village.exchange.status().last_export is None
    assert net.village.network.sync(net.hub.url).sent == 1
    assert net.state(record_id) == "市已入库"
    assert net.village.network.address() == (net.hub.url, "")
    assert net.village.network.sync().sent == 0


def test_who_passes_a_hubs_greeting_on_is_not_taken_for_it(net: Net) -> None:
    net.save()

    def passed_on(head: bytes) -> bytes:
        with Line(read_address(net.hub.url, net.hub.pin)) as line:
            return said(line.ask("GET", head.split()[1].decode()).content)

    with tls_other(net.place / "between", passed_on) as between:
        assert code_of(net.village.network.sync, between.url) is Code.HUB_PORTAL
        assert [one.split(b"?")[0] for one in between.heard] == [b"GET /v1/hello"]
    assert net.village.exchange.status().last_export is None


def test_whoever_has_no_certificate_yet_believes_a_pin_alone(net: Net) -> None:
    with make_station(net.place / "new") as new:
        assert code_of(new.network.enrol, net.hub.url) is Code.HUB_UNPINNED
        assert code_of(new.network.sync, net.hub.url) is Code.CERT_MISSING


def test_a_login_page_of_a_network_is_no_hub(net: Net) -> None:
    net.save()
    with tls_other(net.place / "portal", lambda _head: said(b"<html>200</html>")) as portal:
        assert code_of(net.village.network.sync, portal.url, portal.pin) is Code.HUB_PORTAL
    assert net.village.exchange.status().last_export is None


def test_a_hub_of_another_city_is_not_ours(net: Net, tmp_path: Path) -> None:
    other = make_station(tmp_path / "other", "city")
    other.close()
    with served(tmp_path / "other") as hub:
        assert code_of(net.village.network.sync, hub.url, hub.pin) is Code.HUB_FOREIGN


def test_a_station_without_a_certificate_is_told_what_is_missing(net: Net, tmp_path: Path) -> None:
    with make_station(tmp_path / "new") as fresh:
        assert code_of(fresh.network.sync, net.hub.url, net.hub.pin) is Code.CERT_MISSING


def test_a_revoked_station_is_not_let_in(net: Net) -> None:
    net.save()
    net.sync()
    with open_station(net.place / TOWN, passphrase=PASSPHRASE) as town:
        found = next(one for one in town.enrolment.certificates() if one.station == net.village.profile.id)
        town.enrolment.revoke(found.serial)
        town.network.sync(net.hub.url, net.hub.pin)
    assert code_of(net.sync) is Code.HUB_SAID_NO


# --- towns and gaps ---------------------------------------------------------------------------------------


def test_a_town_carries_its_villages_packages_and_their_answers_back(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with enrolled(tmp_path, "town", "village") as stations:
        town, village = stations["town"], stations["village"]
        with village.store.write() as writer:
            writer.save("mediation", new_id(), plain_cases()[0], base_version=0, verb="save")
        village.exchange.export(stick)
        town.exchange.import_path(stick)
        with served(tmp_path / CITY) as hub:
            done = town.network.sync(hub.url, hub.pin)
            assert done.sent == 2
            with hub.hub.store.read() as reader:
                assert {one.station for one in reader.stations()} == {village.profile.id, town.profile.id}
            assert town.network.sync(hub.url, hub.pin).sent == 0
        town.exchange.import_path(stick)
        village.exchange.import_path(stick)
        with village.store.read() as reader:
            assert "city_applied" in reader.marks()


def test_what_the_city_lacks_of_a_village_is_sent_to_the_towns_hub_again_once(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with enrolled(tmp_path, "city", "village") as stations, served(tmp_path / TOWN) as hub:
        city, net = stations["city"], Net(hub, stations["village"], tmp_path)
        first = net.save()
        net.sync()
        (waiting,) = (tmp_path / TOWN / "relay").glob("*.zspkg")
        waiting.unlink()  # lost at the town, on its way up
        net.save(1)
        net.sync()
        sent = []
        for _ in range(3):
            hub.hub.station.exchange.export(stick)
            city.exchange.import_path(stick)
            hub.hub.station.exchange.import_path(stick)
            sent.append([one.seq_from for one in net.sync().exported])
        assert sent == [[1], [], []], "from where the city lacks it, and once"
        with city.store.read() as reader:
            assert reader.record(first) is not None


def test_what_the_hub_has_lost_is_sent_again_from_there(net: Net) -> None:
    first = net.save()
    net.sync()
    with net.hub.hub.store.upstream.connect() as connection:
        for table in (ENTRY, CHAIN, RECORD, LINE, VALUE, RECEIPT):
            connection.execute(table.delete())
        connection.commit()
    second = net.save(1)
    net.sync()
    assert net.is_there(first)
    assert net.is_there(second)


def test_a_package_that_waits_for_an_earlier_one_is_made_anew_with_it(net: Net) -> None:
    first = net.save()
    start = net.village.exchange.export(net.place).seq_to
    second = net.save(1)
    outbox = net.village.store.home / "upward"
    outbox.mkdir()
    net.village.exchange.export(outbox, since=start)
    net.sync()
    net.sync()
    assert net.is_there(first)
    assert net.is_there(second)
    assert net.state(second) == "市已入库"


# --- opening ----------------------------------------------------------------------------------------------


def test_a_village_has_nobody_below_it(tmp_path: Path) -> None:
    copy_homes(tmp_path)
    code = code_of(open_hub, tmp_path / VILLAGE, passphrase=PASSPHRASE, tls=lambda _home: "")
    assert code is Code.HUB_VILLAGE
    open_station(tmp_path / VILLAGE, passphrase=PASSPHRASE).close()


def test_a_hub_uses_the_certificate_it_is_given(tmp_path: Path) -> None:
    own = tls_of(tmp_path, "hub.example")
    given = tls_of(tmp_path / "elsewhere", "hub.example", own.cert, own.key)
    assert given == own
    assert len(own.shown.split()) == 16
    with pytest.raises(Trouble) as trouble:
        tls_of(tmp_path, "hub.example", tmp_path / "none", own.key)
    assert trouble.value.code is Code.HUB_CERTIFICATE
