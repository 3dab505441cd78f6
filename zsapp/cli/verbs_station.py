"""Verbs of the station (建站、体检、演示): init, doctor, demo."""

from pathlib import Path
from typing import Any

from zsapp.base.errors import Code, Refusal, ZsError
from zsapp.base.files import write_whole
from zsapp.cli.output import DONE, TROUBLE, Answer, exit_of, said
from zsapp.cli.terminal import Call, opened
from zsapp.rules.station import TIERS


def add_verbs(verbs: Any) -> None:
    """Declare the verbs of this module."""
    init = verbs.add("init", init_station, "建立工作站")
    init.add_argument("--code", required=True, help="12位区划代码")
    init.add_argument("--name", required=True, help="工作站名称")
    init.add_argument("--tier", required=True, choices=TIERS)
    init.add_argument("--committee", default="", help="人民调解委员会名称（默认按区划）")
    init.add_argument("--short", default="", help="编号中的简称，如 沙云")
    init.add_argument("--enrolment", type=Path, metavar="FILE", help="证书申请写到这里，交上级批准")
    init.add_argument(
        "--recovery-sheet", type=Path, metavar="FILE", help="恢复码封存单（PDF）写到这里，打印后删除"
    )
    init.set_defaults(training=None)
    init.add_argument("--practice", action="store_true", help="练习站")
    demo = verbs.add("demo", demo_case, "无屏幕演示：从登记到镇里收包，一案到底")
    demo.add_argument("out", type=Path, metavar="OUT")
    doctor = verbs.add("doctor", opened(examine), "体检：日志、链条、索引、附件是否一致")
    doctor.add_argument("--rebuild", action="store_true", help="从日志重建索引")


def init_station(call: Call) -> Answer:
    """Make a station; the recovery code is said once."""
    from zsapp.services import station as stations  # the store's libraries load only when a store is made

    options = call.options
    if options["enrolment"] and options["enrolment"].exists():
        raise Refusal(Code.USAGE, what="--enrolment 指明的文件已经存在；证书申请要写成新文件")
    if options["recovery_sheet"] and options["recovery_sheet"].exists():
        raise Refusal(Code.USAGE, what="--recovery-sheet 指明的文件已经存在；封存单要写成新文件")
    setup = stations.Setup(
        code=options["code"],
        name=options["name"],
        tier=options["tier"],
        user=call.user or "站长",
        committee=options["committee"],
        short=options["short"],
        training=options["practice"],
    )
    made = stations.init_station(call.home, setup, passphrase=call.passphrase("设置口令："), today=call.today)
    with made.station as station:
        profile = station.profile
        asked = _ask_for_certificate(station, options["enrolment"])
        sheet = _recovery_sheet(station, options["recovery_sheet"], made.recovery)
    document = {
        "home": str(call.home), "station": profile.id, "code": profile.code, "name": profile.name,
        "tier": profile.tier, "committee": profile.committee, "user": setup.user, "recovery": made.recovery,
    }  # fmt: skip
    lines = (
        f"已建立工作站：{profile.name}（{profile.committee or profile.name}）",
        f"数据文件夹：{call.home}",
        f"恢复码（只显示这一次，请打印后交司法所封存）：{made.recovery}",
    )
    documents = {**document, **asked.document, **sheet.document}
    return Answer(documents, (*lines, *asked.lines, *sheet.lines), max(asked.exit, sheet.exit))


def _recovery_sheet(station: Any, file: Path | None, recovery: str) -> Answer:
    """Write the recovery code as a paper; as with the request, what goes wrong is told beside the code."""
    from zsapp.services.recovery_sheet import recovery_sheet  # the press loads only for it

    if file is None:
        return Answer({})
    try:
        write_whole(file, recovery_sheet(station.profile, station.user, recovery).pdf)
    except ZsError as error:
        told = (f"{error}（{error.remedy}）",)
        return Answer({"recovery_sheet": None, "error": said(error)}, told, exit_of(error))
    return Answer({"recovery_sheet": str(file)}, (f"恢复码封存单已写到 {file}，请打印后删除这个文件",))


def _ask_for_certificate(station: Any, file: Path | None) -> Answer:
    """Write the request for the new station's certificate.

    The station is made by then and its recovery code is said only once, so a file that cannot be written
    is told beside it.
    """
    if file is None:
        return Answer({})
    try:
        station.enrolment.request(file)
    except ZsError as error:
        return Answer(
            {"request": None, "error": said(error)}, (f"{error}（{error.remedy}）",), exit_of(error)
        )
    return Answer({"request": str(file)}, (f"证书申请已写到 {file}，请交上级批准",))


def demo_case(call: Call) -> Answer:
    """One whole case without a screen, from the first word to the town."""
    from zsapp.services.demo import play  # loads the store, the press and the exchange

    played = play(call.options["out"], today=call.today)
    lines = (*played.story, *(f"写入 {path}" for path in played.files))
    return Answer({"files": played.files, "story": played.story, "case": played.case}, lines)


def examine(station: Any, call: Call) -> Answer:
    """Hold journal, chain, index and blobs against each other; rebuild the index on request."""
    report = station.examine(rebuild=call.options["rebuild"])
    lines = tuple(report.lines)
    return Answer(report.document, lines, DONE if report.sound else TROUBLE)
