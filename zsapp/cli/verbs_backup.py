"""Verbs of backups (备份、恢复、补发、分歧): backup, restore, epoch; package rebaseline and forks."""

from pathlib import Path
from typing import Any

from zsapp.base.clock import local
from zsapp.base.errors import Code, Refusal
from zsapp.cli.output import Answer
from zsapp.cli.terminal import Call, count_of, folder_named, opened

WHY = {"hand": "手动", "daily": "每天自动", "upgrade": "升级前"}


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    out = verbs.add("backup", back_up, "备份：写入、重新读出、打开核对之后才算完成")
    out.add_argument("--to", type=Path, metavar="DIR", help="U盘或文件夹；不写则用已选的备份位置")
    out.add_argument("--keep", type=count_of, metavar="N", help="只保留最近 N 份（默认按天、周、月保留）")
    out.add_argument("--list", action="store_true", dest="only_list", help="只列出 --to 里有哪些备份")
    back = verbs.add("restore", restore, "从备份恢复到一个空的数据文件夹")
    back.add_argument(
        "source", type=Path, metavar="FROM", help="备份文件，或放备份的U盘、文件夹（用最近一份）"
    )
    back.add_argument(
        "--recovery-code-file", type=Path, metavar="FILE", help="恢复码文件；口令文件里是新口令"
    )
    epoch = verbs.add("epoch", opened(go_on), "数据落后、两台电脑用同一份数据或时钟出错时另起一段，继续登记")
    epoch.add_argument("--open", action="store_true", dest="opens", help="另起一段；不写则只查看")
    epoch.add_argument("--clock", action="store_true", help="时间确实无误，以现在的时间为准")
    package = verbs.group("package", "数据包：导出、导入、查看")
    given = package.add("rebaseline", opened(give_back), "给恢复过备份的下级补发本站收到的全部登记")
    given.add_argument("station", metavar="STATION", help="下级工作站的编号、名称或区划代码")
    given.add_argument("--to", type=Path, required=True, metavar="DIR")
    forks = package.add("forks", opened(list_forks), "两台电脑用同一份数据的下级：查看、处理")
    forks.add_argument(
        "--keep", default="", metavar="STATION", help="认定以它的直接上级已收到的为准，恢复接收"
    )


def back_up(call: Call) -> Answer:
    """Make a backup, or list those of a place, which needs no passphrase."""
    if call.options["only_list"]:
        return _listed(call)
    return opened(_back_up)(call)


def _back_up(station: Any, call: Call) -> Answer:
    keep: int | None = call.options["keep"]
    if keep == 0:
        raise Refusal(Code.USAGE, what="--keep 至少写 1：最近的一份总是保留")
    to: Path | None = call.options["to"]
    made = station.backups.make(folder_named(to) if to is not None else None, keep=keep)
    held = f"操作记录{made.entries}条，记录{made.records}份，文书和附件{made.blobs}份"
    lines = [
        f"备份完成，已重新读出并打开核对：{made.file}",
        f"{held}；共{made.bytes}字节，这次写入{made.written}字节",
    ]
    if made.lost:
        lines.append(f"注意：有{made.lost}份文书或附件在本机已经缺失，请运行 zsapp doctor 查看")
    if made.dropped:
        lines.append(f"已清理过期的备份{len(made.dropped)}份")
    return Answer(made, tuple(lines))


def _listed(call: Call) -> Answer:
    from zsapp.services.backups import list_backups  # the store's libraries load only when they are needed

    if call.options["to"] is None:
        raise Refusal(Code.USAGE, what="--list 要用 --to 指明U盘或文件夹")
    found = list_backups(folder_named(call.options["to"]))
    lines = (
        f"{local(one.made_at)}  {one.name}  记录{'？' if one.records is None else one.records}份  "
        f"{WHY.get(one.why, one.why)}  {one.file}"
        for one in found
    )
    return Answer(found, tuple(lines))


def restore(call: Call) -> Answer:
    """Restore a station into an empty home."""
    from zsapp.cli.terminal import passphrase_in  # beside the others, which load the store
    from zsapp.services.restoring import restore_station, secret_of  # as above

    code_file: Path | None = call.options["recovery_code_file"]
    secret = secret_of(
        call.passphrase("备份那一天的口令："),
        user=call.user,
        code=passphrase_in(code_file) if code_file else "",
    )
    done = restore_station(call.options["source"], call.home, secret, today=call.today)
    with done.station as station:
        head, waiting = done.head, done.waiting
        document = {
            "home": str(call.home), "file": str(done.file), "station": station.profile.id,
            "name": station.profile.name, "made_at": head.made_at, "entries": head.entries,
            "records": head.records, "blobs": head.blobs, "epoch": done.epoch,
            "after": {"epoch": head.epoch, "seq": head.seq},
            "exported": waiting.exported if waiting else 0,
            "acknowledged": waiting.acknowledged if waiting else 0,
        }  # fmt: skip
    first = f"已恢复“{document['name']}”到 {local(head.made_at)} 的样子，开始第{done.epoch}段登记"
    return Answer(document, (first, *done.lines))


def go_on(station: Any, call: Call) -> Answer:
    """Say in which epoch the station writes; open another where that is needed."""
    desk = station.epochs
    found = desk.go_on(clock=call.options["clock"]) if call.options["opens"] else desk.standing()
    words = "可以正常登记"
    if found.clock:
        words = "本机时间不对，只能查看"
    elif found.forked is not None:
        words = f"有两台电脑在用同一份数据（第{found.forked}笔登记不同），只能查看"
    elif found.stopped:
        words = f"数据落后（第{found.behind}笔登记之后缺失），只能查看"
    lines = found.waiting.lines if found.waiting else ()
    return Answer(found, (f"第{found.epoch}段登记：{words}", *lines))


def give_back(station: Any, call: Call) -> Answer:
    """Write what is here of a station below onto a stick."""
    done = station.giving_back.give(call.options["station"], folder_named(call.options["to"]))
    words = f"已写好给{done.name}的补发文件：操作记录{done.entries}条，文书和附件{done.attachments}份"
    whose = "原来的电脑已被替换，这份只有替换它的新电脑打得开：" if done.heir else ""
    return Answer(done, (f"{words}：{done.file}", f"{whose}请带回该站，在“数据交换”中导入"))


def list_forks(station: Any, call: Call) -> Answer:
    """List the stations of which two machines wrote, or decide one of them."""
    given = ""
    if call.options["keep"]:
        given = station.giving_back.decide(call.options["keep"]).given
    found = station.giving_back.forks()
    lines = (
        f"{one.name}：第{one.epoch}段第{one.seq}笔登记，两台电脑写的不同，"
        f"{'等待处理' if one.open else f'已由{one.decided_by}处理'}"
        for one in found
    )
    told = (f"本站收到过的已写成补发文件，请带给该站导入：{given}",) if given else ()
    return Answer(found, (*lines, *told) or ("没有发现两台电脑用同一份数据的下级",))
