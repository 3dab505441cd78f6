"""A mediator's day (调解员的一天), told at the window by keys alone: three cases, their papers, the stick.

Two disputes are in hand since the end of March. On 17 April one of them has come back from the court, the
other fails, and two neighbours walk in for whom a handshake is enough. Asserted is what the mediator reads in
the window, and what others read on the papers.
"""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from tests.gui.clerk import Clerk
from tests.stations import PASSPHRASE

BEFORE, DAY = date(2026, 3, 27), date(2026, 4, 17)
OPENING_KEYS = 6
"""Keys besides the words that open a case: new, two to take the type, two to walk, one to go on."""
ORAL_KEYS = 6
"""Keys besides the words from an accepted case to its oral agreement before the printer."""
WATER = "2026年1月以来，梁亚娣家雨棚的水冲到何䶮家墙脚，墙体受潮发霉，双方争吵。"
NOISE = "楼上李文辉家半夜拖动桌椅，陈少英多次上门劝说，双方争吵。"
FENCE = "黄金水家的鸡跑进郭满堂的菜地，啄坏青菜，双方口角。"
HEARD = """调解员：双方的权利义务已经告知，是否听清？
何䶮：听清，同意调解。
梁亚娣：听清，水管可以改。
双方自愿达成协议。"""
CLAUSES = (
    "梁亚娣于2026年4月3日前自费把水管改向自家天井。",
    "梁亚娣于2026年4月10日前补偿何䶮墙面修复费人民币1800元（大写：壹仟捌佰元整），以现金付清。",
    "双方就本次纠纷再无其他争议。",
)
REFUSED = "双方分歧大，李文辉明确拒绝继续调解"
HEARD_ONCE = "陈少英：夜里睡不着。\n李文辉：不是我家。\n约定三周后再调解。"
APART = "陈少英：还是吵。\n李文辉：不再谈了。"
SHAKEN = "黄金水把鸡关好，赔偿郭满堂菜钱人民币50元（大写：伍拾元整）"
PAID = "50元已当场付清"


@pytest.fixture
def clerk(qtbot, tmp_path, enrolled, monkeypatch):
    """Give somebody before a village's window; PDFs go to the documents of this PC."""
    enrolled["village"].close()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setenv("PATH", str(tmp_path / "none"))  # a PC without a printer
    return Clerk(qtbot, tmp_path / "village", tmp_path)


def test_a_day_of_three_cases_by_the_keyboard_alone(clerk, enrolled, plug):
    clerk.come_in(BEFORE, PASSPHRASE)
    agree_about_water(clerk)
    hear_about_noise(clerk)
    clerk.go_home()
    clerk.come_in(DAY, PASSPHRASE)
    in_the_morning(clerk)
    come_back_from_court(clerk)
    fail_about_noise(clerk)
    shake_hands_about_hens(clerk)
    count_in_the_evening(clerk)
    (stick,) = plug("ZS1")
    bring_to_town(clerk, stick, enrolled["town"])


# --- three weeks ago ----------------------------------------------------------------------------------------


def agree_about_water(clerk):
    """A case from the first word to the printed agreement."""
    open_case(clerk, "邻里纠纷", WATER, "何䶮")
    clerk.press("Alt+Left")
    clerk.fill(*person("442000196803159914", "13800000101", "南巷12号"), ("姓名或名称", "梁亚娣"))
    clerk.fill(*person("442000194909229926", "13800000102", "南巷13号"))
    clerk.fill(("申请事项第1项", "要求把水管改道"), ("申请事项第2项", "赔偿墙面修复费"))
    clerk.picture("registered")
    accept(clerk)
    clerk.picture("accepted")
    clerk.press("Ctrl+Return")
    clerk.fill(("调查日期", "今天"), ("调查核实的情况", "两户巷道净宽0.6米，水管口朝东墙。"))
    clerk.press("Ctrl+Return")
    clerk.fill(("调解日期", "今天"), ("调解地点", "村委会办公室"), ("调解记录", HEARD))
    clerk.picture("mediated")
    clerk.press("Ctrl+Return")
    clerk.fill(("协议日期", "今天"), ("协议形式", "书面"), ("各方责任", "梁亚娣加建雨棚未安排好排水。"))
    clerk.fill(*((f"协议内容第{n}条", one) for n, one in enumerate(CLAUSES, 1)))
    clerk.fill(("义务人", "梁亚娣"), ("权利人", "何䶮"), ("种类", "作为"), ("履行期限", "4-3"))
    clerk.fill(("履行内容", "水管改道"))
    clerk.fill(("义务人", "梁亚娣"), ("权利人", "何䶮"), ("种类", "给付"), ("金额", "1800"))
    clerk.fill(("履行期限", "4-10"), ("履行方式", "现金"), ("份数", "3"))
    clerk.picture("agreed")
    said = words_of(clerk.print("F09 协议书"))
    clerk.picture("agreement-printed")
    assert "草稿" not in said
    assert "编号：〔2026〕沙龙人调字第1号" in said
    assert all(one in said for one in (*CLAUSES, "442000196803159914", "本协议一式三份"))
    clerk.to("当事人已签署")
    clerk.press("Return")
    clerk.picture("signed")
    assert clerk.reads("协议已签署，内容就此固定")


