"""The verbs of the journal in words (操作名称): what a record's history and that of the accounts are told by.

Steps have the words of their buttons, from the table of their sector; the rest stands here. A verb of a newer
program, which has no word here, is shown as it is spelt.
"""

from zsapp.rules.desk_acts import ACTS as DESK_ACTS
from zsapp.rules.legal_aid import SECTOR as LEGAL_AID
from zsapp.rules.legal_aid_state import ACTS as AID_ACTS
from zsapp.rules.legal_aid_state import FORWARD
from zsapp.rules.mediation import SECTOR as MEDIATION
from zsapp.rules.mediation_state import ACTS as CASE_ACTS
from zsapp.rules.review import (
    ACCEPT,
    COMMENT,
    DECIDE,
    HEARD,
    MERGE,
    MERGE_DOWN,
    QUARANTINE,
    RELEASE,
    RETURN,
)
from zsapp.rules.roles import LOOK
from zsapp.rules.transfer import CARRY, DECLINE, MOVED, OFFER, TAKE, WITHDRAW

ACCOUNTS = {
    "login": "登录",
    "login_failed": "口令输错",
    "recover": "用恢复码登录",
    "recover_escrow": "用市级托管的恢复码登录",
    "recovery_code": "更换恢复码",
    "unlock": "解除锁定",
    "user_add": "增加用户",
    "role": "改变角色",
    "passphrase": "更换口令",
    LOOK: "查看限制查看的记录",
}
"""What befalls the accounts."""

WORDS = {
    **ACCOUNTS,
    "save": "保存",
    "set": "填写或改正项目",
    "import": "从文件导入",
    "undo_import": "撤销导入",
    "number": "编号",
    "override": "写明理由放行检查",
    "reopen": "重新受理",
    "void": "作废",
    "clauses": "选用条款",
    "oral": "登记口头协议",
    "turn": "转为其他业务的记录",
    "decision": "登记法律援助处的结果",
    "print": "打印",
    "reprint": "重新打印",
    "dossier": "装订卷宗",
    "file": "立卷",
    "filing": "填写立卷情况",
    "scan": "加入扫描件或附件",
    "scan_drop": "取下扫描件或附件",
    "paper": "登记纸质材料",
    "pages": "改正页码",
    "ledger": "导出台账",
    "report": "导出报表",
    "export_file": "导出记录文件",
    "import_file": "从文件导入",
    RETURN: "上级退回",
    ACCEPT: "上级校核通过",
    COMMENT: "上级写了意见",
    HEARD: "收到上级的校核意见",
    QUARANTINE: "隔离",
    RELEASE: "解除隔离",
    DECIDE: "决定以哪一处的改动为准",
    MERGE: "合并两处的改动",
    MERGE_DOWN: "收到上级的合并结果",
    OFFER: "提出移交",
    TAKE: "接收移交",
    DECLINE: "不接收移交",
    WITHDRAW: "撤回移交",
    CARRY: "转送移交",
    MOVED: "移交后入库",
}
"""Every entry that is no step of a sector; sectors that use a verb in another sense have their own below."""

STEPS = {
    MEDIATION: {verb: one.word for verb, one in CASE_ACTS.items()},
    LEGAL_AID: {f"act_{verb}": one.word for verb, one in AID_ACTS.items()} | {f"act_{FORWARD}": "转交"},
    **{
        sector: {f"act_{verb}": one.word for verb, one in acts.items()} | {"decision": "登记处理结果"}
        for sector, acts in DESK_ACTS.items()
    },
}
"""The steps of each sector as the journal spells them: those of a case by their verb alone."""


def journal_word(verb: str, sector: str) -> str:
    """Return what an entry about a record of a sector did, in words."""
    return STEPS.get(sector, {}).get(verb) or WORDS.get(verb, verb)
