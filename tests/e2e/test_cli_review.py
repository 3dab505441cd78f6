"""The review desk at the terminal: verdicts, quarantine, conflicts, transfers, what goes down, receipts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.desks import PASSPHRASE, TOWN, VILLAGE, plain_cases, three_desks
from tests.liars import entry_after, send
from zsapp.app import main
from zsapp.base.paths import shipped

DONE, REFUSED, USAGE = 0, 1, 2
Say = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Stations, closed; the town has two cases of the village, and something that fits no form."""
    with three_desks(tmp_path) as three:
        for case in plain_cases()[:2]:
            three.village.save(case)
        three.town.exchange.import_path(three.village.exchange.export(three.stick).file)
        (three.folder / "bad").mkdir()
        with three.town.store.read() as reader:
            station = three.village.store.station
            (last,) = reader.entries(station, 1, reader.cursor(station, 1).seq - 1)
        bad = entry_after(last, three.village, {"nonsense": 1})
        send(three.village, three.folder / "bad", [bad])
    (tmp_path / "pass").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return tmp_path


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


def test_a_case_goes_back_and_is_passed_and_the_village_reads_why(say: Say, folder: Path) -> None:
    code, rows, _ = say(TOWN, "review", "list", "--state", "待校核")
    assert (code, len(rows)) == (DONE, 2)
    back, good = (one["id"] for one in rows)
    assert say(TOWN, "review", "list", "--station", "无此站")[1]["error"]["code"] == "STATION_UNKNOWN"
    assert say(TOWN, "review", "list", "--state", "无")[0] == USAGE
    code, said, read = say(TOWN, "review", "return", back, "--reason", "住址写错")
    assert (code, said["state"], said["version"]) == (DONE, "已退回", 1)
    assert "随下一次回执带给原单位" in read
    assert say(TOWN, "review", "return", back, "--reason", "再退")[0] == REFUSED
    assert say(TOWN, "review", "accept", good)[1]["state"] == "镇已校核"
    assert say(TOWN, "review", "comment", good, "--text", "下次写明时间")[0] == DONE
    (station,) = say(TOWN, "review", "stations")[1]
    assert say(TOWN, "review", "answer", station["name"], "--to", folder / "stick")[0] == DONE
    code, taken, read = say(VILLAGE, "package", "import", folder / "stick")
    assert taken["acknowledgements"][0]["down"] == 3
    assert "带来 3 条退回、通过、意见或下发的内容" in read
    code, record, read = say(VILLAGE, "record", "show", back)
    assert (record["sync"], record["review"]["state"], record["review"]["reason"]) == (
        "已退回", "已退回", "住址写错",
    )  # fmt: skip
    assert "校核：已退回（沙溪镇公共法律服务工作站 站长）：住址写错" in read
    assert [one["text"] for one in say(VILLAGE, "record", "show", good)[1]["words"]] == ["", "下次写明时间"]


def test_what_is_held_is_listed_and_named_in_the_answer(say: Say, folder: Path) -> None:
    code, taken, read = say(TOWN, "package", "import", folder / "bad")
    assert (code, taken["packages"][0]["quarantined"]) == (DONE, 1)
    assert "其中 1 条有问题，已隔离" in read
    code, held, _ = say(TOWN, "review", "quarantine")
    assert [(one["code"], one["where"], one["behind"]) for one in held] == [
        ("IMPORT_KEY_UNKNOWN", "nonsense", 0)
    ]
    assert say(TOWN, "review", "quarantine", "--again")[1]["gone_on"] == 0
    code, facts, read = say(TOWN, "package", "inspect", folder / "bad")
    (ack,) = [one for one in facts["read"] if one["kind"] == "acknowledgement"]
    assert ack["quarantine"][0]["code"] == "IMPORT_KEY_UNKNOWN"


def test_a_receipt_is_printed_for_a_lost_stick_and_read_by_its_pdf(say: Say, folder: Path) -> None:
    (station,) = say(TOWN, "review", "stations")[1]
    paper = folder / "receipt.pdf"
    assert say(TOWN, "package", "receipt", station["station"], "--out", paper)[0] == DONE
    code, said, read = say(VILLAGE, "package", "import", paper)
    assert (code, said["acknowledgements"][0]["news"]) == (DONE, True)
    assert "已收到 沙溪镇公共法律服务工作站 的回执单" in read
    assert say(VILLAGE, "package", "import", "ZS1:NONSENSE")[1]["error"]["code"] == "SEAL_UNREADABLE"
    assert "没有新内容" in say(VILLAGE, "package", "import", paper)[2]