def hear_about_noise(clerk):
    """A second case, accepted and heard once."""
    open_case(clerk, "邻里纠纷", NOISE, "陈少英")
    clerk.press("Alt+Left")
    clerk.fill(*person("442000198001019927", "13800000201", "新村楼301"), ("姓名或名称", "李文辉"))
    clerk.fill(*person("442000197506129916", "13800000202", "新村楼401"))
    clerk.fill(("申请事项第1项", "要求夜间不再拖动桌椅"))
    accept(clerk)
    clerk.press("Ctrl+Return", "Ctrl+Return")
    clerk.fill(("调解日期", "今天"), ("调解地点", "村委会办公室"))
    clerk.fill(("调解记录", HEARD_ONCE))
    clerk.press("Ctrl+S")
    clerk.picture("first-session")
    assert clerk.reads("调解中")


# --- the day ------------------------------------------------------------------------------------------------


def in_the_morning(clerk):
    """What 今日 says before anything is touched."""
    clerk.picture("morning")
    duties = clerk.lines("要办的事")
    assert any(one.startswith("何䶮与梁亚娣邻里纠纷，共同申请司法确认") for one in duties)
    assert any(one.startswith("陈少英与李文辉邻里纠纷，调解期限") for one in duties)
    assert duties[0].startswith("何䶮与梁亚娣邻里纠纷，督促履行：梁亚娣于2026年4月3日前向何䶮履行：水管改道")


def come_back_from_court(clerk):
    """Performed, confirmed in court within thirty days, visited, closed, filed, bound."""
    find(clerk, "何䶮", "回访归档")
    clerk.picture("found")
    assert clerk.reads("共同申请司法确认还有10天")
    for day, proof in (("4-2", "完工照片3张"), ("4-9", "收条")):
        clerk.fill(("履行情况", "已履行"), ("履行日期", day), ("履行凭证", proof))
    clerk.fill(("回访日期", "今天"), ("满意程度", "满意"), ("回访情况", "水已排入自家天井，没有新的隐患。"))
    clerk.fill(("调解结果", "调解成功"), ("履行情况", "履行完毕"), ("司法确认", "已确认有效"))
    clerk.fill(("结案日期", "今天"), ("立卷日期", "今天"), ("法院", "中山市第一人民法院"))
    clerk.fill(("申请司法确认日期", "4-1"), ("司法确认裁定日期", "4-14"), ("裁定结果", "确认有效"))
    clerk.fill(("裁定书案号", "（2026）粤2071民特12号"))
    clerk.picture("confirmed")
    assert clerk.reads("已于2026-04-01申请司法确认")
    before = clerk.printed
    clerk.press("Ctrl+B")
    clerk.picture("bound")
    assert clerk.reads("卷宗已装订，共")
    assert clerk.reads("已立卷")
    book, sheet = sorted(clerk.printed - before)
    said = words_of(book)
    assert "调解卷宗" in said
    assert said.index("卷内目录") < said.index("人民调解申请书") < said.index(CLAUSES[0])
    assert "质量自查" in words_of(sheet)


def fail_about_noise(clerk):
    """A second session, then the end, with the notice of what else is open to them."""
    find(clerk, "陈少英", "调解")
    clerk.to("再调解一次")
    clerk.press("Return")
    clerk.fill(("调解日期", "今天"), ("地点", "村委会办公室"), ("记录", APART))
    clerk.picture("second-session")
    clerk.unfold("终止调解")
    clerk.fill(("终止日期", "今天"), ("调解结果", "调解不成"), ("终止的理由", REFUSED))
    clerk.picture("ended")
    said = words_of(clerk.print("F17 终止告知书"))
    assert REFUSED in said
    assert "向有管辖权的人民法院提起民事诉讼" in said
    assert "陈少英、李文辉：" in said
    clerk.press("Alt+Right", "Alt+Right")
    clerk.fill(("结案日期", "今天"))
    clerk.press("Tab", "Ctrl+S")
    clerk.picture("failed")
    assert clerk.reads("终止")


