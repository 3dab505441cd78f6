"""The exchange at the terminal: enrol, export, import, look, revoke; JSON and exit codes by contract."""

import json
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.desks import (
    CITY,
    OTHER_VILLAGE,
    PASSPHRASE,
    TOWN,
    VILLAGE,
    Three,
    make_desk,
    plain_cases,
    three_desks,
)
from tests.fault.stick_images import list_mounts
from tests.forger import certified, somebody
from tests.workshop import workshop_in
from zsapp.app import main
from zsapp.base.errors import Code

DONE, REFUSED, USAGE, TROUBLE = 0, 1, 2, 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three stations, closed, one case at the village, a stick and a passphrase file."""
    with three_desks(tmp_path) as three:
        three.village.save(plain_cases()[0])
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return tmp_path


Say = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def say(folder: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Return a caller: (exit code, JSON document, what people read) of a verb in the home of a station."""

    def call(code: str, *words: str | Path) -> tuple[int, Any, str]:
        given = [str(word) for word in words]
        given += ["--home", str(folder / code), "--passphrase-file", str(folder / "pass")]
        capsys.readouterr()
        said = main([*given, "--json"])
        out = capsys.readouterr()
        return said, json.loads(out.out), out.err

    return call


def test_a_package_goes_up_and_its_acknowledgement_comes_down(say: Say, folder: Path) -> None:
    stick = folder / "stick"
    said, done, told = say(VILLAGE, "package", "export", "--to", stick)
    assert (said, done["seq_from"], done["records"]) == (DONE, 1, 2)
    assert "已核对，可以拔出" in told
    said, facts, told = say(VILLAGE, "package", "inspect", done["file"])
    assert (said, facts["kind"], facts["signature"], facts["entries"]) == (
        *(DONE, "package", "valid"),
        done["entries"],
    )
    said, taken, told = say(TOWN, "package", "import", stick)
    assert (said, [one["records"] for one in taken["packages"]]) == (DONE, [2])
    assert "已导入 沙溪镇龙瑞村公共法律服务工作室：1 件案件、1 份其他资料" in told
    said, heard, told = say(VILLAGE, "package", "import", stick)
    assert (said, heard["acknowledgements"][0]["seq"]) == (DONE, done["seq_to"])
    assert [one["code"] for one in heard["skipped"]] == ["PACKAGE_OWN"]
    assert f"的回执：已入库到第 {done['seq_to']} 笔登记" in told
    assert "跳过 zsapp-" in told
    said, facts, _ = say(VILLAGE, "package", "inspect", next(stick.glob("*.zsack")))
    assert (said, facts["kind"], facts["seq"]) == (DONE, "acknowledgement", done["seq_to"])
    said, done, _ = say(VILLAGE, "package", "export", "--to", stick, "--since", "0")
    assert (said, done["seq_from"]) == (DONE, 1)


def test_a_folder_is_looked_into_as_an_import_takes_it(say: Say, folder: Path) -> None:
    stick = folder / "stick"
    _, done, _ = say(VILLAGE, "package", "export", "--to", stick)
    said, found, told = say(VILLAGE, "package", "inspect", stick)
    assert (said, [one["package"] for one in found["read"]]) == (DONE, [done["package"]])
    assert told.startswith("种类：数据包\n")
    (stick / "zsapp-bad.zspkg").write_bytes(b"no package")
    said, found, told = say(VILLAGE, "package", "inspect", stick)
    assert (said, found["refused"][0]["code"]) == (TROUBLE, Code.PACKAGE_DAMAGED.name)
    assert "不能读取 zsapp-bad.zspkg：" in told


def test_a_damaged_file_is_trouble_in_a_folder_as_by_itself_and_the_others_go_on(
    say: Say, folder: Path
) -> None:
    stick = folder / "stick"
    say(VILLAGE, "package", "export", "--to", stick)
    (stick / "zsapp-bad.zspkg").write_bytes(b"no package")
    said, done, told = say(TOWN, "package", "import", stick)
    assert (said, len(done["packages"]), done["refused"][0]["code"]) == (TROUBLE, 1, "PACKAGE_DAMAGED")
    assert "没有导入 zsapp-bad.zspkg：" in told
    assert say(TOWN, "package", "import", stick / "zsapp-bad.zspkg")[0] == TROUBLE