def test_a_case_is_offered_withdrawn_and_nobody_else_may_take_it(say: Say) -> None:
    (one, *_) = say(VILLAGE, "record", "list")[1]
    code, said, _ = say(
        VILLAGE, "transfer", "offer", one["id"], "--to", "442000106205", "--reason", "人在邻村"
    )
    assert (code, said["to"]) == (DONE, "442000106205")
    assert say(VILLAGE, "transfer", "list")[1][0]["state"] == "等待接收"
    refused = say(VILLAGE, "record", "set", one["id"], "brief=改")[1]
    assert refused["error"]["code"] == "TRANSFER_OPEN"
    assert say(TOWN, "transfer", "accept", one["id"])[1]["error"]["code"] == "TRANSFER_NOT_OPEN"
    assert say(TOWN, "transfer", "decline", one["id"], "--reason", "x")[0] == REFUSED
    assert say(VILLAGE, "transfer", "withdraw", one["id"])[0] == DONE
    assert say(VILLAGE, "transfer", "list")[2].startswith("已撤回")


def of_rates(say: Say) -> str:
    """Return where the village's rates come from, as list, rows and people's text say alike."""
    (listed,) = [one["origin"] for one in say(VILLAGE, "table", "list")[1] if one["name"] == "lpr"]
    code, rows, read = say(VILLAGE, "table", "show", "lpr")
    assert (code, {one["origin"] for one in rows}) == (DONE, {listed})
    assert read.startswith(f"一年期贷款市场报价利率（{listed}）")
    return str(listed)


def test_a_notice_and_a_table_go_down_and_are_listed(say: Say, folder: Path) -> None:
    notice, lpr = folder / "notice.txt", shipped("resources") / "tables" / "lpr.csv"
    notice.write_text("请本周内上报。\n", encoding="utf-8")
    assert say(TOWN, "down", "send", "notice", notice, "--title", "关于上报的通知")[0] == DONE
    table = ("table", lpr, "--title", "利率", "--source", "授权公布", "--date", "2026-11-20")
    code, said, _ = say(TOWN, "down", "send", *table)
    assert (code, said["name"]) == (DONE, "lpr.csv")
    assert say(TOWN, "down", "send", "table", notice, "--title", "x")[1]["error"]["code"] == "DOWN_WRONG"
    assert len(say(TOWN, "down", "list", "--sent")[1]) == 2
    (station,) = say(TOWN, "review", "stations")[1]
    say(TOWN, "review", "answer", station["station"], "--to", folder / "stick")
    say(VILLAGE, "package", "import", folder / "stick")
    assert [one["title"] for one in say(VILLAGE, "down", "list")[1]] == ["利率", "关于上报的通知"]
    assert "请本周内上报。" in say(VILLAGE, "down", "show", "关于上报的通知")[2]
    assert say(VILLAGE, "down", "show", "lpr.csv", "--out", folder / "kept.csv")[0] == DONE
    assert (folder / "kept.csv").read_text(encoding="utf-8") == lpr.read_text(encoding="utf-8-sig")
    assert of_rates(say) == "沙溪镇公共法律服务工作站下发，2026-11-20，授权公布"
    assert say(VILLAGE, "down", "drop", "lpr.csv")[1]["used"] is False
    assert of_rates(say) == "随程序"
    assert say(VILLAGE, "down", "use", "lpr.csv")[1]["used"] is True
    broken = folder / "broken.txt"
    broken.write_bytes(b"\xff\xfe\xff")
    assert say(TOWN, "down", "send", "notice", broken, "--title", "x")[1]["error"]["code"] == "DOWN_WRONG"


def test_without_conflicts_there_is_nothing_to_decide(say: Say) -> None:
    (one, *_) = say(TOWN, "review", "list")[1]
    assert say(TOWN, "review", "conflicts")[1] == []
    assert say(TOWN, "review", "decide", one["id"], "brief", "mine")[1]["error"]["code"] == "CONFLICT_UNKNOWN"