def shake_hands_about_hens(clerk):
    """Two neighbours walk in; what they agree on is written down for them, done and closed."""
    open_case(clerk, "邻里纠纷", FENCE, "黄金水")
    clerk.press("Alt+Left")
    clerk.fill(*person("442000196008089937", "13800000301", "东街3号"), ("姓名或名称", "郭满堂"))
    clerk.fill(*person("442000197103059917", "13800000302", "东街5号"))
    accept(clerk)
    clerk.pressed.clear()
    clerk.press("Ctrl+K")
    clerk.picture("oral")
    clerk.fill(("口头协议内容第1条", SHAKEN), ("履行方式、时限", PAID), ("协议金额", "50"))
    clerk.press("Ctrl+P")
    assert clerk.pressed["keys"] <= ORAL_KEYS
    clerk.press("Escape")
    said = words_of(clerk.print("F10 口头协议登记表"))
    clerk.picture("oral-printed")
    assert "〔2026〕沙龙人调口字第1号" in said
    assert all(one in said for one in (FENCE, SHAKEN, PAID))
    find(clerk, "黄金水", "回访归档")
    clerk.fill(("满意程度", "满意"), ("调解结果", "调解成功"), ("履行情况", "即时履行"), ("结案日期", "今天"))
    clerk.press("Tab", "Ctrl+S")
    clerk.picture("oral-closed")
    assert clerk.reads("即时履行")


def count_in_the_evening(clerk):
    """The figures by closing day: all three, each where it belongs."""
    clerk.turn_to("台账统计")
    clerk.to("统计口径")
    clerk.put("按结案日期统计")
    clerk.picture("figures")
    figures = clerk.lines("统计数字")
    for one in (
        *("调解案件总数，3", "涉及当事人数（人），6", "调解成功，2", "协议涉及金额（万元），0.185"),
        *("口头协议，1", "书面协议，1", "履行，2", "申请司法确认，1"),
    ):
        assert one in figures


def bring_to_town(clerk, stick, town):
    """The stick goes out with all of it, and the town reads the same three cases."""
    clerk.turn_to("数据交换")
    clerk.press("Return")
    clerk.picture("exported")
    assert clerk.reads("可以拔出U盘")
    clerk.turn_to("今日")
    clerk.picture("evening")
    town.exchange.import_path(stick)
    arrived = {one.title: one for one in town.mediation.page().lines}
    assert {title: one.state for title, one in arrived.items()} == {
        "何䶮与梁亚娣邻里纠纷": "已立卷",
        "陈少英与李文辉邻里纠纷": "终止",
        "黄金水与郭满堂邻里纠纷": "履行完毕",
    }
    noise = town.mediation.find(arrived["陈少英与李文辉邻里纠纷"].id).case
    assert [one.record for one in noise.sessions] == [HEARD_ONCE, APART]
    water = town.mediation.find(arrived["何䶮与梁亚娣邻里纠纷"].id).case
    assert (water.outcome.confirmation, water.confirmation.case_no) == (
        "已确认有效",
        "（2026）粤2071民特12号",
    )


# --- what is done in each case ------------------------------------------------------------------------------


def open_case(clerk, kind, facts, name):
    """Open a case with the least: a type, one line, one name."""
    clerk.pressed.clear()
    clerk.press("Ctrl+N")
    clerk.write(kind)
    clerk.press("Return")
    clerk.fill(("纠纷简要情况", facts), ("姓名或名称", name))
    clerk.press("Ctrl+Return")
    assert "（受理）" in clerk.title
    assert clerk.pressed["keys"] <= OPENING_KEYS
    assert clerk.pressed["characters"] == len(kind + facts + name)


def person(number, phone, home):
    """Return what is asked of a party besides the name; birthday, sex and age follow from the number."""
    return (
        ("身份证件号码", number),
        ("民族", "汉族"),
        ("联系方式", phone),
        ("住址", f"沙溪镇龙瑞村{home}"),
    )


def accept(clerk):
    """Go on to the acceptance and fill it."""
    clerk.press("Ctrl+Return")
    clerk.fill(("受理日期", "今天"), ("权利义务告知日期", "今天"))
    clerk.fill(("姓名", "高伟明"), ("身份", "主持"), ("姓名", "刘佩珊"), ("身份", "记录人"))


def find(clerk, words, step):
    """Look for a case, go into it, and on to a step of it."""
    clerk.press("F2")
    clerk.write(words)
    clerk.press("Return", "Return")
    for _ in range(6):
        if f"（{step}）" in clerk.title:
            assert words in clerk.title
            return
        clerk.press("Alt+Right")
    raise AssertionError(clerk.title)


def words_of(pdf: Path) -> str:
    """Return what a paper says, as others read it, without the ends of its lines."""
    words = ["/usr/bin/pdftotext", pdf, "-"]
    return "".join(subprocess.run(words, capture_output=True, check=True, text=True).stdout.split())