def test_a_stick_with_yesterdays_answer_alone_is_no_refusal(say: Say, folder: Path) -> None:
    old, new = folder / "old", folder / "new"
    for stick in (old, new):
        say(VILLAGE, "package", "export", "--to", stick)
        assert say(TOWN, "package", "import", stick)[0] == DONE
    assert say(VILLAGE, "package", "import", new)[0] == DONE
    said, done, told = say(VILLAGE, "package", "import", old)
    assert (said, "ACK_STALE" in [one["code"] for one in done["skipped"]]) == (DONE, True)
    assert "这份回执比已收到的要旧" in told


def test_the_only_stick_need_not_be_named(
    say: Say, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    list_mounts(monkeypatch, tmp_path)
    assert say(VILLAGE, "package", "export")[0] == TROUBLE
    list_mounts(monkeypatch, tmp_path, folder / "stick")
    said, done, _ = say(VILLAGE, "package", "export")
    assert (said, Path(done["file"]).parent) == (DONE, folder / "stick")


@pytest.fixture
def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name files from where they lie."""
    monkeypatch.chdir(folder)


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("package", "export", "--to", "stick", "--since", "-1"), USAGE, "USAGE"),
        (("package", "export", "--to", "stick", "--since", "x"), USAGE, "USAGE"),
        (("package", "export", "--to", "stick", "--since", "99"), REFUSED, "EXPORT_NOTHING"),
        (("package", "export", "--to", "nowhere/stick"), TROUBLE, Code.FOLDER_MISSING.name),
        (("package", "export", "--to", "pass"), TROUBLE, "PATH_WRONG"),
        (("package", "rebaseline", "nobody", "--to", "nowhere"), TROUBLE, "FOLDER_MISSING"),
        (("review", "answer", "nobody", "--to", "nowhere"), TROUBLE, "FOLDER_MISSING"),
        (("backup", "--to", "nowhere"), TROUBLE, "FOLDER_MISSING"),
        (("backup", "--to", "nowhere", "--list"), TROUBLE, "FOLDER_MISSING"),
        (("package", "import", "nowhere"), TROUBLE, "FILE_MISSING"),
        (("package", "tidy", "nowhere"), TROUBLE, "FOLDER_MISSING"),
        (("package", "import", "stick"), REFUSED, "NOT_A_PACKAGE"),
        (("package", "import", "pass"), REFUSED, "NOT_A_PACKAGE"),
        (("package", "inspect", "pass"), REFUSED, "NOT_A_PACKAGE"),
        (("package", "inspect", "stick"), REFUSED, "NOT_A_PACKAGE"),
        (("package", "inspect", "nowhere"), TROUBLE, "FILE_MISSING"),
        (("package",), USAGE, "USAGE"),
        (("enrol", "request"), USAGE, "USAGE"),
        (("enrol", "request", "--out", "nowhere/request"), TROUBLE, "FOLDER_MISSING"),
        (("enrol", "request", "--out", "request", "--replaces", "旧电脑"), USAGE, "USAGE"),
        (("enrol", "approve", "nowhere", "--out", "out"), TROUBLE, "FILE_MISSING"),
        (("enrol", "approve", "pass", "--out", "out"), REFUSED, "REQUEST_DAMAGED"),
        (("enrol", "accept", "pass"), REFUSED, "CERT_DAMAGED"),
        (("cert", "revoke", "x"), REFUSED, "CERT_UNKNOWN"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_what_cannot_be_done_says_so_by_code_and_exit(
    say: Say, at_home: None, words: tuple[str, ...], said: int, code: str
) -> None:
    answer, document, told = say(VILLAGE, *words)
    assert (answer, document["error"]["code"]) == (said, code)
    assert "处理办法：" in told


def test_a_station_is_enrolled_listed_and_revoked_by_files(say: Say, folder: Path) -> None:
    desk = make_desk(folder / OTHER_VILLAGE, OTHER_VILLAGE)
    desk.store.close()
    said, document, told = say(OTHER_VILLAGE, "enrol", "request", "--out", folder / "request")
    assert (said, document["file"]) == (DONE, str(folder / "request"))
    assert "请交上级批准" in told
    said, document, _ = say(TOWN, "enrol", "approve", folder / "request", "--out", folder / "issued")
    assert (said, document["error"]["code"]) == (REFUSED, "REQUEST_SCOPE")
    said, document, told = say(CITY, "enrol", "approve", folder / "request", "--out", folder / "issued")
    assert said == DONE
    assert f"已签发给 {desk.profile.name}（首次入网）" in told
    assert f"核对码 {document['request']['fingerprint']}：请打电话与对方核对" in told
    serial = document["certificate"]["serial"]
    said, document, told = say(OTHER_VILLAGE, "enrol", "accept", folder / "issued")
    assert (said, document["serial"]) == (DONE, serial)
    assert "已安装证书" in told
    said, rows, told = say(CITY, "cert", "list")
    assert (said, {one["tier"] for one in rows}) == (DONE, {"city", "town", "village"})
    assert serial in told
    said, document, told = say(CITY, "cert", "revoke", serial)
    assert (said, document["state"]) == (DONE, "已吊销")
    assert "已吊销：" in told
    assert say(VILLAGE, "cert", "list")[0] == DONE


def test_a_computer_that_broke_is_replaced_and_its_cases_come_back_with_the_certificate(
    say: Say, folder: Path
) -> None:
    stick = folder / "stick"
    assert say(VILLAGE, "package", "export", "--to", stick)[0] == DONE
    assert say(TOWN, "package", "import", stick)[0] == DONE
    old = say(VILLAGE, "cert", "show")[1]["station"]
    desk = make_desk(folder / "new", VILLAGE)
    desk.store.close()
    back = folder / "back"
    back.mkdir()
    assert say("new", "enrol", "request", "--out", back / "new.zsreq")[0] == DONE
    assert say(TOWN, "package", "import", back)[0] == DONE
    _, (asked,), told = say(TOWN, "enrol", "waiting")
    assert asked["others"] == [old]
    assert f"同一单位已有电脑 {old[-8:]}：替换它的，批准时加 --replaces" in told
    words = ("enrol", "approve", desk.profile.id, "--replaces", old[-8:])
    said, _, told = say(TOWN, *words)
    assert said == DONE
    assert "原来的电脑送到本站的登记等待补发：请用 zsapp package rebaseline" in told
    said, document, told = say(TOWN, "package", "rebaseline", old[-8:], "--to", back)
    assert (said, document["heir"]) == (DONE, desk.profile.id)
    assert "这份只有替换它的新电脑打得开" in told
    said, _, told = say(TOWN, "enrol", "approve", back / "new.zsreq", "--out", back / "new.zscert")
    assert said == DONE
    assert "原来的电脑送到本站的登记也写好了（" in told
    said, document, told = say("new", "package", "import", back)
    assert (said, len(document["given"])) == (DONE, 1)
    assert "原来的电脑送到上级的登记都归本机了" in told
    assert "没有送出去的，已经丢失" in told
    assert "镇已入库" in say("new", "record", "list", "--sector", "mediation")[2]
    said, document, _ = say(TOWN, "enrol", "approve", back / "new.zsreq", "--out", "x", "--replaces", "y")
    assert (said, document["error"]["code"]) == (REFUSED, "REQUEST_REPLACES")


def test_packages_that_must_not_come_in_are_told_apart_by_code_and_exit(folder: Path, tmp_path: Path) -> None:
    with workshop_in(tmp_path / "shop") as shop:
        made = {
            "PACKAGE_DAMAGED": (TROUBLE, shop.original[:-1]),
            "PACKAGE_NEWER": (TROUBLE, shop.package(shop.login(schema=2)).bytes()),
            "PACKAGE_ALREADY": (REFUSED, shop.original),
            "PACKAGE_OLDER": (REFUSED, shop.package(shop.sent[0]).bytes()),
            "PACKAGE_NOT_FOR_US": (REFUSED, shop.package().says(recipients=[]).bytes()),
            "PACKAGE_FOREIGN": (REFUSED, shop.package(sender=certified(somebody(TOWN, "town"))).bytes()),
            "CERT_REVOKED": (REFUSED, shop.package(sender=shop.fallen).bytes()),
        }
        (own, *others), digests, total, _ = shop.untouched
    for code, (said, content) in made.items():
        (folder / "attack.zspkg").write_bytes(content)
        words = ["package", "import", str(folder / "attack.zspkg"), "--json"]
        words += ["--home", str(tmp_path / "shop" / TOWN), "--passphrase-file", str(folder / "pass")]
        with redirect_stdout(StringIO()) as out:
            assert main(words) == said
        assert json.loads(out.getvalue())["error"]["code"] == code
    three = Three(shop.three.folder, shop.three.stick)
    (own_now, *others_now), *now, _ = replace(shop, three=three).standing()
    three.close()
    assert (others_now, now) == (others, [digests, total])
    assert own_now.seq == own.seq + len(made), "nothing but the log-ins"


def test_nobody_is_asked_for_a_passphrase_to_look_at_a_package(
    folder: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    _, done, _ = say(VILLAGE, "package", "export", "--to", folder / "stick")
    assert main(["package", "inspect", done["file"], "--home", str(folder / "nowhere")]) == DONE
    told = capsys.readouterr().out
    assert "签名：有效" in told
    assert not (folder / "nowhere").exists()
