"""The catalogue of errors (错误目录): each code, its number for the telephone, its sentence, remedy and law.

Two exceptions carry a code and its facts. `Refusal`: the law or the form says no; shown at its field.
`Trouble`: the machine says no (stick pulled out, disk full, file from a newer version); shown in the message
bar with its remedy. Anything else that is raised is a bug.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any


@dataclass(frozen=True, slots=True)
class Say:
    """One entry: a number the clerk can read out, what happened, what to do, and the law if it is the law.

    Sentence and remedy may have holes `{fact}`.
    """

    number: int
    sentence: str
    remedy: str
    law: str = ""


class Code(Enum):
    """Every error a user can meet. Names and numbers are stable for ever."""

    # 1xxx: what was typed on the command line or in a file
    USAGE = Say(1001, "命令写法不对：{what}", "请用 zsapp --help 查看写法")
    PASSPHRASE_MISSING = Say(1002, "没有提供口令", "请用 --passphrase-file 指明口令文件，或在终端中输入")
    FILE_MISSING = Say(1003, "找不到文件：{file}", "请核对文件名和所在的文件夹")
    DATE_WRONG = Say(1004, "日期“{text}”不对", "请写成 2026-03-09 的样子")
    DATA_UNREADABLE = Say(1005, "文件内容无法识别", "请重新拷贝该文件；仍不行请联系来源单位重新导出")
    IMPORT_NOT_RECORDS = Say(1101, "文件里没有可导入的记录", "请核对：文件应是以 case: 或 id: 开头的记录清单")
    IMPORT_KEY_UNKNOWN = Say(
        1102, "不认识的项目“{key}”", "请删除或改正该项目名称后重新导入；其余记录不受影响"
    )
    IMPORT_TYPE_WRONG = Say(
        1103, "应填{wanted}，实际是“{got}”", "请改正该项目后重新导入；文字形式的数字请加引号"
    )
    TEXT_TOO_LONG = Say(1104, "内容过长：{length}字，最多{limit}字", "请缩短内容，或把详细经过写入调解记录")
    NUMBER_OUT_OF_RANGE = Say(1105, "数值“{got}”超出允许范围", "请核对金额或数量")
    LIST_TOO_LONG = Say(1106, "条目过多：{length}条，最多{limit}条", "请分成几份")
    TEXT_CONTROL_CHARACTER = Say(1107, "内容里有无法打印的控制字符", "请删除后重新输入")

    # 2xxx: records and rules
    RECORD_UNKNOWN = Say(2001, "没有这份记录：{ref}", "请核对编号；可用 zsapp record list 查找")
    RECORD_CHANGED = Say(2002, "这份记录已被另一处修改", "请重新打开后再改；您输入的内容已存为草稿")
    CASE_TYPE_MISSING = Say(2101, "还没有选纠纷类型", "请选择纠纷类型")
    CASE_PARTY_MISSING = Say(2102, "还没有填写当事人姓名或名称", "请至少填写一方当事人")
    CASE_FACTS_MISSING = Say(2103, "还没有填写纠纷情况", "请用一句话写明发生了什么事")
    CASE_STEP_NOT_OPEN = Say(2104, "现在还不能办理“{verb}”：目前是“{state}”", "请先办完前面的步骤")
    REASON_MISSING = Say(2105, "还没有填写理由", "请写明理由后再继续；理由会记入操作记录")
    RULE_UNKNOWN = Say(2106, "没有这条检查：{rule}", "请核对检查编号")
    RULE_NOT_FIRED = Say(2107, "检查{rule}目前没有提出问题，不需要写理由", "无需处理")

    # 3xxx: this machine and its store
    PASSPHRASE_WRONG = Say(3001, "口令不正确", "请检查大小写和输入法后重试；忘记口令请用恢复码")
    HOME_MISSING = Say(
        3002, "这个文件夹里还没有建立工作站：{home}", "请先运行 zsapp init 建站，或核对数据文件夹"
    )
    HOME_EXISTS = Say(3003, "这个文件夹里已经有一个工作站", "请换一个空文件夹；原有数据没有改动")
    HOME_IN_USE = Say(3004, "程序已经打开，正在使用同一份数据", "请切换到已打开的窗口；或先关闭它再试")
    HOME_READ_ONLY = Say(
        3005, "数据文件夹不能写入：{home}", "请解除只读，或换一个可以写入的位置；数据没有改动"
    )
    DISK_FULL = Say(3006, "磁盘已满，没有保存", "请腾出空间后再试；已保存的内容完好，您输入的内容还在窗口中")
    STORE_DAMAGED = Say(
        3007, "数据文件已损坏", "请不要继续使用这份数据；用备份恢复，或运行 zsapp doctor 查看详情"
    )
    STORE_NEWER = Say(3008, "数据由更新版本的程序写成", "请先升级本程序；数据没有改动")
    STORE_BUSY = Say(3009, "数据正忙", "请稍候再试")
    CHAIN_BROKEN = Say(3010, "操作记录的链条在第{seq}条处断开", "请停止使用，保留现场，并联系司法所")
    CLOCK_BEHIND = Say(
        3011, "本机时间早于上一次保存的时间（{last}）", "请校准电脑时间后再保存；您输入的内容没有丢失"
    )
    BLOB_DAMAGED = Say(3012, "保存的文书或附件已损坏", "请用备份恢复该文件")
    UPGRADE_FAILED = Say(3013, "升级数据没有成功，原数据保持不变", "请把日志交给技术人员；可以继续使用旧版本")
    RECOVERY_WRONG = Say(3014, "恢复码不正确", "请对照建站时打印的恢复码，逐字核对")
    DISK_FAULT = Say(3015, "读写磁盘时出错：{what}", "请检查磁盘或连接线后重试；已保存的内容没有改动")
    USER_UNKNOWN = Say(3016, "没有这个用户：{user}", "请核对用户名")

    # 9xxx: the program itself
    BUG = Say(9999, "程序内部出错", "您输入的内容已保存为草稿；请重新打开程序，并把日志交给技术人员")


class ZsError(Exception):
    """What the program says when it cannot go on: a code and its facts."""

    def __init__(self, code: Code, *, field: str = "", **facts: Any) -> None:  # noqa: ANN401 -- facts are printed
        """Fill the sentence's holes with the facts; `field` is the path of the item, e.g. `parties[0].id_no`."""
        super().__init__(code.value.sentence.format_map(_Facts(facts)))
        self.code = code
        self.field = field
        self.facts = facts

    @property
    def remedy(self) -> str:
        """What to do now."""
        return self.code.value.remedy.format_map(_Facts(self.facts))

    @property
    def law(self) -> str:
        """The article, or the empty text."""
        return self.code.value.law


class Refusal(ZsError):
    """The law or the form says no; nothing was changed."""


class Trouble(ZsError):
    """The machine, the file or the stick says no; nothing acknowledged was lost."""


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""
