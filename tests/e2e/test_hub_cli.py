"""The hub and sync from the terminal: two programs, one line between them, and Ctrl+C at the end."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.databases import new_database
from tests.desks import CITY, PASSPHRASE, TOWN, VILLAGE, copy_homes
from zsapp.app import main
from zsapp.base.errors import Code
from zsapp.hub.serving import bind


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy_homes(tmp_path)
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path


def words(place: Path, home: str, *verb: str) -> list[str]:
    return [*verb, "--home", str(place / home), "--passphrase-file", str(place / "pass"), "--json"]


@contextmanager
def serving(place: Path, *more: str, home: str = CITY) -> Iterator[tuple[str, str]]:
    """Run `zsapp hub serve`; give its address and fingerprint; end it as a person does."""
    asked = words(place, home, "hub", "serve", "--listen", "127.0.0.1:0", *more)
    hub = subprocess.Popen(
        [sys.executable, "-m", "zsapp", *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ,
    )
    try:
        assert hub.stdout is not None
        assert hub.stderr is not None
        said = hub.stdout.readline()
        assert said.startswith('{"url"'), (said, hub.stderr.read())
        document = json.loads(said)
        yield document["url"], document["fingerprint"]
    finally:
        hub.send_signal(signal.SIGINT)
        out, err = hub.communicate(timeout=60)
    assert (hub.returncode, out) == (0, ""), (out, err)
    assert f"联网接收已开始：{document['url']}" in err


def refusal(capsys: pytest.CaptureFixture[str], exit_code: int) -> str:
    said = json.loads(capsys.readouterr().out)
    assert exit_code in (1, 2, 3)
    return str(said["error"]["code"])


def test_a_village_syncs_with_a_hub_on_postgresql(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(place, "--database", new_database()) as (url, pin):
        assert main(words(place, VILLAGE, "sync", "--hub", url, "--pin", pin)) == 0
        done = json.loads(capsys.readouterr().out)
        assert (done["sent"], done["waiting"]) == (1, 0)
        assert main(words(place, VILLAGE, "sync")) == 0
        assert json.loads(capsys.readouterr().out)["sent"] == 0
    code = main(words(place, VILLAGE, "sync"))
    assert refusal(capsys, code) == Code.HUB_UNREACHABLE.name


def test_after_it_has_served_the_terminal_reviews_what_came_and_backs_it_up(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = str(Path(__file__).resolve().parents[1] / "cases" / "mediation.yaml")
    assert main(words(place, VILLAGE, "record", "import", cases)) == 0
    (place / "safe").mkdir()
    with serving(place, home=TOWN) as (url, pin):
        assert main(words(place, VILLAGE, "sync", "--hub", url, "--pin", pin)) == 0
    capsys.readouterr()
    assert main(words(place, TOWN, "review", "list")) == 0
    first, *_ = json.loads(capsys.readouterr().out)
    assert (first["state"], bool(first["title"])) == ("待校核", True)
    assert (
        main(words(place, TOWN, "review", "return", first["number"] or first["id"], "--reason", "请补充"))
        == 0
    )
    assert main(words(place, TOWN, "doctor", "--rebuild")) == 0
    assert main(words(place, TOWN, "backup", "--to", str(place / "safe"))) == 0
    with serving(place, home=TOWN) as (url, pin):
        assert main(words(place, VILLAGE, "sync", "--hub", url, "--pin", pin)) == 0
    capsys.readouterr()
    assert main(words(place, VILLAGE, "record", "show", first["id"])) == 0
    assert "请补充" in capsys.readouterr().out


def test_the_hub_says_what_keeps_it_from_serving(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*more: str) -> str:
        code = main(words(place, CITY, "hub", "serve", *more))
        return refusal(capsys, code)

    assert told("--listen", "nowhere") == Code.USAGE.name
    taken = bind("127.0.0.1", 0)
    assert told("--listen", f"127.0.0.1:{taken.getsockname()[1]}") == Code.HUB_LISTEN.name
    taken.close()
    wrong = str(place / "pass")
    assert (
        told("--listen", "127.0.0.1:0", "--tls-cert", wrong, "--tls-key", wrong) == Code.HUB_CERTIFICATE.name
    )
    assert told("--listen", "127.0.0.1:0", "--database", "what") == Code.UPSTREAM_URL.name
    inside = str(place / CITY / "copies")
    assert told("--listen", "127.0.0.1:0", "--backup", inside) == Code.BACKUP_INSIDE.name


def test_without_the_extra_packages_the_hub_says_how_to_get_them(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "zsapp.hub.serving", None)
    code = main(words(place, CITY, "hub", "serve", "--listen", "127.0.0.1:0"))
    assert refusal(capsys, code) == Code.HUB_EXTRA_MISSING.name


def test_a_station_asks_for_its_certificate_at_the_terminal(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ["init", "--code", "442000105210", "--name", "某村", "--tier", "village"]
    assert main(words(place, "new", *made)) == 0
    capsys.readouterr()
    with serving(place) as (url, pin):
        assert main(words(place, "new", "enrol", "online", "--hub", url, "--pin", pin)) == 0
        digits = json.loads(capsys.readouterr().out)["fingerprint"]
    assert re.fullmatch(r"[0-9]{5}( [0-9]{5}){3}", digits)
