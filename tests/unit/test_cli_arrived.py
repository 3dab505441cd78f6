"""What import, export and a look into a file say at the terminal: what a person must know is there."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from zsapp.base.errors import Code, Refusal
from zsapp.cli.arrived import arrived, departed, has_already, skipped_for
from zsapp.cli.inspected import inspected
from zsapp.cli.reviewed import said_above
from zsapp.exchange.acknowledgement import Missing, Quarantined, Volumes
from zsapp.services.dispatch import Exported
from zsapp.services.exchange import DIFFERING, Imported, NotTaken
from zsapp.services.hearing import AcknowledgementTaken
from zsapp.services.intake import PackageTaken

OWN, BELOW, ABOVE = "own", "below", "above"


def unknown(serial: str) -> Any:
    if serial == BELOW:
        return SimpleNamespace(name="某村")
    raise Refusal(Code.CERT_UNKNOWN, serial=serial)


STATION = SimpleNamespace(profile=SimpleNamespace(id=OWN), enrolment=SimpleNamespace(certificate=unknown))


def package(**facts: Any) -> PackageTaken:
    plain: dict[str, Any] = {
        "file": Path("a.zspkg"), "package": "p", "sender": BELOW, "name": "某村", "epoch": 1, "seq_from": 1,
        "seq_to": 9, "volume": 1, "volumes": 1, "entries": 9, "records": 1, "held": {"mediation": 1},
        "attachments": 0, "differences": (), "acknowledgement": Path("a.zsack"),
    }  # fmt: skip
    return PackageTaken(**(plain | facts))


def acknowledgement(**facts: Any) -> AcknowledgementTaken:
    plain: dict[str, Any] = {
        "file": Path("a.zsack"), "sender": OWN, "receiver": ABOVE, "name": "某镇", "tier": "town", "epoch": 1,
        "seq": 9, "missing": (), "refused": (), "news": True,
    }  # fmt: skip
    return AcknowledgementTaken(**(plain | facts))


def said(**taken: Any) -> list[str]:
    return arrived(STATION, Imported(**taken))


def test_a_package_in_volumes_says_which_came_and_which_are_lacking() -> None:
    first = package(volumes=3, lacking=(2, 3))
    third = package(volume=3, volumes=3, held={}, lacking=(2,))
    assert said(packages=(first, third)) == [
        "已导入 某村：1 件案件（第 1 至 9 笔登记，第 1/3 卷）",
        "已导入 某村：没有新的案件（第 1 至 9 笔登记，第 3/3 卷）",
        "某村 的这个数据包共 3 卷，还缺第 2 卷：请对方把那几卷再带来",
    ]
    assert said(packages=(package(),)) == ["已导入 某村：1 件案件（第 1 至 9 笔登记）"]


def test_an_acknowledgement_that_found_no_room_on_the_stick_is_missed_aloud() -> None:
    lines = said(packages=(package(acknowledgement=None), package(acknowledgement=None)))
    (line,) = (line for line in lines if "回执没有写成" in line)
    assert line.startswith(
        "给 某村 的回执没有写成（U盘已满或不能写入）：请换一个U盘用 zsapp review answer 写出"
    )


def test_records_that_differ_from_what_the_station_has_are_told() -> None:
    lines = said(packages=(package(differences=("mediation/5",)),))
    assert lines[-1] == f"某村：两边的记录不一致。{DIFFERING}"


def test_an_acknowledgement_says_whose_it_is_and_what_is_lacking_there() -> None:
    assert said(acknowledgements=(acknowledgement(news=False),)) == [
        "已收到 某镇 的回执：已入库到第 9 笔登记（早已收到）"
    ]
    below = tuple(acknowledgement(sender=one) for one in (BELOW, "another"))
    assert said(acknowledgements=below) == [
        "已收到 某镇 给 某村 的回执：已入库到第 9 笔登记",
        "已收到 某镇 给 another 的回执：已入库到第 9 笔登记",
    ]
    gaps = (Missing(10, 12), Missing(15, 15))
    lacking = acknowledgement(missing=gaps, volumes=(Volumes("p", (2, 3)),))
    assert said(acknowledgements=(lacking,))[1:] == [
        "某镇 缺少第 10 至 12 笔登记、第 15 至 15 笔登记：请重新导出，与后面的一起送去",
        "某镇 还缺第 2、3 卷：请把写有那几卷的U盘再带去，或重新导出",
    ]
    lost = acknowledgement(missing=gaps, again="请再导出一次")
    assert said(acknowledgements=(lost,))[1:] == ["请再导出一次"]


def test_what_is_disputed_is_told_from_what_is_wrong() -> None:
    held = (Quarantined("a", 1, 3, "PACKAGE_RECORD_BAD"), Quarantined("b", 1, 7, "CONFLICT"))
    taken = Imported(
        packages=(package(quarantined=3, conflicts=1), package(quarantined=1, conflicts=1)),
        acknowledgements=(acknowledgement(quarantine=held, down=2), acknowledgement(down=2, news=False)),
    )
    assert said_above(taken) == [
        "某村 的内容，其中 2 条有问题，已隔离，其余照常入库：zsapp review quarantine",
        "某村 有 1 条与另一处的改动冲突，等本站决定：zsapp review conflicts",
        "某村 有 1 条与另一处的改动冲突，等本站决定：zsapp review conflicts",
        "某镇 隔离了 第3笔登记：请改正后重新保存，再导出",
        "某镇 收到的 第7笔登记与另一处的改动冲突，由其决定后随回执带回",
        "某镇 带来 2 条退回、通过、意见或下发的内容",
    ]


def test_what_was_here_before_is_no_refusal() -> None:
    def skipped(code: Code) -> Imported:
        return Imported(skipped=(NotTaken(file=Path("a"), code=code.name, message="", remedy=""),))

    assert all(map(has_already, map(skipped, (Code.PACKAGE_ALREADY, Code.PACKAGE_OLDER, Code.ACK_STALE))))
    assert not has_already(skipped(Code.PACKAGE_NOT_FOR_US))


def test_of_a_repeat_it_is_told_whether_it_was_answered_again() -> None:
    again = NotTaken(file=Path("a"), code="PACKAGE_ALREADY", message="已经导入过", remedy="回执没有写成")
    assert skipped_for(again) == "已经导入过（回执没有写成）"
    assert skipped_for(replace(again, code="PACKAGE_OWN")) == "已经导入过"


def test_an_export_of_several_files_says_how_many() -> None:
    one = Path("a.zspkg")
    done = Exported(
        file=one, files=(one,), carried=(), package="p", entries=2, records=0, held={}, attachments=0,
        seq_from=1, seq_to=2, size=1,
    )  # fmt: skip
    assert departed(done) == ["已导出第 1 至 2 笔登记，含操作记录，已核对，可以拔出：a.zspkg"]
    many = SimpleNamespace(seq_from=1, seq_to=2, held={}, file=one, files=(one, Path("b.zspkg")))
    assert departed(many)[0].endswith("可以拔出：a.zspkg，共 2 个文件")


def test_a_look_into_an_acknowledgement_is_said_in_words() -> None:
    facts = {
        "kind": "acknowledgement", "receiver": {"name": "某镇", "code": "442000106000"}, "sender": BELOW,
        "missing": [[1, 20]], "refused": [{"package": "p", "code": "PACKAGE_GAP"}],
        "volumes": [{"package": "q", "missing": [2]}],
        "quarantine": [{"record": "r", "seq": 3, "code": "FROM_LATER"}],
        "down": [{"kind": "review_return", "id": "x", "sha256": "y"}],
    }  # fmt: skip
    assert inspected(facts) == (
        "种类：回执", "出具：某镇（442000106000）", "给哪个工作站：below", "缺少：第 1 至 20 笔登记",
        f"没有接收：数据包 p（错误 {Code.PACKAGE_GAP.value.number}）", "还缺的卷：数据包 q 的第 2 卷",
        "隔离：第 3 笔登记（FROM_LATER）", "下发：1 条",
    )  # fmt: skip
    empty: dict[str, Any] = {name: [] for name in ("missing", "refused", "volumes", "quarantine", "down")}
    assert {line.partition("：")[2] for line in inspected({"kind": "acknowledgement", **empty})} == {
        "回执",
        "无",
    }
    assert inspected({"kind": "package", "recipients": []}) == ("种类：数据包", "收件：无")
